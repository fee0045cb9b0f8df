"""From a reported position to a place on a trip, on a line, or to an honest "unknown".

Positions lie: they are old, jump, freeze at a stop, name the trip before or after. Each lie has its reason.
"""

from dataclasses import dataclass
from datetime import date
from math import isfinite, nan

import numpy as np

from jalon.engines.geocast.clock import ServiceClock
from jalon.engines.geocast.index import FeedIndex, Ints
from jalon.engines.geocast.located import Match, Reason, unsure
from jalon.engines.geocast.observation import Position, freshness
from jalon.engines.geocast.score import (
    ACCEPTABLE,
    NEAR_M,
    Before,
    Candidate,
    Sight,
    candidates,
    confidence,
    is_clear,
)
from jalon.engines.geocast.track import distance_m, feet, heading, turn

EARLY_S, LATE_S = 20 * 60.0, 60 * 60.0
OPPOSITE_DEG = 120.0
DIVERTED_M = 1_500.0
MOVED_M = 25.0
MOVED_WITHIN_S = 300.0
JUMP_M_S = 45.0
JUMP_M = 400.0
FROZEN_S = 300.0
TERMINUS_M = 150.0
SAME_DEGREES = 1e-7


@dataclass(frozen=True, slots=True)
class Track:
    """What is remembered of one vehicle: the last trusted position, its match, since when it stands, a doubt."""

    position: Position
    match: Match
    still_since: float
    doubted: Position | None = None


class Tracker:
    """Matches the positions of many vehicles in time order, one small memory per vehicle."""

    def __init__(self, index: FeedIndex, clock: ServiceClock | None = None) -> None:
        self.index = index
        self.clock = clock or ServiceClock(index.feed.timezone)
        self._tracks: dict[str, Track] = {}

    def see(self, position: Position, now: float | None = None) -> Match:
        """Return where the vehicle is; `now` (UTC seconds, by default the position's own) tells if it is stale."""
        before = self._tracks.get(position.vehicle)
        match, track = locate(self.index, self.clock, position, position.at if now is None else now, before)
        if track is not None:
            self._tracks[position.vehicle] = track
        return match

    def forget(self, older_than: float) -> None:
        """Drop vehicles not seen since `older_than` (UTC seconds)."""
        self._tracks = {v: track for v, track in self._tracks.items() if track.position.at >= older_than}


def locate(
    index: FeedIndex, clock: ServiceClock, position: Position, now: float, before: Track | None = None
) -> tuple[Match, Track | None]:
    """Return the match of one position and what to remember for the next one of this vehicle."""
    route = line_of(index, position, before)
    state = freshness(position.at, now).state
    if state != "fresh":
        return unsure(route, state), before
    if before is not None and position.at < before.position.at:
        return before.match, before
    if before is not None and _jumps(position, before):
        doubted = Track(before.position, before.match, before.still_since, position)
        return unsure(route, "jump"), doubted
    match = _place(index, clock, position, route, before)
    still_since = before.still_since if before is not None and _same_spot(position, before.position) else position.at
    if position.at - still_since > FROZEN_S and match.outcome == "on_trip" and not _at_terminus(index, match):
        match = unsure(match.route, "frozen")
    return match, Track(position, match, still_since)


def line_of(index: FeedIndex, position: Position, before: Track | None = None) -> int:
    """Return the route the vehicle is on by what it says, else by its recent past; -1 when not known."""
    trip = index.trip(position.trip_id)
    if trip >= 0:
        return int(index.feed.trips.routes[trip])
    route = index.route(position.route_id, position.line_ref)
    if route >= 0 or position.trip_id or position.route_id or position.line_ref:
        return route
    return before.match.route if before is not None and position.at - before.position.at < LATE_S else -1


def _jumps(position: Position, before: Track) -> bool:
    """Tell a leap no vehicle can make, unless the last doubted position was already there."""
    last = before.position
    gap = distance_m(last.lat, last.lon, position.lat, position.lon)
    if gap <= JUMP_M or gap <= JUMP_M_S * (position.at - last.at):
        return False
    seen = before.doubted
    if seen is None or seen.at >= position.at:
        return True
    return distance_m(seen.lat, seen.lon, position.lat, position.lon) > JUMP_M_S * (position.at - seen.at) + JUMP_M


def _same_spot(position: Position, last: Position) -> bool:
    return abs(position.lat - last.lat) < SAME_DEGREES and abs(position.lon - last.lon) < SAME_DEGREES


