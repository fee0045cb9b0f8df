"""Minutes by bus: earliest arrival and latest departure between two places, with at most one change.

Three service days are joined, so that the night bus of the day before (times after 24:00) and the morning
after a night shift are there. Each round of the search is one pass over arrays: which calls can be
boarded, hence which can be reached. The latest departure is the same search on mirrored time.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jalon.engines.gtfs import geodesy
from jalon.engines.gtfs.feed import Bools, Feed, Ints
from jalon.engines.gtfs.walking import Footpaths, from_place, walk_s

Point = tuple[float, float]
Indices = NDArray[np.int64]

NEVER = np.int32(2**30)
MAX_WALK_M = 1_000.0
MAX_TRANSFER_M = 300.0
CHANGE_S = 120
LONGEST_S = 5 * 3600


@dataclass(frozen=True, slots=True)
class Leg:
    """One ride: indices in the feed, seconds after the start of the asked service day."""

    trip: int
    board_stop: int
    alight_stop: int
    depart_s: int
    arrive_s: int


@dataclass(frozen=True, slots=True)
class Journey:
    """From door to door; no leg when it is all on foot. Walks are at both ends, in seconds."""

    depart_s: int
    arrive_s: int
    legs: tuple[Leg, ...]
    access_s: int
    egress_s: int


@dataclass(frozen=True, slots=True, eq=False)
class Calls:
    """Calls of every run around a day, run by run: rows first[run] to first[run + 1]."""

    first: Indices
    trip: Ints
    stop: Ints
    arrive_s: Ints
    depart_s: Ints

    @property
    def run(self) -> Indices:
        """The run of each call."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    def mirrored(self) -> "Calls":
        """The same calls with time running backwards."""
        first = len(self.stop) - self.first[::-1]
        parts = (self.trip, self.stop, -self.depart_s, -self.arrive_s)
        return Calls(first, *(np.ascontiguousarray(part[::-1]) for part in parts))


class DayTimetable:
    """A feed around one day, ready to be asked; build once per feed and day and keep."""

    def __init__(self, feed: Feed, day: date) -> None:
        self.feed = feed
        self.day = day
        self.calls = _calls_around(feed, day)
        self.footpaths = Footpaths(feed.stops, MAX_TRANSFER_M)

    @cached_property
    def forward(self) -> "_Search":
        """The search in the direction of time."""
        return _Search(self.calls, self.footpaths, len(self.feed.stops.ids))

    @cached_property
    def backward(self) -> "_Search":
        """The search against the direction of time."""
        return _Search(self.calls.mirrored(), self.footpaths, len(self.feed.stops.ids))

    def walks(self, place: Point, max_walk_m: float) -> Ints:
        """Seconds on foot between a place and each stop, NEVER beyond `max_walk_m` as the crow flies."""
        straight = from_place(self.feed.stops, *place)
        return np.where(straight <= max_walk_m, walk_s(straight), NEVER).astype(np.int32)


def earliest_arrival(
    day: DayTimetable, origin: Point, destination: Point, depart_s: int, *, max_walk_m: float = MAX_WALK_M
) -> Journey | None:
    """The journey that leaves from `depart_s` on and arrives first; None when none takes under 5 hours."""
    direct = _on_foot(origin, destination, max_walk_m)
    access, egress = (day.walks(place, max_walk_m) for place in (origin, destination))
    found = day.forward.best(access, egress, depart_s)
    if direct is not None and (found is None or depart_s + direct <= found[-1]):
        return Journey(depart_s, depart_s + direct, (), direct, 0)
    if found is None or found[-1] - depart_s > LONGEST_S:
        return None
    return _journey([_leg(day.calls, board, alight) for board, alight in found[0]], access, egress)


