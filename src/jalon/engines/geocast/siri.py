"""SIRI VehicleMonitoring and EstimatedTimetable (1.3 to 2.1, XML, SOAP or SIRI Lite) into observations.

Source: CEN/TS 15531 parts 3 and 5, French profile "Île-de-France 2.4". Only what the engine uses is read.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from math import isfinite, nan

from jalon.engines.geocast.observation import (
    Call,
    Journey,
    Position,
    PositionError,
    Reading,
    coordinate_fault,
)
from jalon.engines.geocast.siri_tree import Node, every, nodes, text

FORMAT = "siri"
TRUE = frozenset({"true", "1"})
# A difference of whole hours between two offsets of one journey is a producer's fault, not a delay.
OFFSET_SLIP_S = 1800.0


def read_tree(root: Node, form: str, received_at: float, zone: tzinfo) -> Reading:
    """Read every delivery of the message; times without an offset are in `zone`.

    Raises PositionError when the message is a SOAP fault or holds neither VM nor ET deliveries.
    """
    _refuse_faults(root)
    deliveries = [*every(root, "VehicleMonitoringDelivery"), *every(root, "EstimatedTimetableDelivery")]
    known = _has(root, "VehicleMonitoringDelivery") or _has(root, "EstimatedTimetableDelivery")
    if not (deliveries or known):
        raise PositionError("Ce message SIRI ne contient ni VehicleMonitoring ni EstimatedTimetable.")
    faults = [fault for delivery in deliveries for fault in _error_conditions(delivery)]
    positions: list[Position] = []
    journeys: list[Journey] = []
    for delivery in deliveries:
        at = _first_finite(
            instant(text(delivery, "ResponseTimestamp"), zone), _answer_at(root, zone), received_at
        )
        positions += _positions(delivery, form, at, zone, faults)
        journeys += _journeys(delivery, form, at, zone, faults)
    return Reading(form, tuple(positions), tuple(journeys), tuple(faults))


def _refuse_faults(root: Node) -> None:
    for fault in every(root, "Fault"):
        words = text(fault, "faultstring") or text(fault, "Reason", "Text") or "sans explication"
        raise PositionError(f"Le serveur SIRI a répondu par une erreur : {words[:200]}.")


def _has(root: Node, name: str) -> bool:
    """Tell an empty answer (« aucune course en ce moment ») from a message of another kind."""
    pending: list[Node] = [root]
    while pending:
        current = pending.pop()
        if name in current:
            return True
        pending += [child for children in current.values() for child in children if isinstance(child, dict)]
    return False


def _error_conditions(delivery: Node) -> Iterator[str]:
    for condition in nodes(delivery, "ErrorCondition"):
        words = text(condition, "Description") or " ".join(condition)
        yield f"Le serveur SIRI signale : {words[:200]}."


def _answer_at(root: Node, zone: tzinfo) -> float:
    for name in ("ServiceDelivery", "ServiceDeliveryInfo"):
        for info in every(root, name):
            return instant(text(info, "ResponseTimestamp"), zone)
    return nan


def instant(written: str, zone: tzinfo) -> float:
    """Return UTC seconds of an xsd:dateTime, in `zone` without an offset; nan when absent or unreadable."""
    parsed = _datetime(written)
    if parsed is None:
        return nan
    try:
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError, OSError):
        return nan


def _datetime(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if written else None
    except ValueError:
        return None


def _first_finite(*values: float) -> float:
    return next((value for value in values if isfinite(value)), nan)


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return nan


def _positions(delivery: Node, form: str, at: float, zone: tzinfo, faults: list[str]) -> Iterator[Position]:
    for activity in nodes(delivery, "VehicleActivity"):
        for journey in nodes(activity, "MonitoredVehicleJourney"):
            position = _position(activity, journey, at, zone)
            fault = coordinate_fault(position.lat, position.lon)
            if not fault and not isfinite(position.at):
                fault = "aucune heure, ni la sienne ni celle du message"
            if fault:
                faults.append(f"Véhicule {position.vehicle or '(sans nom)'} : {fault}.")
            else:
                yield replace(position, source=form)


def _position(activity: Node, journey: Node, at: float, zone: tzinfo) -> Position:
    vehicle = text(journey, "VehicleRef") or text(activity, "VehicleMonitoringRef")
    bearing = _number(text(journey, "Bearing"))
    return Position(
        vehicle=vehicle,
        label=vehicle,
        at=_first_finite(instant(text(activity, "RecordedAtTime"), zone), at),
        lat=_number(text(journey, "VehicleLocation", "Latitude")),
        lon=_number(text(journey, "VehicleLocation", "Longitude")),
        trip_id=_journey_ref(journey),
        line_ref=text(journey, "LineRef"),
        direction=text(journey, "DirectionRef"),
        block=text(journey, "BlockRef"),
        start_date=text(journey, "FramedVehicleJourneyRef", "DataFrameRef"),
        bearing=bearing % 360 if isfinite(bearing) else nan,
        speed=_number(text(journey, "Velocity")),
    )


def _journey_ref(journey: Node) -> str:
    name = "DatedVehicleJourneyRef"
    return text(journey, "FramedVehicleJourneyRef", name) or text(journey, name)


def _journeys(delivery: Node, form: str, at: float, zone: tzinfo, faults: list[str]) -> Iterator[Journey]:
    for frame in nodes(delivery, "EstimatedJourneyVersionFrame"):
        recorded = instant(text(frame, "RecordedAtTime"), zone)
        # The server vouches for its estimates when it answers, however old the last change is.
        said_at = max((known for known in (recorded, at) if isfinite(known)), default=nan)
        for journey in nodes(frame, "EstimatedVehicleJourney"):
            if isfinite(said_at):
                yield _journey(journey, form, said_at, zone)
            else:
                faults.append(f"Course {_journey_ref(journey) or '(sans référence)'} : aucune heure.")


def _journey(journey: Node, form: str, at: float, zone: tzinfo) -> Journey:
    recorded = nodes(journey, "RecordedCalls", "RecordedCall")
    estimated = nodes(journey, "EstimatedCalls", "EstimatedCall")
    return Journey(
        ref=_journey_ref(journey),
        at=at,
        calls=tuple(_call(call, zone) for call in [*recorded, *estimated]),
        vehicle=text(journey, "VehicleRef"),
        line_ref=text(journey, "LineRef"),
        direction=text(journey, "DirectionRef"),
        destination=text(journey, "DestinationName") or text(journey, "DirectionName"),
        block=text(journey, "BlockRef"),
        start_date=text(journey, "FramedVehicleJourneyRef", "DataFrameRef"),
        cancelled=text(journey, "Cancellation").lower() in TRUE,
        source=form,
    )


def _call(call: Node, zone: tzinfo) -> Call:
    order = text(call, "Order")
    arrival, departure = (_expected(call, event, zone) for event in ("Arrival", "Departure"))
    statuses = {text(call, "ArrivalStatus").lower(), text(call, "DepartureStatus").lower()}
    return Call(
        stop=text(call, "StopPointRef"),
        name=text(call, "StopPointName"),
        order=int(order) if order.isascii() and order.isdigit() and len(order) < 7 else -1,
        aimed_arrival=instant(text(call, "AimedArrivalTime"), zone),
        aimed_departure=instant(text(call, "AimedDepartureTime"), zone),
        arrival=arrival,
        departure=departure,
        skipped=text(call, "Cancellation").lower() in TRUE or "cancelled" in statuses,
    )


def _expected(call: Node, event: str, zone: tzinfo) -> float:
    """Return the actual, else the expected instant, of "Arrival" or "Departure"; nan when not given."""
    written = text(call, f"Actual{event}Time") or text(call, f"Expected{event}Time")
    aimed = (
        text(call, f"Aimed{event}Time") or text(call, "AimedArrivalTime") or text(call, "AimedDepartureTime")
    )
    return _same_offset(written, aimed, zone)


def _same_offset(written: str, aimed: str, zone: tzinfo) -> float:
    """Read `written` in the offset of `aimed` when only the offsets make them hours apart.

    A French server was seen to write the planned time in +02:00 and the expected one, same clock, in another.
    """
    expected, planned = _datetime(written), _datetime(aimed)
    at = instant(written, zone)
    if expected is None or planned is None or expected.tzinfo is None or planned.tzinfo is None:
        return at
    if expected.utcoffset() == planned.utcoffset():
        return at
    same_clock = instant(expected.replace(tzinfo=planned.tzinfo).isoformat(), zone)
    planned_at = instant(aimed, zone)
    slipped = abs(at - planned_at) > OFFSET_SLIP_S >= abs(same_clock - planned_at)
    return same_clock if slipped else at
