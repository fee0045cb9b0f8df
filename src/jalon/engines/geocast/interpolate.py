"""From estimated calls (SIRI-ET, GTFS-Realtime TripUpdate) to a place along the shape at an instant.

The network of Dunkerque publishes nothing else: between two calls the vehicle is where the time says.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.clock import ServiceClock
from jalon.engines.geocast.index import FeedIndex, Ints
from jalon.engines.geocast.located import Match, unsure
from jalon.engines.geocast.observation import Call, Journey, freshness

Floats = NDArray[np.float64]

SAME_TIME_S = 45.0
FIT_SHARE = 0.8
# Before its departure a journey has a bus at its first stop: surely when it names its vehicle.
WAITING_S, NAMED_WAITING_S = 300.0, 600.0
ARRIVED_S = 60.0
AROUND_S = 2 * 3600.0
ESTIMATE_CONFIDENCE = 0.7


def place(index: FeedIndex, clock: ServiceClock, journey: Journey, now: float) -> Match | None:
    """Return where the vehicle of the journey is at `now` (UTC seconds); None when it is not on the road.

    On the line only when the journey matches no trip of the feed but runs now.
    """
    if journey.cancelled:
        return None
    trip, day = resolve(index, clock, journey, now)
    if trip < 0:
        return _unresolved(index, journey, now)
    planned = planned_times(index, clock, trip, day, now)
    estimated = estimated_times(index, journey, trip, planned)
    times = planned if estimated is None else estimated
    waiting_s = NAMED_WAITING_S if journey.vehicle else WAITING_S
    if not times[0] - waiting_s <= now <= times[-1] + ARRIVED_S:
        return None
    route = int(index.feed.trips.routes[trip])
    if estimated is None or (state := freshness(journey.at, now).state) == "future":
        return unsure(route, "line_only" if estimated is None else "future")
    if state == "stale":
        return unsure(route, "stale")
    metres = np.repeat(index.feed.stop_times.along_m[index.feed.calls(trip)], 2)
    return Match(
        outcome="on_trip",
        reason="estimated",
        trip=trip,
        shape=int(index.feed.trips.shapes[trip]),
        at_m=float(np.interp(now, times, metres)),
        route=route,
        confidence=ESTIMATE_CONFIDENCE,
    )


def vehicle_of(index: FeedIndex, journey: Journey, trip: int) -> str:
    """Return the name of the vehicle: its own, else the block's, else the trip's or the journey's."""
    block = index.feed.trips.blocks[trip] if trip >= 0 else ""
    return (
        journey.vehicle
        or journey.block
        or block
        or (index.feed.trips.ids[trip] if trip >= 0 else journey.ref)
    )


def _unresolved(index: FeedIndex, journey: Journey, now: float) -> Match | None:
    known = [t for call in journey.calls for t in (call.arrival, call.departure, call.aimed) if isfinite(t)]
    if not known or not min(known) <= now <= max(known):
        return None
    return unsure(index.route(journey.route_id, journey.line_ref), "line_only")


def resolve(index: FeedIndex, clock: ServiceClock, journey: Journey, now: float) -> tuple[int, date]:
    """Return the trip of a journey and its service day: by reference, else by line, stops and planned times.

    The trip is -1 when nothing fits, or when two trips on different shapes fit as well.
    """
    trip = index.trip(journey.ref, journey.start_time)
    if trip >= 0:
        return trip, _day_of(index, clock, journey, trip, now)
    trips = index.trips_of_route.get(index.route(journey.route_id, journey.line_ref))
    day = clock.moments(now)[0][0]
    if trips is None or not journey.calls:
        return -1, day
    running = [
        (int(trip), service_day)
        for service_day, second in clock.moments(now)
        for trip in index.running(trips, service_day, second, early_s=AROUND_S, late_s=AROUND_S)
    ]
    # Some networks name stops by codes that are not in the feed: then the planned hours alone must tell.
    for by_stop in (True, False):
        fits = [(t, on) for t, on in running if _fits(index, clock, journey, (t, on), by_stop=by_stop)]
        if fits:
            shapes = {int(index.feed.trips.shapes[fit]) for fit, _ in fits}
            return fits[0] if len(shapes) == 1 else (-1, day)
    return -1, day


def _day_of(index: FeedIndex, clock: ServiceClock, journey: Journey, trip: int, now: float) -> date:
    """Return the stated service day, else the one on which the trip runs nearest to now."""
    digits = journey.start_date.replace("-", "")
    if clock.played_day is None and len(digits) == 8 and digits.isascii() and digits.isdigit():
        try:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            pass
    middle = (int(index.starts_s[trip]) + int(index.ends_s[trip])) / 2
    return min(clock.moments(now), key=lambda moment: abs(moment[1] - middle))[0]


