"""Simulated vehicles written as a real network publishes them: GTFS-Realtime, SIRI EstimatedTimetable."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from xml.sax.saxutils import escape
from zlib import crc32
from zoneinfo import ZoneInfo

from google.transit import gtfs_realtime_pb2 as pb

from jalon.engines.geocast.clock import DAY_S, ServiceClock
from jalon.engines.geocast.index import split_departure
from jalon.engines.geocast.simulate import SimulatedVehicle
from jalon.engines.gtfs.feed import Feed

SIRI_NAMESPACE = "http://www.siri.org.uk/siri"
PRODUCER = "jalon"
INSTANTS_KEPT = 20_000
LONGEST_PLATE = 8


def plate(vehicle: str) -> str:
    """What is painted on a simulated bus: its block where that is short, else a number of four digits."""
    return vehicle if len(vehicle) <= LONGEST_PLATE else str(1000 + crc32(vehicle.encode()) % 9000)


def to_gtfs_realtime(feed: Feed, vehicles: Sequence[SimulatedVehicle], at: float) -> bytes:
    """Return a VehiclePositions feed (GTFS-Realtime 2.0, protobuf) of the vehicles at `at` (UTC seconds)."""
    message = pb.FeedMessage()
    message.header.gtfs_realtime_version = "2.0"
    message.header.incrementality = pb.FeedHeader.FULL_DATASET
    message.header.timestamp = int(at)
    zone = ZoneInfo(feed.timezone)
    for seen in vehicles:
        entity = message.entity.add(id=seen.vehicle)
        _describe_trip(entity.vehicle.trip, feed, seen, at, zone)
        entity.vehicle.vehicle.id = seen.vehicle
        entity.vehicle.vehicle.label = plate(seen.vehicle)
        place = entity.vehicle.position
        place.latitude, place.longitude = seen.lat, seen.lon
        place.bearing, place.speed = seen.bearing, seen.speed
        entity.vehicle.timestamp = int(at)
    return bytes(message.SerializeToString())


def _describe_trip(
    trip: pb.TripDescriptor, feed: Feed, seen: SimulatedVehicle, at: float, zone: ZoneInfo
) -> None:
    trip.trip_id, start_time = split_departure(feed.trips.ids[seen.trip])
    if start_time:
        trip.start_time = start_time
    trip.route_id = feed.routes.ids[int(feed.trips.routes[seen.trip])]
    if (direction := int(feed.trips.directions[seen.trip])) >= 0:
        trip.direction_id = direction
    trip.start_date = _start_date(seen, at, zone).strftime("%Y%m%d")


def _start_date(seen: SimulatedVehicle, at: float, zone: ZoneInfo) -> date:
    """Return the service day as it is played: after midnight, the second says that it is yesterday's."""
    return datetime.fromtimestamp(at, zone).date() - timedelta(days=int(seen.second >= DAY_S))


def to_siri_et(
    feed: Feed, vehicles: Sequence[SimulatedVehicle], at: float, clock: ServiceClock, day: date
) -> bytes:
    """Return a SIRI 2.0 EstimatedTimetable (XML) of the journeys under way, every call to come on time."""
    zone = ZoneInfo(feed.timezone)
    now = _written(int(at), zone)
    journeys = "".join(_journey(feed, seen, at, clock, day) for seen in vehicles)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Siri xmlns="{SIRI_NAMESPACE}" version="2.0">'
        "<ServiceDelivery>"
        f"<ResponseTimestamp>{now}</ResponseTimestamp><ProducerRef>{PRODUCER}</ProducerRef>"
        f'<EstimatedTimetableDelivery version="2.0"><ResponseTimestamp>{now}</ResponseTimestamp>'
        f"<EstimatedJourneyVersionFrame><RecordedAtTime>{now}</RecordedAtTime>{journeys}"
        "</EstimatedJourneyVersionFrame></EstimatedTimetableDelivery></ServiceDelivery></Siri>"
    ).encode()


def _journey(feed: Feed, seen: SimulatedVehicle, at: float, clock: ServiceClock, day: date) -> str:
    zone = ZoneInfo(feed.timezone)
    route, trip_id = int(feed.trips.routes[seen.trip]), feed.trips.ids[seen.trip]
    name = feed.routes.short_names[route] or feed.routes.long_names[route]
    return (
        "<EstimatedVehicleJourney>"
        f"<LineRef>{escape(feed.routes.ids[route])}</LineRef>"
        f"<DirectionRef>{max(int(feed.trips.directions[seen.trip]), 0)}</DirectionRef>"
        f"<FramedVehicleJourneyRef><DataFrameRef>{_start_date(seen, at, zone)}</DataFrameRef>"
        f"<DatedVehicleJourneyRef>{escape(trip_id)}</DatedVehicleJourneyRef></FramedVehicleJourneyRef>"
        f"<PublishedLineName>{escape(name)}</PublishedLineName>"
        f"<DestinationName>{escape(feed.trips.headsigns[seen.trip])}</DestinationName>"
        "<Monitored>true</Monitored>"
        f"<VehicleRef>{escape(seen.vehicle)}</VehicleRef>"
        f"{_calls(feed, seen, at, clock, day)}</EstimatedVehicleJourney>"
    )


def _calls(feed: Feed, seen: SimulatedVehicle, at: float, clock: ServiceClock, day: date) -> str:
    """Write the last call that was left and those still to come."""
    zone, times, rows = ZoneInfo(feed.timezone), feed.stop_times, feed.calls(seen.trip)
    zero = clock.instant(day, seen.second, at) - seen.second / clock.speed
    left = [row for row in range(rows.start, rows.stop) if times.departure_s[row] < seen.second]
    first = left[-1] if left else rows.start
    recorded, estimated = "", ""
    for row in range(first, rows.stop):
        arrival = _written(round(zero + int(times.arrival_s[row]) / clock.speed), zone)
        departure = _written(round(zero + int(times.departure_s[row]) / clock.speed), zone)
        stop = int(times.stops[row])
        head = (
            f"<StopPointRef>{escape(feed.stops.ids[stop])}</StopPointRef>"
            f"<Order>{row - rows.start + 1}</Order>"
            f"<StopPointName>{escape(feed.stops.names[stop])}</StopPointName>"
        )
        if left and row == first:
            recorded = _call("Recorded", "Actual", head, arrival, departure)
        else:
            estimated += _call("Estimated", "Expected", head, arrival, departure)
    wrapped = f"<EstimatedCalls>{estimated}</EstimatedCalls>" if estimated else ""
    return (f"<RecordedCalls>{recorded}</RecordedCalls>" if recorded else "") + wrapped


def _call(kind: str, said: str, head: str, arrival: str, departure: str) -> str:
    return (
        f"<{kind}Call>{head}"
        f"<AimedArrivalTime>{arrival}</AimedArrivalTime><{said}ArrivalTime>{arrival}</{said}ArrivalTime>"
        f"<AimedDepartureTime>{departure}</AimedDepartureTime>"
        f"<{said}DepartureTime>{departure}</{said}DepartureTime></{kind}Call>"
    )


@lru_cache(maxsize=INSTANTS_KEPT)
def _written(at: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(at, zone).isoformat()
