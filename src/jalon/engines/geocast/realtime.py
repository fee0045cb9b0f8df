"""GTFS-Realtime (protobuf or JSON) into positions and estimated calls.

Source: https://gtfs.org/documentation/realtime/reference/ (version 2.0). A bad entity never costs the rest.
"""

import json
from collections.abc import Iterable, Iterator
from math import isfinite, nan
from typing import Any

from google.protobuf.json_format import ParseDict, ParseError
from google.protobuf.message import DecodeError
from google.transit import gtfs_realtime_pb2 as pb

from jalon.engines.geocast.observation import (
    Call,
    Journey,
    Position,
    PositionError,
    Reading,
    coordinate_fault,
)

PROTOBUF, JSON = "gtfs-rt", "gtfs-rt-json"
MILLISECONDS_FROM = 1e11
MAX_NAME = 200
CANCELLED = tuple(pb.TripDescriptor.ScheduleRelationship.Value(name) for name in ("CANCELED", "DELETED"))


def read_protobuf(data: bytes, received_at: float = nan) -> Reading:
    """Read a binary FeedMessage; `received_at` dates what carries no time.

    Raises PositionError when the bytes are not a GTFS-Realtime message.
    """
    message = pb.FeedMessage()
    try:
        message.ParseFromString(data)
    except (DecodeError, RecursionError, UnicodeDecodeError) as fault:
        raise PositionError(
            "Ce fichier binaire n’est pas un flux GTFS-Realtime lisible (tronqué ?)."
        ) from fault
    if not message.header.gtfs_realtime_version:
        raise PositionError("Ce fichier binaire n’est pas un flux GTFS-Realtime : l’en-tête manque.")
    return _reading(PROTOBUF, _header_at(message.header.timestamp, received_at), message.entity, [])


def read_json(document: dict[str, Any], received_at: float = nan) -> Reading:
    """Read a FeedMessage written as JSON, in snake_case or in lowerCamelCase."""
    header = document.get("header")
    entities = document.get("entity", [])
    if not isinstance(header, dict) or not isinstance(entities, list):
        raise PositionError("Ce JSON n’est pas un flux GTFS-Realtime : « header » ou « entity » manque.")
    faults: list[str] = []
    parsed = list(_parse_entities(entities, faults))
    return _reading(JSON, _header_at(header.get("timestamp"), received_at), parsed, faults)


def _parse_entities(entities: list[Any], faults: list[str]) -> Iterator[pb.FeedEntity]:
    for rank, entity in enumerate(entities, start=1):
        try:
            if not isinstance(entity, dict):
                raise ParseError("not an object")
            yield ParseDict(
                _finite(entity), pb.FeedEntity(), ignore_unknown_fields=True, max_recursion_depth=30
            )
        except (ParseError, ValueError, TypeError, AttributeError, OverflowError):
            faults.append(f"Entrée {rank} : illisible.")


def _finite(entity: dict[str, Any]) -> Any:
    """Return the entity without nan nor infinity, which the protobuf reader refuses as a whole."""
    return json.loads(json.dumps(entity), parse_constant=lambda _name: None)


def _header_at(timestamp: object, received_at: float) -> float:
    at = epoch(timestamp)
    return at if isfinite(at) else received_at


def epoch(value: object) -> float:
    """Return UTC seconds from a timestamp that some producers give in milliseconds; nan when absent."""
    if not isinstance(value, int | float | str):
        return nan
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return nan
    if not isfinite(seconds) or seconds <= 0:
        return nan
    if seconds > MILLISECONDS_FROM:
        seconds /= 1000
    return seconds if seconds < MILLISECONDS_FROM else nan


def _reading(form: str, at: float, entities: Iterable[pb.FeedEntity], faults: list[str]) -> Reading:
    positions: list[Position] = []
    journeys: list[Journey] = []
    for entity in entities:
        if entity.is_deleted:
            continue
        if entity.HasField("vehicle"):
            position = _position(entity, at, form)
            fault = coordinate_fault(position.lat, position.lon) or _clock_fault(position.at)
            if fault:
                faults.append(f"Véhicule {position.vehicle} : {fault}.")
            else:
                positions.append(position)
        if entity.HasField("trip_update"):
            journeys.append(_journey(entity, at, form))
    return Reading(form, tuple(positions), tuple(journeys), tuple(faults))


def _clock_fault(at: float) -> str:
    return "" if isfinite(at) else "aucune heure, ni la sienne ni celle du flux"


def _position(entity: pb.FeedEntity, header_at: float, form: str) -> Position:
    seen, trip, place = entity.vehicle, entity.vehicle.trip, entity.vehicle.position
    at = epoch(seen.timestamp)
    located = seen.HasField("position")
    return Position(
        vehicle=_name(seen.vehicle.id or seen.vehicle.label or entity.id),
        label=_name(seen.vehicle.label),
        at=at if isfinite(at) else header_at,
        lat=place.latitude if located else nan,
        lon=place.longitude if located else nan,
        trip_id=_name(trip.trip_id),
        route_id=_name(trip.route_id),
        direction=_direction(trip),
        start_date=_name(trip.start_date),
        start_time=_name(trip.start_time),
        bearing=_bearing(place),
        speed=place.speed if place.HasField("speed") and isfinite(place.speed) else nan,
        source=form,
    )


def _name(text: str | bytes) -> str:
    """Return a bounded text: the protobuf reader hands over as bytes what is not UTF-8."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    return text.strip()[:MAX_NAME]


def _direction(trip: pb.TripDescriptor) -> str:
    return str(trip.direction_id) if trip.HasField("direction_id") else ""


def _bearing(place: pb.Position) -> float:
    """Return the bearing in [0, 360); 0 sent with a standing vehicle is kept: it may really face north."""
    if not place.HasField("bearing") or not isfinite(place.bearing):
        return nan
    return float(place.bearing % 360)


def _journey(entity: pb.FeedEntity, header_at: float, form: str) -> Journey:
    update, trip = entity.trip_update, entity.trip_update.trip
    at = epoch(update.timestamp)
    return Journey(
        ref=_name(trip.trip_id),
        at=max((known for known in (at, header_at) if isfinite(known)), default=nan),
        calls=tuple(_call(stop) for stop in update.stop_time_update),
        vehicle=_name(update.vehicle.id or update.vehicle.label),
        route_id=_name(trip.route_id),
        direction=_direction(trip),
        start_date=_name(trip.start_date),
        start_time=_name(trip.start_time),
        delay=float(update.delay) if update.HasField("delay") else nan,
        cancelled=trip.schedule_relationship in CANCELLED,
        source=form,
    )


def _call(stop: pb.TripUpdate.StopTimeUpdate) -> Call:
    return Call(
        stop=_name(stop.stop_id),
        order=stop.stop_sequence if stop.HasField("stop_sequence") else -1,
        arrival=epoch(stop.arrival.time),
        departure=epoch(stop.departure.time),
        arrival_delay=_delay(stop.arrival),
        departure_delay=_delay(stop.departure),
        skipped=stop.schedule_relationship == pb.TripUpdate.StopTimeUpdate.SKIPPED,
    )


def _delay(event: pb.TripUpdate.StopTimeEvent) -> float:
    return float(event.delay) if event.HasField("delay") else nan
