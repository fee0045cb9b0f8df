"""One service day of a feed as the screens need it: lines, patterns, running times, trips, thin paths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.bundle import Line, Pattern, Shape, StopName, Trip
from jalon.engines.geocast.labels import place_name
from jalon.engines.gtfs.feed import Feed

METRES_PER_DEGREE = 111_195.0
PATH_TOLERANCE_M = 2.0
DEGREE_STEPS = 100_000

Floats = NDArray[np.float64]
_PatternKey = tuple[int, int, tuple[int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class ServiceDay:
    """Trips of one day by pattern, sorted by start. `feed_shapes[i]` is the feed's index of shape i.

    `patterns` have no stretches yet, `trips` no picks; `stop_lat` and `stop_lon` are degrees WGS84.
    """

    day: date
    midnight: int
    timezone: str
    lines: tuple[Line, ...]
    stops: tuple[StopName, ...]
    stop_lat: Floats
    stop_lon: Floats
    shapes: tuple[Shape, ...]
    feed_shapes: tuple[int, ...]
    patterns: tuple[Pattern, ...]
    runs: tuple[tuple[int, ...], ...]
    trips: tuple[Trip, ...]


class _Tables:
    """Numbers each shape, line, stop, pattern and run when it is first met."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.shapes: dict[int, int] = {}
        self.lines: dict[int, int] = {}
        self.stops: dict[int, int] = {}
        self.runs: dict[tuple[int, ...], int] = {}
        self.keys: dict[_PatternKey, int] = {}
        self.patterns: list[Pattern] = []

    def add(self, trip: int) -> Trip:
        """The trip as the bundle has it, with its tables grown as needed."""
        times, rows = self.feed.stop_times, self.feed.calls(trip)
        start = int(times.departure_s[rows][0])
        seconds = tuple(int(s) for s in np.maximum.accumulate(times.arrival_s[rows] - start).clip(min=0))
        pattern = self._pattern(trip, rows)
        run = self.runs.setdefault(seconds, len(self.runs))
        return Trip(self.feed.trips.ids[trip], pattern, run, start, self.feed.trips.blocks[trip])

    def _pattern(self, trip: int, rows: slice) -> int:
        trips, times = self.feed.trips, self.feed.stop_times
        shape, route = int(trips.shapes[trip]), int(trips.routes[trip])
        calls = tuple(self.stops.setdefault(int(s), len(self.stops)) for s in times.stops[rows])
        key = (shape, route, calls)
        if key not in self.keys:
            self.keys[key] = len(self.patterns)
            metres = np.maximum.accumulate(times.along_m[rows]).round(1).tolist()
            self.patterns.append(
                Pattern(
                    shape=self.shapes.setdefault(shape, len(self.shapes)),
                    line=self.lines.setdefault(route, len(self.lines)),
                    headsign=place_name(trips.headsigns[trip] or self._last_stop(rows)),
                    stops=calls,
                    metres=tuple(metres),
                )
            )
        return self.keys[key]

    def _last_stop(self, rows: slice) -> str:
        return self.feed.stops.names[int(self.feed.stop_times.stops[rows][-1])]


def service_day(
    feed: Feed,
    on: date,
    *,
    shown_as: date | None = None,
    line_keys: Mapping[int, str] | None = None,
    stop_keys: Mapping[int, str] | None = None,
) -> ServiceDay:
    """The trips of `on`, with at least two stops and a shape.

    `shown_as` plays them as another date (simulation). `line_keys` and `stop_keys` give lasting keys by the
    feed's index of the route and of the stop; without them the feed's own identifiers serve.
    """
    running = [int(t) for t in feed.trips_on(on) if _usable(feed, int(t))]
    running.sort(key=lambda t: (int(feed.stop_times.departure_s[feed.stop_times.first[t]]), t))
    tables = _Tables(feed)
    trips = tuple(tables.add(trip) for trip in running)
    stops = list(tables.stops)
    day = shown_as or on
    return ServiceDay(
        day=day,
        midnight=int(feed.service_start(day).timestamp()),
        timezone=feed.timezone,
        lines=tuple(_line(feed, route, line_keys) for route in tables.lines),
        stops=tuple(_stop(feed, stop, stop_keys) for stop in stops),
        stop_lat=feed.stops.lat[stops],
        stop_lon=feed.stops.lon[stops],
        shapes=tuple(_shape(feed, shape) for shape in tables.shapes),
        feed_shapes=tuple(tables.shapes),
        patterns=tuple(tables.patterns),
        runs=tuple(tables.runs),
        trips=trips,
    )


def _usable(feed: Feed, trip: int) -> bool:
    rows = feed.calls(trip)
    return rows.stop - rows.start >= 2 and int(feed.trips.shapes[trip]) >= 0


def _line(feed: Feed, route: int, keys: Mapping[int, str] | None) -> Line:
    routes = feed.routes
    name = routes.short_names[route] or routes.long_names[route] or routes.ids[route]
    return Line((keys or {}).get(route, routes.ids[route]), name, routes.long_names[route] or name)


def _stop(feed: Feed, stop: int, keys: Mapping[int, str] | None) -> StopName:
    return StopName((keys or {}).get(stop, feed.stops.ids[stop]), place_name(feed.stops.names[stop]))


def _shape(feed: Feed, shape: int) -> Shape:
    rows = feed.points(shape)
    lat, lon, along = feed.shapes.lat[rows], feed.shapes.lon[rows], feed.shapes.along_m[rows]
    kept = _thin(lat, lon)
    return Shape(
        id=feed.shapes.ids[shape],
        lat=_whole(lat[kept] * DEGREE_STEPS),
        lon=_whole(lon[kept] * DEGREE_STEPS),
        along_dm=_whole(along[kept] * 10),
    )


def _whole(values: Floats) -> tuple[int, ...]:
    return tuple(int(value) for value in np.rint(values))


def _thin(lat: Floats, lon: Floats) -> Sequence[int]:
    """Points to keep so that those left out are within PATH_TOLERANCE_M of the path (Douglas-Peucker)."""
    if not len(lat):
        return []
    x = (lon - lon[0]) * METRES_PER_DEGREE * np.cos(np.radians(lat.mean()))
    y = (lat - lat[0]) * METRES_PER_DEGREE
    keep, todo = {0, len(x) - 1}, [(0, len(x) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        away = _distances(x[a + 1 : b], y[a + 1 : b], (x[a], y[a]), (x[b], y[b]))
        far = int(np.argmax(away))
        if away[far] > PATH_TOLERANCE_M:
            middle = a + 1 + far
            keep.add(middle)
            todo += [(a, middle), (middle, b)]
    return sorted(keep)


def _distances(x: Floats, y: Floats, start: tuple[float, float], end: tuple[float, float]) -> Floats:
    """Distance in metres of each point to the segment from start to end."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max(dx * dx + dy * dy, 1e-12)
    t = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / length, 0, 1)
    away: Floats = np.hypot(x - start[0] - t * dx, y - start[1] - t * dy)
    return away