def _at_terminus(index: FeedIndex, match: Match) -> bool:
    return match.at_m < TERMINUS_M or match.at_m > index.length_m(match.shape) - TERMINUS_M


def _place(index: FeedIndex, clock: ServiceClock, position: Position, route: int, before: Track | None) -> Match:
    sight = _sight(position, before)
    trip = index.trip(position.trip_id)
    if trip >= 0:
        return _on_named_trip(index, clock, sight, trip)
    if position.block and position.block in index.trips_of_block:
        found = _among(index, clock, sight, index.trips_of_block[position.block], "block")
        if found is not None:
            return found
    if not position.trip_id and sight.before is not None and _keeps(index, sight.before.trip, route):
        found = _judge(index, _ranked(index, clock, sight, sight.before.trip), "previous")
        if found is not None:
            return found
    if route >= 0:
        return _on_line(index, clock, sight, route, position.direction)
    return _on_nearest_line(index, clock, sight)


def _keeps(index: FeedIndex, trip: int, route: int) -> bool:
    return route in (-1, int(index.feed.trips.routes[trip]))


def _sight(position: Position, before: Track | None) -> Sight:
    last = None
    if before is not None and before.match.outcome == "on_trip":
        last = Before(before.match.trip, before.match.at_m, before.position.at)
    return Sight(position.lat, position.lon, position.at, _heading(position, before), last)


def _heading(position: Position, before: Track | None) -> float:
    """Return the reported heading, else that of the movement since the last position.

    Many trackers send 0 for "none": 0 counts as north only with a speed.
    """
    if isfinite(position.bearing) and (position.bearing != 0 or position.speed > 1):
        return position.bearing
    if before is None or not 0 < position.at - before.position.at <= MOVED_WITHIN_S:
        return nan
    last = before.position
    if distance_m(last.lat, last.lon, position.lat, position.lon) < MOVED_M:
        return nan
    return heading(last.lat, last.lon, position.lat, position.lon)


def _on_named_trip(index: FeedIndex, clock: ServiceClock, sight: Sight, trip: int) -> Match:
    route = int(index.feed.trips.routes[trip])
    ranked = _ranked(index, clock, sight, trip)
    reason = _objection(index, clock, sight, trip, ranked)
    if reason is None:
        return _match(index, ranked[0], "trip")
    block = index.feed.trips.blocks[trip]
    if block and reason != "ambiguous":
        others = index.trips_of_block[block]
        found = _among(index, clock, sight, others[others != trip], "block_change")
        if found is not None and found.outcome == "on_trip":
            return found
    if reason == "off_shape" and _distance_to_route(index, sight, route) > DIVERTED_M:
        return Match("unknown", "off_network", route=route)
    return unsure(route, reason)


def _objection(
    index: FeedIndex, clock: ServiceClock, sight: Sight, trip: int, ranked: list[Candidate]
) -> Reason | None:
    """Return why the announced trip cannot be believed, None when it can."""
    if not ranked:
        return "off_shape"
    if not _in_service(index, clock, sight.at, trip):
        return "not_running"
    best = ranked[0]
    if isfinite(sight.heading) and turn(sight.heading, best.foot.bearing) > OPPOSITE_DEG:
        return "opposite"
    return None if best.cost <= ACCEPTABLE and is_clear(ranked) else "ambiguous"


def _in_service(index: FeedIndex, clock: ServiceClock, at: float, trip: int) -> bool:
    starts, ends = index.starts_s[trip] - EARLY_S, index.ends_s[trip] + LATE_S
    return any(starts <= second <= ends for _, second in clock.moments(at))


def _second_of(index: FeedIndex, clock: ServiceClock, at: float, trip: int) -> float:
    """Return the hour on the service day that suits the trip best: after midnight, yesterday's may."""
    middle = (int(index.starts_s[trip]) + int(index.ends_s[trip])) / 2
    return min((second for _, second in clock.moments(at)), key=lambda second: abs(second - middle))


def _ranked(index: FeedIndex, clock: ServiceClock, sight: Sight, trip: int) -> list[Candidate]:
    return candidates(index, sight, trip, _second_of(index, clock, sight.at, trip))