def latest_departure(
    day: DayTimetable, origin: Point, destination: Point, arrive_s: int, *, max_walk_m: float = MAX_WALK_M
) -> Journey | None:
    """The journey that arrives by `arrive_s` and leaves last; None when none takes under 5 hours."""
    direct = _on_foot(origin, destination, max_walk_m)
    access, egress = (day.walks(place, max_walk_m) for place in (origin, destination))
    found = day.backward.best(egress, access, -arrive_s)
    if direct is not None and (found is None or arrive_s - direct >= -found[-1]):
        return Journey(arrive_s - direct, arrive_s, (), direct, 0)
    if found is None or arrive_s + found[-1] > LONGEST_S:
        return None
    last = len(day.calls.stop) - 1
    legs = [_leg(day.calls, last - alight, last - board) for board, alight in found[0][::-1]]
    return _journey(legs, access, egress)


def last_departures(
    day: DayTimetable, destination: Point, arrive_s: int, *, max_walk_m: float = MAX_WALK_M
) -> Ints:
    """For each stop the last second at which one can board there and still arrive by `arrive_s`.

    One search for everybody who goes to one place; -NEVER where no journey takes under 5 hours.
    """
    egress = day.walks(destination, max_walk_m)
    left = -day.backward.reach(egress, -arrive_s)
    return np.where(left < arrive_s - LONGEST_S, -NEVER, left).astype(np.int32)


def _journey(legs: list[Leg], access: Ints, egress: Ints) -> Journey:
    walk_in, walk_out = int(access[legs[0].board_stop]), int(egress[legs[-1].alight_stop])
    return Journey(legs[0].depart_s - walk_in, legs[-1].arrive_s + walk_out, tuple(legs), walk_in, walk_out)


