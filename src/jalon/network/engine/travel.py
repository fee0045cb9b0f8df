"""How to be somewhere by bus at an hour: one journey in words, or the minutes of many people at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from jalon.engines.gtfs.feed import Ints
from jalon.engines.gtfs.geodesy import distance_m
from jalon.engines.gtfs.timetable import (
    MAX_WALK_M,
    NEVER,
    DayTimetable,
    Leg,
    Point,
    last_departures,
    latest_departure,
)
from jalon.engines.gtfs.walking import walk_s
from jalon.network import queries
from jalon.network.engine.journeys import day_timetable
from jalon.network.models import Feed, Network

DAY_S = 86_400


@dataclass(frozen=True)
class Ride:
    """One bus: its line, where one gets on and off, hours of the place."""

    line: str
    board: str
    leaves: time
    alight: str
    arrives: time


@dataclass(frozen=True)
class Trip:
    """From door to door; no ride when it is all on foot. `minutes` from leaving home to being there."""

    leaves: time
    arrives: time
    minutes: int
    rides: tuple[Ride, ...]


def trip_to(network: Network | None, origin: Point, place: Point, by: datetime) -> Trip | None:
    """The journey that is at `place` by an instant and leaves last; None without a bus or a feed."""
    feed = queries.current_row(network) if network else None
    if network is None or feed is None:
        return None
    running, second = _asked(network, feed, by)
    found = latest_departure(running, origin, place, second)
    if found is None:
        return None
    return Trip(
        leaves=_clock(found.depart_s),
        arrives=_clock(found.arrive_s),
        minutes=-(-(found.arrive_s - found.depart_s) // 60),
        rides=tuple(_ride(running, leg) for leg in found.legs),
    )


def minutes_to(
    network: Network | None, origins: Sequence[Point], place: Point, by: datetime
) -> list[int | None]:
    """How many minutes before an instant one leaves from each of these places; None where no bus helps."""
    feed = queries.current_row(network) if network else None
    if network is None or feed is None:
        return [None] * len(origins)
    return _minutes(network, feed, origins, place, by)


def minutes_from(
    network: Network | None, origin: Point, calls: Sequence[tuple[Point, datetime]]
) -> list[int | None]:
    """The same from one place to many, each by its own instant; 1 query."""
    feed = queries.current_row(network) if network else None
    if network is None or feed is None:
        return [None] * len(calls)
    return [_minutes(network, feed, [origin], place, by)[0] for place, by in calls]


def _minutes(
    network: Network, feed: Feed, origins: Sequence[Point], place: Point, by: datetime
) -> list[int | None]:
    running, second = _asked(network, feed, by)
    left = _last(feed.pk, running.day, place, second)
    known = {origin: _before(running, left, origin, place, second) for origin in set(origins)}
    return [known[origin] for origin in origins]


def _before(running: DayTimetable, left: Ints, origin: Point, place: Point, second: int) -> int | None:
    """Minutes before the instant at which one leaves this place, by bus or on foot."""
    ways = left - running.walks(origin, MAX_WALK_M)
    reachable = ways > -int(NEVER) // 2
    leave = [int(ways[reachable].max())] if reachable.any() else []
    straight = distance_m(*origin, *place)
    if straight <= MAX_WALK_M:
        leave.append(second - int(walk_s(straight)))
    return -(-(second - max(leave)) // 60) if leave else None


@lru_cache(maxsize=64)
def _last(feed_id: int, day: date, place: Point, second: int) -> Ints:
    """The last departures towards one session, kept for the process: lists ask again and again."""
    return last_departures(day_timetable(feed_id, day), place, second)


def _asked(network: Network, feed: Feed, by: datetime) -> tuple[DayTimetable, int]:
    """The timetable of that day, or of the recorded day that is played for it, and the second asked for."""
    local = by.astimezone(ZoneInfo(network.timezone))
    running = day_timetable(feed.pk, queries.played_day(feed, local.date()))
    return running, local.hour * 3600 + local.minute * 60 + local.second


def _ride(running: DayTimetable, leg: Leg) -> Ride:
    feed = running.feed
    route = int(feed.trips.routes[leg.trip])
    return Ride(
        line=feed.routes.short_names[route] or feed.routes.long_names[route],
        board=feed.stops.names[leg.board_stop],
        leaves=_clock(leg.depart_s),
        alight=feed.stops.names[leg.alight_stop],
        arrives=_clock(leg.arrive_s),
    )


def _clock(seconds: int) -> time:
    minutes = seconds % DAY_S // 60
    return time(minutes // 60, minutes % 60)
