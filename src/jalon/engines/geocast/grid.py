"""Vehicles off any route (outreach bus, diversion): which vacancies are near a point, compiled.

What was near stays near until its radius is passed by a margin, so that a position that trembles at the
border does not make the screen flicker.
"""

from math import asin, atan2, floor, pi, sqrt

import numpy as np

from jalon.engines.geocast.cells import (
    FULL_TURN,
    RADIUS,
    Cells,
    Grid,
    Longs,
    columns_of,
    key_of,
    row_of,
    slot_of,
)
from jalon.engines.geocast.compiled import compiled
from jalon.engines.geocast.problem import Floats, Ints
from jalon.engines.gtfs import geodesy

MARGIN = 1.15
BANDS_PER_DEGREE = 200


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
    order = np.argsort(np.floor(lat * BANDS_PER_DEGREE) * 1000 + lon)
    _near(places, order, place_of[before], cells.grid, found)
    return np.where(found >= 0, cells.order[found], -1).astype(np.int32)


@compiled
def _keep(found: Ints, gaps: Floats, count: int, vacancy: int, gap: float) -> int:
    """Insert by distance in a row of limited length; the new count."""
    place = count
    if count == len(found):
        if gaps[count - 1] <= gap:
            return count
        place = count - 1
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
def _stay(point: Floats, before: Ints, grid: Grid, found: Ints, gaps: Floats) -> int:
    """Keep what was near and is now in the margin around its radius; how many there are."""
    count = 0
    for vacancy in before:
        if vacancy < 0:
            continue
        gap, radius = _gap2(point, grid.facts[vacancy]), grid.facts[vacancy, RADIUS]
        if radius**2 < gap <= (MARGIN * radius) ** 2:
            count = _keep(found, gaps, count, vacancy, gap)
    return count


@compiled
def _near(points: Floats, order: Longs, before: Ints, grid: Grid, found: Ints) -> None:
    gaps = np.empty(found.shape[1])
    rows, widths = np.full(len(grid.heights), -1, np.int64), np.empty(len(grid.heights), np.int64)
    for i in order:
        point = points[i]
        count = _stay(point, before[i], grid, found[i], gaps)
        lat = asin(point[2] / sqrt(point[0] ** 2 + point[1] ** 2 + point[2] ** 2))
        turn = (atan2(point[1], point[0]) + pi) / FULL_TURN
        for level in range(len(grid.heights)):
            row = row_of(lat, grid.heights[level])
            if row != rows[level]:
                rows[level], widths[level] = row, columns_of(row, grid.heights[level])
            key = key_of(level, row, floor(turn * widths[level]) % widths[level])
            slot = slot_of(grid.slots, key)
            if grid.slots[slot] != key:
                continue
            for vacancy in grid.members[grid.begin[slot] : grid.begin[slot + 1]]:
                gap = _gap2(point, grid.facts[vacancy])
                if gap <= grid.facts[vacancy, RADIUS] ** 2:
                    count = _keep(found[i], gaps, count, vacancy, gap)
