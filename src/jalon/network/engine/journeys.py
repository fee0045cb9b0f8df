"""How to be at a workplace by bus for a shift, and home after it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from jalon.engines.gtfs.feed import Feed as Timetable
from jalon.engines.gtfs.shift_fit import Ride, ShiftFit, shift_fit
from jalon.engines.gtfs.timetable import DayTimetable, Point
from jalon.network import queries
from jalon.network.engine.feeds import timetable
from jalon.network.models import Network

MOST_CALLS = 12
DAY_S = 86_400


@dataclass(frozen=True)
class Call:
    """A bus at a stop, at an hour of the place."""

    name: str
    time: time


@dataclass(frozen=True)
class ShiftJourney:
    """The last bus before a shift with its calls, and the first bus home; hours of the place.

    `calls` run from the first stop of the bus to the stop near the workplace, at most 12 of them; empty
    when no bus comes early enough. `home` is None when no bus leaves soon enough after the shift.
    """

    shift_start: time
    shift_end: time
    line: str
    calls: tuple[Call, ...]
    walk_minutes: int
    minutes_early: int
    arrival: time | None
    home: time | None

    @property
    def arrives(self) -> bool:
        """Whether a bus comes early enough."""
        return bool(self.calls)


def bus_for_shift(network: Network, place: Point, starts: time, ends: time, day: date) -> ShiftJourney | None:
    """The buses of a shift at a place (latitude, longitude) on a day; None without a bus near or a feed."""
    feed_row = queries.current_row(network)
    if feed_row is None:
        return None
    played = feed_row.simulated_date or day
    running = day_timetable(feed_row.pk, played)
    fit = shift_fit(running, place, _seconds(starts), _seconds(ends))
    if fit.there is None and fit.home is None:
        return None
    return _journey(running.feed, played, fit, starts, ends)


@lru_cache(maxsize=16)
def day_timetable(feed_id: int, day: date) -> DayTimetable:
    """The timetable around a day, kept for the process: a feed never changes once loaded."""
    return DayTimetable(timetable(feed_id), day)


def _journey(feed: Timetable, day: date, fit: ShiftFit, starts: time, ends: time) -> ShiftJourney:
    clock = _Clock(feed.timezone, day)
    there, home = fit.there, fit.home
    shown = there or home
    arrival = clock(there.arrive_s + there.walk_s) if there else None
    return ShiftJourney(
        shift_start=starts,
        shift_end=ends,
        line=_line_name(feed, shown.route) if shown else "",
        calls=_calls(feed, there, clock) if there else (),
        walk_minutes=round(there.walk_s / 60) if there else 0,
        minutes_early=there.wait_s // 60 if there else 0,
        arrival=arrival,
        home=clock(home.depart_s) if home else None,
    )


def _calls(feed: Timetable, ride: Ride, clock: "_Clock") -> tuple[Call, ...]:
    """Calls of the ride, from boarding to alighting; the day before or after counts in this day."""
    times = feed.stop_times
    rows = range(int(times.first[ride.trip]), int(times.first[ride.trip + 1]))
    ends = [(row, shift) for row in rows for shift in (0, -DAY_S, DAY_S) if _is(feed, row, shift, ride)]
    if not ends:
        return ()
    last, shift = ends[-1]
    boards = (row for row in rows if int(times.departure_s[row]) + shift >= ride.depart_s)
    calls = [
        Call(feed.stops.names[int(times.stops[row])], clock(int(times.arrival_s[row]) + shift))
        for row in range(next(boards, last), last + 1)
    ]
    return tuple(calls if len(calls) <= MOST_CALLS else [calls[0], *calls[1 - MOST_CALLS :]])


def _is(feed: Timetable, row: int, shift: int, ride: Ride) -> bool:
    """Whether the ride alights at this call."""
    at = int(feed.stop_times.arrival_s[row]) + shift
    return int(feed.stop_times.stops[row]) == ride.alight_stop and at == ride.arrive_s


def _line_name(feed: Timetable, route: int) -> str:
    return feed.routes.short_names[route] or feed.routes.long_names[route]


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60


class _Clock:
    """Hour of the place for seconds of a service day, which begins twelve hours before noon."""

    def __init__(self, zone: str, day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
        self.begin = noon.timestamp() - 12 * 3600
        self.zone = ZoneInfo(zone)

    def __call__(self, seconds: int) -> time:
        return datetime.fromtimestamp(self.begin + seconds, tz=self.zone).time()