def minutes_by_bus(day: DayTimetable, origin: Point, destination: Point, depart_s: int) -> int | None:
    """Whole minutes from leaving at `depart_s` until arrival, waiting included, rounded up."""
    journey = earliest_arrival(day, origin, destination, depart_s)
    return None if journey is None else -(-(journey.arrive_s - depart_s) // 60)


def _calls_around(feed: Feed, day: date) -> Calls:
    """Calls of the day before, the day and the day after, in seconds of the day."""
    start = feed.service_start(day)
    trips, shift = [], []
    for offset in (-1, 0, 1):
        running = feed.trips_on(day + timedelta(days=offset))
        moved = int((feed.service_start(day + timedelta(days=offset)) - start).total_seconds())
        trips.append(running)
        shift.append(np.full(len(running), moved, np.int32))
    trip, moved_s = np.concatenate(trips), np.concatenate(shift)
    times = feed.stop_times
    sizes = np.diff(times.first)[trip]
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    rows = np.arange(first[-1]) - np.repeat(first[:-1], sizes) + np.repeat(times.first[trip], sizes)
    late = np.repeat(moved_s, sizes)
    arrive, depart = times.arrival_s[rows] + late, times.departure_s[rows] + late
    return Calls(first, np.repeat(trip, sizes).astype(np.int32), times.stops[rows], arrive, depart)


def _on_foot(origin: Point, destination: Point, max_walk_m: float) -> int | None:
    """Seconds of the walk that needs no bus, None when it is too far."""
    straight = geodesy.distance_m(*origin, *destination)
    return int(walk_s(straight)) if straight <= max_walk_m else None


def _leg(calls: Calls, board: int, alight: int) -> Leg:
    return Leg(
        int(calls.trip[board]),
        int(calls.stop[board]),
        int(calls.stop[alight]),
        int(calls.depart_s[board]),
        int(calls.arrive_s[alight]),
    )


class _Search:
    """Two rounds of rides over calls in the order of time."""

    def __init__(self, calls: Calls, footpaths: Footpaths, stops: int) -> None:
        self.calls = calls
        self.footpaths = footpaths
        self.stops = stops
        self.run = calls.run
        self.position = np.arange(len(calls.stop))
        self.by_arrival = np.argsort(calls.arrive_s, kind="stable")[::-1]

    def best(self, access: Ints, egress: Ints, depart_s: int) -> tuple[list[tuple[int, int]], int] | None:
        """Pairs of calls boarded and left, one per ride, and the arrival at the door; None if unreachable.

        `access` and `egress` are seconds on foot to and from each stop, NEVER when too far.
        """
        if not len(self.position):
            return None
        ready = np.where(access < NEVER, access + np.int32(depart_s), NEVER)
        boarded = self._first_boarded(ready)
        call, time = self._reached(boarded)
        ends = self._door(time, egress)
        ready_again, via = self._changed(time)
        boarded_again = self._first_boarded(ready_again)
        call_again, time_again = self._reached(boarded_again)
        ends_again = self._door(time_again, egress)
        if min(ends.min(), ends_again.min()) >= NEVER:
            return None
        if ends.min() <= ends_again.min():
            stop = int(np.argmin(ends))
            return [self._ride(int(call[stop]), ready, access)], int(ends[stop])
        stop = int(np.argmin(ends_again))
        second = self._ride(int(call_again[stop]), ready_again, None)
        first = self._ride(int(call[via[self.calls.stop[second[0]]]]), ready, access)
        return [first, second], int(ends_again[stop])

    def reach(self, access: Ints, depart_s: int) -> Ints:
        """When each stop is reached first, with one ride or two; NEVER where it is not."""
        ready = np.where(access < NEVER, access + np.int32(depart_s), NEVER)
        if not len(self.position):
            return np.full(self.stops, NEVER, np.int32)
        _, time = self._reached(self._first_boarded(ready))
        ready_again, _ = self._changed(time)
        _, time_again = self._reached(self._first_boarded(ready_again))
        return np.minimum(time, time_again)

    def _first_boarded(self, ready: Ints) -> Indices:
        """For each run its first call that a passenger can board, who is at each stop from `ready` on."""
        open_ = self.calls.depart_s >= ready[self.calls.stop]
        rank = np.where(open_, self.position, len(self.position))
        return np.minimum.reduceat(rank, self.calls.first[:-1])

    def _reached(self, boarded: Indices) -> tuple[Indices, Ints]:
        """For each stop the call that arrives there first (-1: none) and its time."""
        riding: Bools = self.position > boarded[self.run]
        latest_first = self.by_arrival[riding[self.by_arrival]]
        call = np.full(self.stops, -1, np.int64)
        call[self.calls.stop[latest_first]] = latest_first
        return call, np.where(call >= 0, self.calls.arrive_s[call], NEVER).astype(np.int32)

    def _door(self, time: Ints, egress: Ints) -> Ints:
        return np.where((time < NEVER) & (egress < NEVER), time + egress, NEVER)

    def _changed(self, time: Ints) -> tuple[Ints, Indices]:
        """When a passenger who left a bus can board another at each stop, and the stop where it was left."""
        paths = self.footpaths
        start = np.concatenate([np.arange(self.stops), paths.start])
        end = np.concatenate([np.arange(self.stops), paths.end])
        walk = np.concatenate([np.zeros(self.stops, np.int32), paths.seconds])
        there = np.where(time[start] < NEVER, time[start] + walk + CHANGE_S, NEVER)
        latest_first = np.argsort(there, kind="stable")[::-1]
        via = np.full(self.stops, -1, np.int64)
        via[end[latest_first]] = start[latest_first]
        ready = np.full(self.stops, NEVER, np.int32)
        ready[end[latest_first]] = there[latest_first]
        return ready, via

    def _ride(self, alight: int, ready: Ints, access: Ints | None) -> tuple[int, int]:
        """The call boarded for the call left: of those possible, the shortest walk, else the first."""
        begin = int(self.calls.first[self.run[alight]])
        rows = np.arange(begin, alight)
        rows = rows[self.calls.depart_s[rows] >= ready[self.calls.stop[rows]]]
        if access is None:
            return int(rows[0]), alight
        return int(rows[np.argmin(access[self.calls.stop[rows]])]), alight
