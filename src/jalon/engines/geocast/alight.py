"""The stop to get off at: inside a stretch, the nearest to the vacancy, over all trips of the shape."""

from dataclasses import dataclass, replace

import numpy as np

from jalon.engines.geocast.problem import Floats, Ints, Stretches, Vacancies
from jalon.engines.gtfs import geodesy
from jalon.engines.gtfs.feed import Feed

SAME_M = 1e-5
CHUNK = 500_000


@dataclass(frozen=True, slots=True, eq=False)
class ShapeStops:
    """Stops of each shape by metres: rows first[shape] to first[shape + 1]."""

    first: Ints
    stops: Ints
    along_m: Floats


def stops_along(feed: Feed) -> ShapeStops:
    """Where the trips of each shape stop, each place once, in order along the shape."""
    calls = feed.stop_times
    shape = np.repeat(feed.trips.shapes, np.diff(calls.first))
    order = np.lexsort((calls.along_m, calls.stops, shape))
    shape, stop, along = shape[order], calls.stops[order], calls.along_m[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (shape[1:] != shape[:-1]) | (stop[1:] != stop[:-1]) | (along[1:] > along[:-1] + SAME_M)
    shape, stop, along = shape[new], stop[new], along[new]
    order = np.lexsort((stop, along, shape))
    first = np.searchsorted(shape[order], np.arange(len(feed.shapes.ids) + 1)).astype(np.int32)
    return ShapeStops(first, stop[order], along[order])


def nearest_stops(feed: Feed, vacancies: Vacancies, stretches: Stretches) -> Stretches:
    """The stretches with their `alight`; -1 where no trip of the shape stops inside."""
    served = stops_along(feed)
    where = geodesy.space(feed.stops.lat, feed.stops.lon)
    there = geodesy.space(vacancies.lat, vacancies.lon)
    alight = np.full(len(stretches), -1, np.int32)
    low, high = _rows_inside(feed, served, stretches)
    for start in range(0, len(stretches), CHUNK):
        rows = np.arange(start, min(start + CHUNK, len(stretches)))
        rows = rows[high[rows] > low[rows]]
        if rows.size:
            alight[rows] = _nearest(served, where, there[stretches.vacancies[rows]], low[rows], high[rows])
    return replace(stretches, alight=alight)


def _rows_inside(feed: Feed, served: ShapeStops, stretches: Stretches) -> tuple[Ints, Ints]:
    """For each stretch the rows of `served` between its ends, both included."""
    ends = feed.shapes.along_m[feed.shapes.first[1:] - 1]
    base = np.concatenate([[0.0], np.cumsum(ends + 10.0)])
    key = served.along_m + np.repeat(base[:-1], np.diff(served.first))
    offset = base[stretches.shapes]
    low = np.searchsorted(key, stretches.enter_m + offset - SAME_M, "left")
    high = np.searchsorted(key, stretches.exit_m + offset + SAME_M, "right")
    return low.astype(np.int32), high.astype(np.int32)


def _nearest(served: ShapeStops, where: Floats, there: Floats, low: Ints, high: Ints) -> Ints:
    """The stop of least distance in each range of rows (none empty); the earlier of equals."""
    sizes = high - low
    begin = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(len(sizes)), sizes)
    row = np.arange(len(owner)) - begin[owner] + low[owner]
    gap = np.linalg.norm(where[served.stops[row]] - there[owner], axis=1)
    best = np.minimum.reduceat(gap, begin)
    candidates = np.flatnonzero(gap <= best[owner] + SAME_M)
    _, earliest = np.unique(owner[candidates], return_index=True)
    return np.asarray(served.stops[row[candidates[earliest]]], np.int32)
