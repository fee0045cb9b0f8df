"""A service day played from the timetable: every vehicle on the road at a second of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.clock import DAY_S, ServiceClock
from jalon.engines.geocast.track import metres_per_degree
from jalon.engines.gtfs.feed import Feed

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

LAYOVER_S = 600.0
ARRIVED_S = 60.0
# One key orders (trip, second) in a single sorted array; no trip lasts twelve days.
TRIP_KEY_S = float(2**20)


@dataclass(frozen=True, slots=True)
class SimulatedVehicle:
    """A vehicle on a trip: `second` is that of the trip's service day, `speed` metres per second."""

    vehicle: str
    trip: int
    shape: int
    at_m: float
    lat: float
    lon: float
    bearing: float
    speed: float
    second: float


@dataclass(frozen=True, slots=True, eq=False)
class DayPlan:
    """The runs of one service day, ready to be asked for any second. Build it with `of`.

    `keys` and `metres` hold arrival and departure of every call, trip after trip; `points` orders all the
    points of all the shapes by one key, each shape `shape_span` after the last.
    """

    feed: Feed
    day: date
    trips: Rows
    vehicles: tuple[str, ...]
    shown_from: Floats
    shown_until: Floats
    keys: Floats
    metres: Floats
    first: Rows
    points: Floats
    shape_span: float

    @staticmethod
    def of(feed: Feed, day: date) -> "DayPlan":
        """Lay out the day: tens of milliseconds for a city."""
        trips = _drivable(feed, day)
        starts, ends = _bounds(feed, trips)
        order = np.lexsort((starts, [feed.trips.blocks[trip] for trip in trips]))
        trips, starts, ends = trips[order], starts[order], ends[order]
        blocks = _sound_blocks(feed, trips, starts, ends)
        keys, metres, first = _timeline(feed, trips)
        span = float(feed.shapes.along_m.max(initial=0.0)) + 1000.0
        owner = np.repeat(np.arange(len(feed.shapes.ids)), np.diff(feed.shapes.first))
        return DayPlan(
            feed=feed,
            day=day,
            trips=trips,
            vehicles=tuple(b or feed.trips.ids[t] for b, t in zip(blocks, trips, strict=True)),
            shown_from=_shown_from(blocks, starts, ends),
            shown_until=_shown_until(blocks, starts, ends),
            keys=keys,
            metres=metres,
            first=first,
            points=owner * span + feed.shapes.along_m,
            shape_span=span,
        )

    def at(self, second: float) -> list[SimulatedVehicle]:
        """Return the vehicles on the road at this second, those of the night before included."""
        late = self._on_road(second + DAY_S)
        taken = {vehicle.vehicle for vehicle in late}
        return late + [vehicle for vehicle in self._on_road(second) if vehicle.vehicle not in taken]

    def _on_road(self, second: float) -> list[SimulatedVehicle]:
        chosen = np.flatnonzero((self.shown_from <= second) & (second < self.shown_until))
        if not chosen.size:
            return []
        at_m, speed = self._progress(chosen, second)
        shapes = self.feed.trips.shapes[self.trips[chosen]].astype(np.int64)
        lat, lon, bearing = self._points_at(shapes, at_m)
        return [
            SimulatedVehicle(
                vehicle=self.vehicles[row],
                trip=int(self.trips[row]),
                shape=int(shapes[i]),
                at_m=float(at_m[i]),
                lat=float(lat[i]),
                lon=float(lon[i]),
                bearing=float(bearing[i]),
                speed=float(speed[i]),
                second=second,
            )
            for i, row in enumerate(chosen)
        ]

    def _progress(self, chosen: Rows, second: float) -> tuple[Floats, Floats]:
        """Return metres along the shape and speed of the chosen runs, standing before and after them."""
        first, last = self.first[chosen], self.first[chosen + 1] - 1
        wanted = np.clip(chosen * TRIP_KEY_S + second, self.keys[first], self.keys[last])
        left = np.clip(np.searchsorted(self.keys, wanted, side="right") - 1, first, last - 1)
        seconds = self.keys[left + 1] - self.keys[left]
        metres = self.metres[left + 1] - self.metres[left]
        share = np.where(seconds > 0, (wanted - self.keys[left]) / np.where(seconds > 0, seconds, 1), 1.0)
        moving = (seconds > 0) & (self.keys[first] < wanted) & (wanted < self.keys[last])
        speed = np.where(moving, metres / np.where(seconds > 0, seconds, 1), 0.0)
        return self.metres[left] + share * metres, speed

    def _points_at(self, shapes: Rows, at_m: Floats) -> tuple[Floats, Floats, Floats]:
        """Return latitude, longitude and heading of places along their shapes."""
        first, last = self.feed.shapes.first[shapes], self.feed.shapes.first[shapes + 1] - 1
        found = np.searchsorted(self.points, shapes * self.shape_span + at_m, side="right") - 1
        left = np.clip(found, first, np.maximum(last - 1, first))
        right = np.minimum(left + 1, last)
        along, lats, lons = self.feed.shapes.along_m, self.feed.shapes.lat, self.feed.shapes.lon
        length = along[right] - along[left]
        share = np.clip((at_m - along[left]) / np.where(length > 0, length, 1), 0, 1)
        east, north = metres_per_degree(float(lats.mean()))
        dlat, dlon = lats[right] - lats[left], lons[right] - lons[left]
        bearing = np.degrees(np.arctan2(dlon * east, dlat * north)) % 360
        return lats[left] + share * dlat, lons[left] + share * dlon, bearing