def _among(index: FeedIndex, clock: ServiceClock, sight: Sight, trips: Ints, reason: Reason) -> Match | None:
    """Return the one trip among those running now that explains the position; None when none does."""
    running = _running(index, clock, sight.at, trips)
    ranked = [candidate for trip in running for candidate in _ranked(index, clock, sight, trip)]
    return _judge(index, sorted(ranked, key=lambda candidate: candidate.cost), reason)


def _judge(index: FeedIndex, ranked: list[Candidate], reason: Reason) -> Match | None:
    if not ranked or ranked[0].cost > ACCEPTABLE / 2:
        return None
    if _same_stretch(index, ranked) or is_clear(ranked):
        return _match(index, ranked[0], reason)
    return unsure(int(index.feed.trips.routes[ranked[0].trip]), "ambiguous")


def _same_stretch(index: FeedIndex, ranked: list[Candidate]) -> bool:
    """Tell whether every good candidate is the same place of the same shape: then the run does not matter."""
    shapes, best = index.feed.trips.shapes, ranked[0]
    good = [candidate for candidate in ranked if candidate.cost <= best.cost + 0.6]
    return all(
        shapes[candidate.trip] == shapes[best.trip] and abs(candidate.foot.at_m - best.foot.at_m) < NEAR_M
        for candidate in good
    )


def _running(index: FeedIndex, clock: ServiceClock, at: float, trips: Ints) -> list[int]:
    found: set[int] = set()
    for day, second in clock.moments(at):
        found.update(_running_on(index, trips, day, second).tolist())
    return sorted(found)


def _running_on(index: FeedIndex, trips: Ints, day: date, second: float) -> Ints:
    return index.running(trips, day, second, early_s=EARLY_S / 2, late_s=LATE_S / 2)


def _on_line(index: FeedIndex, clock: ServiceClock, sight: Sight, route: int, direction: str) -> Match:
    trips = index.trips_of_route.get(route, np.empty(0, np.int32))
    if direction in ("0", "1"):
        given = index.feed.trips.directions[trips]
        trips = trips[(given == int(direction)) | (given < 0)]
    found = _among(index, clock, sight, trips, "line_and_hour")
    if found is not None:
        return found
    if _distance_to_route(index, sight, route) > DIVERTED_M:
        return Match("unknown", "off_network", route=route)
    return unsure(route, "line_only")


def _on_nearest_line(index: FeedIndex, clock: ServiceClock, sight: Sight) -> Match:
    """Return the line when exactly one passes here in this direction; never a trip: nothing names one."""
    near = [shape for shape in index.shapes_near(sight.lat, sight.lon, NEAR_M) if _passes(index, sight, shape)]
    routes = {route for shape in near for route in index.shape_routes.get(shape, ())}
    in_service = {route for route in routes if _runs_here(index, clock, sight, route, near)}
    chosen = in_service or routes
    if len(chosen) == 1:
        return Match("on_line", "nearest_line", route=chosen.pop())
    return Match("unknown", "ambiguous" if chosen else "no_line")


def _passes(index: FeedIndex, sight: Sight, shape: int) -> bool:
    """Tell whether the shape passes here, and in the direction of travel where that is known."""
    return any(
        not isfinite(sight.heading) or turn(sight.heading, foot.bearing) < 60
        for foot in feet(index.feed, shape, sight.lat, sight.lon, NEAR_M)
    )


def _runs_here(index: FeedIndex, clock: ServiceClock, sight: Sight, route: int, near: list[int]) -> bool:
    trips = index.trips_of_route[route]
    return bool(_running(index, clock, sight.at, trips[np.isin(index.feed.trips.shapes[trips], near)]))


def _distance_to_route(index: FeedIndex, sight: Sight, route: int) -> float:
    shapes = [shape for shape, routes in index.shape_routes.items() if route in routes]
    near = set(index.shapes_near(sight.lat, sight.lon, DIVERTED_M)).intersection(shapes)
    gaps = [foot.distance_m for s in near for foot in feet(index.feed, s, sight.lat, sight.lon, DIVERTED_M)]
    return min(gaps, default=np.inf)


def _match(index: FeedIndex, best: Candidate, reason: Reason) -> Match:
    return Match(
        outcome="on_trip",
        reason=reason,
        trip=best.trip,
        shape=int(index.feed.trips.shapes[best.trip]),
        at_m=best.foot.at_m,
        route=int(index.feed.trips.routes[best.trip]),
        distance_m=best.foot.distance_m,
        confidence=confidence(best.cost),
    )
