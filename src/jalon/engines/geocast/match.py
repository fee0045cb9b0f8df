"""From a reported position to a place on a trip, on a line, or to an honest "unknown".

Positions lie: they are old, jump, freeze at a stop, name the trip before or after. Each lie has its reason.
"""

from dataclasses import dataclass, replace
from math import isfinite, nan

from jalon.engines.geocast.assign import Hints, assign
from jalon.engines.geocast.clock import ServiceClock
from jalon.engines.geocast.index import FeedIndex
from jalon.engines.geocast.located import Match, unsure
from jalon.engines.geocast.observation import Position, freshness
from jalon.engines.geocast.score import DERIVED, Before, Sight, at_terminus
from jalon.engines.geocast.track import distance_m, heading

REMEMBERED_S = 3600.0
MOVED_M = 40.0
MOVED_WITHIN_S = 300.0
JUMP_M_S = 45.0
JUMP_M = 400.0
FROZEN_S = 300.0
SAME_DEGREES = 1e-7


@dataclass(frozen=True, slots=True)
class Track:
    """What is remembered of a vehicle: last trusted position and match, since when it stands, a doubt."""

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
        """Return where the vehicle is; `now` (UTC seconds, else the position's own) tells if it is stale."""
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
    leaps = before is not None and _leaps(position, before.position)
    if before is not None and leaps and not _confirmed(position, before.doubted):
        return unsure(route, "jump"), replace(before, doubted=position)
    past = None if leaps else before
    hints = Hints(
        trip=index.trip(position.trip_id, position.start_time),
        route=route,
        block=position.block,
        direction=position.direction,
        names_trip=bool(position.trip_id),
    )
    match = assign(index, clock, _sight(position, past), hints)
    still_since = (
        past.still_since if past is not None and _same_spot(position, past.position) else position.at
    )
    if position.at - still_since > FROZEN_S and _must_move(index, match):
        match = unsure(match.route, "frozen")
    return match, Track(position, match, still_since)


def line_of(index: FeedIndex, position: Position, before: Track | None = None) -> int:
    """Return the route the vehicle is on by what it says, else by its recent past; -1 when not known."""
    trip = index.trip(position.trip_id, position.start_time)
    if trip >= 0:
        return int(index.feed.trips.routes[trip])
    route = max(index.route(position.route_id, position.line_ref), index.route_of(position.trip_id))
    if route >= 0 or position.trip_id or position.route_id or position.line_ref:
        return route
    # A line guessed from the map alone is not remembered: the next guess would lean on it.
    if before is None or before.match.reason == "nearest_line":
        return -1
    return before.match.route if position.at - before.position.at < REMEMBERED_S else -1


def _leaps(position: Position, last: Position) -> bool:
    """Tell a leap that no vehicle can make."""
    gap = distance_m(last.lat, last.lon, position.lat, position.lon)
    return gap > JUMP_M and gap > JUMP_M_S * (position.at - last.at)


def _confirmed(position: Position, doubted: Position | None) -> bool:
    """Tell whether the last doubted position was already there, and not the very same message."""
    return doubted is not None and doubted.at < position.at and not _leaps(position, doubted)


def _must_move(index: FeedIndex, match: Match) -> bool:
    """Tell a vehicle under way from one that may well stand: at its terminus, or not placed."""
    return match.outcome == "on_trip" and not at_terminus(index, match.trip, match.at_m)


def _same_spot(position: Position, last: Position) -> bool:
    return abs(position.lat - last.lat) < SAME_DEGREES and abs(position.lon - last.lon) < SAME_DEGREES


def _sight(position: Position, before: Track | None) -> Sight:
    last = None
    if before is not None and before.match.outcome == "on_trip":
        last = Before(before.match.trip, before.match.at_m, before.position.at)
    # Many trackers send 0 for "none": 0 counts as north only with a speed.
    if isfinite(position.bearing) and (position.bearing != 0 or position.speed > 1):
        return Sight(position.lat, position.lon, position.at, position.bearing, before=last)
    return Sight(position.lat, position.lon, position.at, _course(position, before), DERIVED, last)


def _course(position: Position, before: Track | None) -> float:
    """Return the heading of the movement since the last position, nan when it hardly moved or long ago."""
    if before is None or not 0 < position.at - before.position.at <= MOVED_WITHIN_S:
        return nan
    last = before.position
    if distance_m(last.lat, last.lon, position.lat, position.lon) < MOVED_M:
        return nan
    return heading(last.lat, last.lon, position.lat, position.lon)