@lru_cache(maxsize=2)
def day_plan(feed: Feed, day: date) -> DayPlan:
    """Return the plan of a day, kept for the last two feeds and days asked."""
    return DayPlan.of(feed, day)


def vehicles_at(feed: Feed, day: date, seconds: float) -> list[SimulatedVehicle]:
    """Return the vehicles that the timetable has on the road at this second of the service day."""
    return day_plan(feed, day).at(seconds)


def vehicles_now(feed: Feed, clock: ServiceClock, now: float) -> list[SimulatedVehicle]:
    """Return the vehicles on the road at an instant (UTC seconds) of a clock, real or played."""
    day, second = clock.moments(now)[0]
    return vehicles_at(feed, day, second)


def _drivable(feed: Feed, day: date) -> Rows:
    """Return the trips of the day that have a shape and at least two calls."""
    trips = feed.trips_on(day).astype(np.int64)
    calls = feed.stop_times.first[trips + 1] - feed.stop_times.first[trips]
    return trips[(feed.trips.shapes[trips] >= 0) & (calls >= 2)]


def _bounds(feed: Feed, trips: Rows) -> tuple[Floats, Floats]:
    starts = feed.stop_times.departure_s[feed.stop_times.first[trips]]
    ends = feed.stop_times.arrival_s[feed.stop_times.first[trips + 1] - 1]
    return starts.astype(np.float64), ends.astype(np.float64)


def _sound_blocks(feed: Feed, trips: Rows, starts: Floats, ends: Floats) -> list[str]:
    """Return the block of each trip, "" where it has none or where its trips overlap: two vehicles then."""
    blocks = [feed.trips.blocks[trip] for trip in trips]
    overlapping = {
        blocks[i] for i in range(1, len(blocks)) if blocks[i] == blocks[i - 1] and starts[i] < ends[i - 1]
    }
    return ["" if block in overlapping else block for block in blocks]


def _shown_from(blocks: Sequence[str], starts: Floats, ends: Floats) -> Floats:
    """Return when each run appears: waiting at its first stop, ten minutes at most, after the run before."""
    shown = starts - LAYOVER_S / 2
    for i in range(1, len(blocks)):
        if blocks[i] and blocks[i] == blocks[i - 1]:
            shown[i] = min(max(ends[i - 1], starts[i] - LAYOVER_S), starts[i])
    return shown


def _shown_until(blocks: Sequence[str], starts: Floats, ends: Floats) -> Floats:
    """Return when each run disappears: a minute after its end, at once when the vehicle begins another."""
    shown = ends + ARRIVED_S
    for i in range(len(blocks) - 1):
        if blocks[i] and blocks[i] == blocks[i + 1]:
            shown[i] = min(shown[i], max(ends[i], starts[i + 1] - LAYOVER_S))
    return shown


def _timeline(feed: Feed, trips: Rows) -> tuple[Floats, Floats, Rows]:
    """Return keys (trip rank, second) and metres of every arrival and departure, and trips' first rows."""
    times = feed.stop_times
    counts = (times.first[trips + 1] - times.first[trips]).astype(np.int64)
    first = np.concatenate(([0], np.cumsum(2 * counts)))
    rank = np.repeat(np.arange(len(trips)), counts)
    rows = np.arange(len(rank)) - np.repeat(np.cumsum(counts) - counts, counts) + times.first[trips][rank]
    seconds = np.stack([times.arrival_s[rows], times.departure_s[rows]], axis=1).astype(np.float64)
    keys = np.maximum.accumulate((rank[:, None] * TRIP_KEY_S + seconds).ravel()) if len(rows) else np.empty(0)
    return keys, np.repeat(times.along_m[rows], 2), first
