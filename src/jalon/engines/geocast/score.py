"""How well a place on a trip explains an observed position: a cost in parts, each with its own reason.

Costs are in the unit of "one gross disagreement": 60 m beside the line, or an hour's third off the timetable.
"""

from dataclasses import dataclass
from math import cos, exp, isfinite, nan, radians

from jalon.engines.geocast.index import FeedIndex
from jalon.engines.geocast.track import Foot, feet

NEAR_M = 60.0
ACCEPTABLE = 4.5
CLEAR_MARGIN = 0.6
SAME_PLACE_M = 200.0
TERMINUS_M = 150.0
APPROACH_M = 50.0
# Share of the heading's cost where buses turn round, and where it is the chord between two positions.
TURNING = 0.25
DERIVED = 0.5
BACKWARD_M = 80.0
FASTEST_M_S = 38.0
LEAP_M = 250.0


@dataclass(frozen=True, slots=True)
class Before:
    """Where the same vehicle was placed last: trip, metres, instant."""

    trip: int
    at_m: float
    at: float


@dataclass(frozen=True, slots=True)
class Sight:
    """One position as matching sees it; `heading` is nan when neither given nor derivable.

    `heading_share` says how much the heading weighs: less when it was only derived from two positions.
    """

    lat: float
    lon: float
    at: float
    heading: float = nan
    heading_share: float = 1.0
    before: Before | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place on a trip with its cost; lower explains better."""

    trip: int
    foot: Foot
    cost: float


def candidates(index: FeedIndex, sight: Sight, trip: int, second: float) -> list[Candidate]:
    """Return each passage of the trip's shape within 60 m of the position, with its cost, best first.

    `second` is the hour on the trip's service day, nan to leave the timetable out of it.
    """
    shape = int(index.feed.trips.shapes[trip])
    if shape < 0:
        return []
    places = feet(index.feed, shape, sight.lat, sight.lon, NEAR_M)
    scored = [Candidate(trip, foot, _cost(index, sight, trip, foot, second)) for foot in places]
    return sorted(scored, key=lambda candidate: candidate.cost)


def _cost(index: FeedIndex, sight: Sight, trip: int, foot: Foot, second: float) -> float:
    waiting = second < index.starts_s[trip]
    hour = max(second, float(index.starts_s[trip]))
    share = sight.heading_share
    if at_terminus(index, trip, foot.at_m):
        share = TURNING if share == 1 else 0.0
    late_s = hour - index.planned_second(trip, foot.at_m) if isfinite(second) else nan
    return (
        beside(foot.distance_m)
        + share * against(sight.heading, foot.bearing)
        + (not_yet_left(late_s) if waiting else off_timetable(late_s))
        + out_of_service(index, trip, foot.at_m)
        + discontinuous(sight, trip, foot.at_m)
    )


def at_terminus(index: FeedIndex, trip: int, at_m: float) -> bool:
    """Tell whether the place is around the first or the last stop, where buses turn and wait."""
    first_m, last_m = index.served_m(trip)
    return at_m < first_m + TERMINUS_M or at_m > last_m - TERMINUS_M


def beside(distance_m: float) -> float:
    """Cost of being beside the line: satellite noise in a street is 10 to 20 m."""
    return (distance_m / NEAR_M) ** 2


def against(heading: float, line_heading: float) -> float:
    """Cost of heading elsewhere than the line: 0 along it, 2 across, 4 against; 0 when not known."""
    return 2 * (1 - cos(radians(heading - line_heading))) if isfinite(heading) else 0.0


def off_timetable(late_s: float) -> float:
    """Cost of a late vehicle, 1 per 20 minutes up to 3; being ahead of time is four times as odd."""
    if not isfinite(late_s):
        return 0.0
    return min(late_s / 1200 if late_s > 0 else -late_s / 300, 3.0)


def not_yet_left(late_s: float) -> float:
    """Cost of being on the way before the hour of departure: 1 per 2 minutes of the way, up to 3."""
    return min(max(-late_s, 0.0) / 120, 3.0)


def out_of_service(index: FeedIndex, trip: int, at_m: float) -> float:
    """Cost of being on the part of the line before the first stop or after the last."""
    first_m, last_m = index.served_m(trip)
    return 0.0 if first_m - APPROACH_M <= at_m <= last_m + APPROACH_M else 1.0


def discontinuous(sight: Sight, trip: int, at_m: float) -> float:
    """Cost of going backwards or faster than a train since the last place on the same trip."""
    if sight.before is None or sight.before.trip != trip:
        return 0.0
    moved = at_m - sight.before.at_m
    reach = FASTEST_M_S * max(sight.at - sight.before.at, 0.0) + LEAP_M
    return 0.0 if -BACKWARD_M <= moved <= reach else 3.0


def is_clear(ranked: list[Candidate]) -> bool:
    """Tell whether the best candidate beats every one that is another place by a margin."""
    best = ranked[0]
    rivals = (
        c for c in ranked[1:] if abs(c.foot.at_m - best.foot.at_m) > SAME_PLACE_M or c.trip != best.trip
    )
    return all(rival.cost - best.cost >= CLEAR_MARGIN for rival in rivals)


def confidence(cost: float) -> float:
    """Turn a cost into (0, 1]: 1 for a perfect explanation."""
    return exp(-max(cost, 0.0) / 2)
