"""Vehicles off any route (outreach bus, diversion): which vacancies are near a point, compiled.

What was near stays near until its radius is passed by a margin, so that a position that trembles at the
border does not make the screen flicker.
"""

from math import asin, atan2, sqrt

import numpy as np

from jalon.engines.geocast.cells import RADIUS, Box, Cells, Grid, Longs, candidates
from jalon.engines.geocast.compiled import compiled
from jalon.engines.geocast.problem import Floats, Ints
from jalon.engines.gtfs import geodesy

MARGIN = 1.15


def near(cells: Cells, lat: Floats, lon: Floats, *, most: int = 8, before: Ints | None = None) -> Ints:
    """Vacancies whose radius holds each point (degrees), nearest first: [point, most], -1 after the last.

    `before` is the answer of the previous positions of the same vehicles: those stay until MARGIN times
    their radius. Points are visited in the order of the cells, whatever their own.
    """
    places = geodesy.space(lat, lon)
    if before is None:
        before = np.full((len(lat), 0), -1, np.int32)
    place_of = np.empty(len(cells.order) + 1, np.int32)
    place_of[cells.order] = np.arange(len(cells.order), dtype=np.int32)
    place_of[-1] = -1
    found = np.full((len(lat), most), -1, np.int32)
    order = np.lexsort((lon, np.floor(np.asarray(lat) * 200)))
    _near(places, order, place_of[before], cells.grid, found)
    return np.where(found >= 0, cells.order[found], -1).astype(np.int32)


@compiled
def _keep(found: Ints, gaps: Floats, count: int, vacancy: int, gap: float) -> int:
    """Insert by distance in a row of limited length, once; the new count."""
    for i in range(count):
        if found[i] == vacancy:
            return count
    place = min(count, len(found) - 1)
    if count == len(found) and gaps[place] <= gap:
        return count
    while place > 0 and gaps[place - 1] > gap:
        found[place], gaps[place] = found[place - 1], gaps[place - 1]
        place -= 1
    found[place], gaps[place] = vacancy, gap
    return min(count + 1, len(found))


@compiled
def _gap2(point: Floats, fact: Floats) -> float:
    """Squared metres between a point and a vacancy, in a straight line."""
    x, y, z = point[0] - fact[0], point[1] - fact[1], point[2] - fact[2]
    return float(x * x + y * y + z * z)


@compiled
def _box(point: Floats) -> Box:
    lat = asin(point[2] / sqrt(point[0] ** 2 + point[1] ** 2 + point[2] ** 2))
    lon = atan2(point[1], point[0])
    return Box(lat, lat, lon, lon)


@compiled
def _near(points: Floats, order: Longs, before: Ints, grid: Grid, found: Ints) -> None:
    gaps = np.empty(found.shape[1])
    seen = np.full(len(grid.facts), -1, np.int64)
    close = np.empty(len(grid.facts), np.int32)
    for i in order:
        point, count = points[i], 0
        for vacancy in before[i]:
            if vacancy < 0:
                continue
            gap = _gap2(point, grid.facts[vacancy])
            if gap <= (MARGIN * grid.facts[vacancy, RADIUS]) ** 2:
                count = _keep(found[i], gaps, count, vacancy, gap)
        for vacancy in close[: candidates(grid, _box(point), i, seen, close)]:
            gap = _gap2(point, grid.facts[vacancy])
            if gap <= grid.facts[vacancy, RADIUS] ** 2:
                count = _keep(found[i], gaps, count, vacancy, gap)
