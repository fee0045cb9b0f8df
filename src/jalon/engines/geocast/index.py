"""Look-ups in a feed that matching needs: by trip id, line reference, block, hour and place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.track import metres_per_degree
from jalon.engines.gtfs.feed import Feed

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
T = TypeVar("T", int, str)
DEPARTURE = re.compile(r"(.+)#(\d+:\d\d:\d\d)")
CLOCK = re.compile(r"(\d{1,3}):(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True, eq=False)
class FeedIndex:
    """A feed with its look-up tables; build it once per feed with `of`."""

    feed: Feed
    trip_of: dict[str, int]
    departures_of: dict[str, Ints]
    stops_named: dict[str, frozenset[int]]
    routes_named: dict[str, tuple[int, ...]]
    trips_of_route: dict[int, Ints]
    trips_of_block: dict[str, Ints]
    starts_s: Ints
    ends_s: Ints
    boxes: Floats
    shape_routes: dict[int, frozenset[int]] = field(default_factory=dict)

    @staticmethod
    def of(feed: Feed) -> "FeedIndex":
        """Build the tables: tens of milliseconds for a city."""
        first = feed.stop_times.first
        has_calls = first[1:] > first[:-1]
        safe_first = np.where(has_calls, first[:-1], 0)
        safe_last = np.where(has_calls, first[1:] - 1, 0)
        no_calls = len(feed.stop_times.departure_s) == 0
        starts = np.zeros(len(has_calls), np.int32) if no_calls else feed.stop_times.departure_s[safe_first]
        ends = starts if no_calls else feed.stop_times.arrival_s[safe_last]
        return FeedIndex(
            feed=feed,
            trip_of={trip_id: i for i, trip_id in enumerate(feed.trips.ids)},
            departures_of=_departures(feed),
            stops_named=_stop_names(feed),
            routes_named=_route_names(feed),
            trips_of_route=_groups(feed.trips.routes.tolist()),
            trips_of_block=_groups(feed.trips.blocks),
            starts_s=np.where(has_calls, starts, 1).astype(np.int32),
            ends_s=np.where(has_calls, ends, 0).astype(np.int32),
            boxes=_boxes(feed),
            shape_routes=_shape_routes(feed),
        )

    def trip(self, reference: str, start_time: str = "") -> int:
        """Return the trip of this id, also inside a SIRI reference ("FR:VehicleJourney:12:LOC"); else -1.

        Of a trip that runs by frequency, `start_time` (HH:MM:SS) tells the departure: the nearest one.
        """
        if reference in self.trip_of:
            return self.trip_of[reference]
        departures, second = self.departures_of.get(reference), _second(start_time)
        if departures is not None:
            gaps = abs(self.starts_s[departures] - second)
            return int(departures[np.argmin(gaps)]) if second >= 0 else -1
        found = {self.trip_of[name] for name in _spellings(reference) if name in self.trip_of}
        return found.pop() if len(found) == 1 else -1

    def route_of(self, trip_reference: str) -> int:
        """Return the route of a trip that runs by frequency, whatever its departure; -1 for another."""
        departures = self.departures_of.get(trip_reference)
        return -1 if departures is None else int(self.feed.trips.routes[departures[0]])

    def route(self, *references: str) -> int:
        """Return the one route with this id or short name, also inside a SIRI reference; else -1."""
        for reference in references:
            for name in _spellings(reference):
                routes = self.routes_named.get(name.casefold(), ())
                if len(routes) == 1:
                    return routes[0]
        return -1

    def stops(self, *references: str) -> frozenset[int]:
        """Return the stops that a reference or a name may mean, the first that is known; else none."""
        for reference in references:
            for name in _spellings(reference):
                if found := self.stops_named.get(name.casefold()):
                    return found
        return frozenset()

    def running(self, trips: Ints, day: date, seconds: float, early_s: float, late_s: float) -> Ints:
        """Return those of the trips that run on the day and, give or take, at the second.

        A day outside the feed's calendar does not filter: an expired feed still places its trips by the hour.
        """
        around = (self.starts_s[trips] - early_s <= seconds) & (seconds <= self.ends_s[trips] + late_s)
        chosen = trips[around & (self.ends_s[trips] >= self.starts_s[trips])]
        column = (day - self.feed.services.first_date).days
        if 0 <= column < self.feed.services.runs.shape[1]:
            chosen = chosen[self.feed.services.runs[self.feed.trips.services[chosen], column]]
        return chosen

    def shapes_near(self, lat: float, lon: float, within_m: float) -> list[int]:
        """Return the shapes whose bounding box comes within `within_m` of the point."""
        east, north = metres_per_degree(lat)
        pad_lat, pad_lon = within_m / north, within_m / max(east, 1.0)
        south, north_, west, east_ = self.boxes
        near = (south - pad_lat <= lat) & (lat <= north_ + pad_lat)
        return list(np.flatnonzero(near & (west - pad_lon <= lon) & (lon <= east_ + pad_lon)))

    def planned_second(self, trip: int, at_m: float) -> float:
        """Return the second of the service day at which the timetable has this trip at these metres."""
        calls = self.feed.calls(trip)
        times = self.feed.stop_times
        return float(np.interp(at_m, times.along_m[calls], times.departure_s[calls]))

    def next_in_block(self, trip: int) -> int:
        """Return the trip that the same vehicle runs next on a day of the same service; -1 when none."""
        trips = self.trips_of_block.get(self.feed.trips.blocks[trip], np.empty(0, np.int32))
        services = self.feed.trips.services
        later = trips[(services[trips] == services[trip]) & (self.starts_s[trips] >= self.ends_s[trip])]
        later = later[later != trip]
        return int(later[np.argmin(self.starts_s[later])]) if later.size else -1

    def served_m(self, trip: int) -> tuple[float, float]:
        """Return the metres of the trip's first and last stop along its shape."""
        calls = self.feed.calls(trip)
        along = self.feed.stop_times.along_m
        return float(along[calls.start]), float(along[calls.stop - 1])

    def length_m(self, shape: int) -> float:
        """Return the length of a shape in metres."""
        rows = self.feed.points(shape)
        return float(self.feed.shapes.along_m[rows.stop - 1]) if rows.stop > rows.start else 0.0


