"""Which trip, or at least which line, explains a position that can be trusted.

From the surest hint to the least: the announced trip, the vehicle's block, the trip it was on, its line and
the hour, the only line that passes here. The timetable, the heading and the past decide between passages.
"""

from dataclasses import dataclass
from datetime import date
from math import isfinite

import numpy as np

from jalon.engines.geocast.clock import ServiceClock
from jalon.engines.geocast.index import FeedIndex, Ints
from jalon.engines.geocast.located import Match, Reason, unsure
from jalon.engines.geocast.score import (
    ACCEPTABLE,
    CLEAR_MARGIN,
    NEAR_M,
    Candidate,
    Sight,
    at_terminus,
    candidates,
    confidence,
    is_clear,
)
from jalon.engines.geocast.track import feet, turn

EARLY_S, LATE_S = 20 * 60.0, 60 * 60.0
OPPOSITE_DEG = 120.0
ALONG_DEG = 60.0
DIVERTED_M = 1_500.0


@dataclass(frozen=True, slots=True)
class Hints:
    """What the position says it is doing: indices of trip and route (-1: not known), block, direction.

    `names_trip`: a trip was announced, even if the feed does not have it.
    """

    trip: int
    route: int
    block: str
    direction: str
    names_trip: bool


def assign(index: FeedIndex, clock: ServiceClock, sight: Sight, hints: Hints) -> Match:
    """Return where the vehicle is, following the surest hint that explains the position."""
    if hints.trip >= 0:
        return _on_named_trip(index, clock, sight, hints.trip)
    found = _by_block(index, clock, sight, hints) or _by_past(index, clock, sight, hints)
    if found is not None:
        return found
    if hints.route >= 0:
        return _on_line(index, clock, sight, hints)
    return _on_nearest_line(index, clock, sight)


def _by_block(index: FeedIndex, clock: ServiceClock, sight: Sight, hints: Hints) -> Match | None:
    trips = index.trips_of_block.get(hints.block)
    return None if trips is None else _among(index, clock, sight, trips, "block")


def _by_past(index: FeedIndex, clock: ServiceClock, sight: Sight, hints: Hints) -> Match | None:
    """Keep the trip of the last position when this one names none and the trip still explains it."""
    if hints.names_trip or sight.before is None:
        return None
    trip = sight.before.trip
    if hints.route not in (-1, int(index.feed.trips.routes[trip])):
        return None
    ranked = _ranked(index, clock, sight, trip)
    following = index.next_in_block(trip)
    arrived = bool(ranked) and ranked[0].foot.at_m > index.served_m(trip)[1] - NEAR_M
    if following >= 0 and arrived and _second_of(index, clock, sight.at, trip) > index.ends_s[trip]:
        return _judge(index, _ranked(index, clock, sight, following), "block")
    return _judge(index, ranked, "previous")


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
    turning = at_terminus(index, trip, best.foot.at_m)
    if not turning and isfinite(sight.heading) and turn(sight.heading, best.foot.bearing) > OPPOSITE_DEG:
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
    good = [candidate for candidate in ranked if candidate.cost <= best.cost + CLEAR_MARGIN]
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


def _on_line(index: FeedIndex, clock: ServiceClock, sight: Sight, hints: Hints) -> Match:
    route, direction = hints.route, hints.direction
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
    near = [
        shape for shape in index.shapes_near(sight.lat, sight.lon, NEAR_M) if _passes(index, sight, shape)
    ]
    routes = {route for shape in near for route in index.shape_routes.get(shape, ())}
    in_service = {route for route in routes if _runs_here(index, clock, sight, route, near)}
    chosen = in_service or routes
    if len(chosen) == 1:
        return Match("on_line", "nearest_line", route=chosen.pop())
    return Match("unknown", "ambiguous" if chosen else "no_line")


def _passes(index: FeedIndex, sight: Sight, shape: int) -> bool:
    """Tell whether the shape passes here, and in the direction of travel where that is known."""
    return any(
        not isfinite(sight.heading) or turn(sight.heading, foot.bearing) < ALONG_DEG
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