def _fits(
    index: FeedIndex, clock: ServiceClock, journey: Journey, run: tuple[int, date], *, by_stop: bool
) -> bool:
    """Tell whether the planned times, and stops if wanted, of the journey are those of the trip on a day."""
    planned = [call for call in journey.calls if isfinite(call.aimed)]
    bare = planned if by_stop else [replace(call, stop="", name="") for call in planned]
    found = sum(row >= 0 for row in _rows(index, clock, bare, run))
    enough = min(2, len(journey.calls)) if by_stop else max(3, len(planned))
    return bool(planned) and found >= FIT_SHARE * len(planned) and found >= enough


def _rows(index: FeedIndex, clock: ServiceClock, calls: Sequence[Call], run: tuple[int, date]) -> list[int]:
    """Return for each planned call the trip's call at the same stop and time, in order; -1 where none is."""
    trip, day = run
    rows, times = index.feed.calls(trip), index.feed.stop_times
    cursor, found = 0, []
    for call in calls:
        near = np.full(rows.stop - rows.start, np.inf)
        for second in (second for on, second in clock.moments(call.aimed) if on == day):
            for planned in (times.arrival_s[rows], times.departure_s[rows]):
                near = np.minimum(near, abs(planned - second))
        possible = (near <= SAME_TIME_S * clock.speed) & _stop_mask(index, call, times.stops[rows])
        possible[:cursor] = False
        row = int(np.argmax(possible)) if possible.any() else -1
        found.append(row)
        cursor = row + 1 if row >= 0 else cursor
    return found


def _stop_mask(index: FeedIndex, call: Call, stops: Ints) -> NDArray[np.bool_]:
    """Mark the stops that the call may be at: all of them when its reference is not of this feed."""
    known = index.stops(call.stop, call.name)
    return np.isin(stops, list(known)) if known else np.ones(len(stops), np.bool_)


def planned_times(index: FeedIndex, clock: ServiceClock, trip: int, day: date, now: float) -> Floats:
    """Return UTC seconds of each planned arrival and departure of the trip, shape (2 * calls,)."""
    rows, times = index.feed.calls(trip), index.feed.stop_times
    seconds = np.stack([times.arrival_s[rows], times.departure_s[rows]], axis=1).astype(np.float64).ravel()
    middle = float(seconds.mean())
    return clock.instant(day, middle, now) + (seconds - middle) / clock.speed


def estimated_times(index: FeedIndex, journey: Journey, trip: int, planned: Floats) -> Floats | None:
    """Return UTC seconds of each arrival and departure of the trip, shape (2 * calls,), never decreasing.

    The timetable, moved by what is estimated; a delay holds until the next one is known. None when the
    journey estimates nothing.
    """
    rows, times = index.feed.calls(trip), index.feed.stop_times
    delays = np.full(len(planned), nan)
    cursor = 0
    for call in journey.calls:
        row = _row_at(index, call, times.stops[rows], planned, cursor)
        if row >= 0 and not call.skipped:
            delays[2 * row] = _delay(call.arrival, call.arrival_delay, planned[2 * row])
            delays[2 * row + 1] = _delay(call.departure, call.departure_delay, planned[2 * row + 1])
            cursor = row + 1
    if isfinite(journey.delay) and not np.isfinite(delays).any():
        delays[0] = journey.delay
    filled = _held(delays)
    return None if filled is None else np.maximum.accumulate(planned + filled)


def _row_at(index: FeedIndex, call: Call, stops: Ints, planned: Floats, cursor: int) -> int:
    """Return the trip's call at this stop, at or after `cursor`: on a loop, the one nearest in time."""
    mask = _stop_mask(index, call, stops)
    possible = np.flatnonzero(mask if mask.any() else np.ones(len(stops), np.bool_))
    possible = possible[possible >= cursor]
    hour = next((t for t in (call.aimed, call.departure, call.arrival) if isfinite(t)), nan)
    if not possible.size:
        return -1
    if not isfinite(hour):
        return int(possible[0])
    return int(possible[np.argmin(abs(planned[2 * possible] - hour))])


def _delay(at: float, delay: float, planned: float) -> float:
    return at - planned if isfinite(at) else delay


def _held(delays: Floats) -> Floats | None:
    """Fill unknown delays with the last known one, and those before the first with the first."""
    known = np.flatnonzero(np.isfinite(delays))
    if not known.size:
        return None
    last = np.maximum.accumulate(np.where(np.isfinite(delays), np.arange(len(delays)), known[0]))
    return delays[last]