def split_departure(trip_id: str) -> tuple[str, str]:
    """Return id and start of a departure of frequencies.txt ("12#08:00:00"), and ("12", "") for any other."""
    found = DEPARTURE.fullmatch(trip_id)
    return (found[1], found[2]) if found else (trip_id, "")


def _departures(feed: Feed) -> dict[str, Ints]:
    """Return the departures of each trip that runs by frequency."""
    if not any("#" in trip_id for trip_id in feed.trips.ids):
        return {}
    split = (split_departure(trip_id) for trip_id in feed.trips.ids)
    return _groups([trip_id if start else "" for trip_id, start in split])


def _second(clock: str) -> int:
    """Return seconds of "8:05:00", -1 for anything else."""
    found = CLOCK.fullmatch(clock)
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]) if found else -1


def _spellings(reference: str) -> Iterable[str]:
    """Yield the reference, then its parts from the last: "FR:Line:3:" gives itself, "3", "Line", "FR"."""
    yield reference
    if ":" in reference:
        yield from (part for part in reversed(reference.split(":")) if part and part != "LOC")


def _stop_names(feed: Feed) -> dict[str, frozenset[int]]:
    """Return the stops of each id, code, station and name; ids win over codes, codes over names."""
    named: dict[str, frozenset[int]] = {}
    for names in (feed.stops.names, feed.stops.codes, feed.stops.ids):
        named |= _with_platforms(feed, names)
    return named


def _with_platforms(feed: Feed, names: Iterable[str]) -> dict[str, frozenset[int]]:
    """Return the stops of each name that is given; what names a station names its platforms too."""
    platforms = _groups(feed.stops.parents.tolist())
    named: dict[str, set[int]] = {}
    for stop, name in enumerate(names):
        if name:
            named.setdefault(name.casefold(), set()).update(
                [stop, *platforms.get(stop, np.empty(0)).tolist()]
            )
    return {name: frozenset(stops) for name, stops in named.items()}


def _route_names(feed: Feed) -> dict[str, tuple[int, ...]]:
    named: dict[str, list[int]] = {}
    for route, name in enumerate(feed.routes.short_names):
        named.setdefault(name.casefold(), []).append(route)
    named.pop("", None)
    # An id wins over a short name: it is unique by the specification.
    for route, name in enumerate(feed.routes.ids):
        named[name.casefold()] = [route]
    return {name: tuple(routes) for name, routes in named.items()}


def _groups(keys: Iterable[T]) -> dict[T, Ints]:
    members: dict[T, list[int]] = {}
    for i, key in enumerate(keys):
        members.setdefault(key, []).append(i)
    return {key: np.array(rows, np.int32) for key, rows in members.items() if key != ""}


def _shape_routes(feed: Feed) -> dict[int, frozenset[int]]:
    pairs = {(int(s), int(r)) for s, r in zip(feed.trips.shapes, feed.trips.routes, strict=True) if s >= 0}
    routes: dict[int, set[int]] = {}
    for shape, route in pairs:
        routes.setdefault(shape, set()).add(route)
    return {shape: frozenset(found) for shape, found in routes.items()}


def _boxes(feed: Feed) -> Floats:
    """Return south, north, west, east of each shape, shape (4, n); an empty shape is nowhere."""
    boxes = np.full((4, len(feed.shapes.ids)), np.nan)
    for shape in range(len(feed.shapes.ids)):
        rows = feed.points(shape)
        if rows.stop > rows.start:
            lat, lon = feed.shapes.lat[rows], feed.shapes.lon[rows]
            boxes[:, shape] = lat.min(), lat.max(), lon.min(), lon.max()
    return boxes
