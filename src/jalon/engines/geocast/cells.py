"""A hashed grid of the whole Earth: vacancies by cell, without pole nor antimeridian as special cases.

Rows are bands of latitude (geocentric), each cut in as many columns as its longest parallel holds. Levels
of doubling size take the radii: a vacancy stands in at most nine cells of the level that fits its radius.
Vacancies are kept in the order of their cells, one cache line each, so that neighbours are neighbours.
"""

from dataclasses import dataclass
from math import asin, cos, floor, pi, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.compiled import compiled
from jalon.engines.geocast.problem import Floats, Ints, Vacancies
from jalon.engines.gtfs import geodesy

Longs = NDArray[np.int64]

SMALLEST_M = 50.0
LEAST_RADIUS_M = 6_330_000.0
LEVEL_SHIFT, ROW_SHIFT = 56, 28
FULL_TURN = 2 * pi
X, Y, Z, SIN_LAT, COS_LAT, SIN_LON, COS_LON, RADIUS = range(8)


class Grid(NamedTuple):
    """The arrays that compiled loops read. `facts` [n, 8] describes the vacancy that stands at each place.

    `heights` are the row heights of each level in radians; `slots` is an open-addressed table of cell keys
    (-1: free) whose entry s holds the places `members[begin[s]:begin[s + 1]]`.
    """

    facts: Floats
    heights: Floats
    slots: Longs
    begin: Ints
    members: Ints


class Box(NamedTuple):
    """South, north, west and east in radians; east goes beyond pi where the antimeridian is passed."""

    south: float
    north: float
    west: float
    east: float


class Caps(NamedTuple):
    """Circles on the sphere: centre and radius in radians, and the level of each."""

    lat: Floats
    lon: Floats
    reach: Floats
    level: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Vacancies in cells; `order[i]` is the index of the vacancy that stands at place i of the grid."""

    order: Ints
    grid: Grid

    @property
    def nbytes(self) -> int:
        """Bytes of the whole grid."""
        return self.order.nbytes + sum(part.nbytes for part in self.grid)


def cells_of(vacancies: Vacancies) -> Cells:
    """The grid of these vacancies."""
    level, heights = _levels(vacancies.radius_m)
    point = geodesy.space(vacancies.lat, vacancies.lon)
    lat = np.arcsin(point[:, 2] / np.maximum(np.linalg.norm(point, axis=1), 1.0))
    lon = np.arctan2(point[:, 1], point[:, 0])
    caps = Caps(lat, lon, vacancies.radius_m / LEAST_RADIUS_M + 1e-9, level)
    order = np.argsort(_centre_keys(caps, heights)).astype(np.int32)
    caps = Caps(caps.lat[order], caps.lon[order], caps.reach[order], caps.level[order])
    slots, begin, members = _fill(caps, heights)
    return Cells(order, Grid(_facts(vacancies, point)[order], heights, slots, begin, members))


def _levels(radius_m: Floats) -> tuple[Ints, Floats]:
    """Level of each radius, and the row height in radians of each level that is used.

    Cells are as high as two radii: finer ones cost more memory than they save tests, coarser the reverse.
    """
    steps = np.ceil(np.log2(np.maximum(radius_m, SMALLEST_M) / SMALLEST_M) - 1e-9).astype(np.int64)
    used, level = np.unique(steps, return_inverse=True)
    heights = 2 * SMALLEST_M * np.exp2(used.astype(np.float64)) / geodesy.MEAN_RADIUS_M
    return level.astype(np.int32), heights


def _facts(vacancies: Vacancies, point: Floats) -> Floats:
    phi, lam = np.radians(vacancies.lat), np.radians(vacancies.lon)
    bend = geodesy.MEAN_RADIUS_M
    radius = bend * np.sin(vacancies.radius_m / bend)
    parts = (*point.T, np.sin(phi), np.cos(phi), np.sin(lam), np.cos(lam), radius)
    return np.ascontiguousarray(np.stack(parts, axis=1))


@compiled
def row_of(lat: float, height: float) -> int:
    """Row of a latitude in radians, from 0 at the south pole."""
    return floor((min(max(lat, -pi / 2), pi / 2) + pi / 2) / height)


@compiled
def columns_of(row: int, height: float) -> int:
    """Number of columns of a row, each at least `height` wide along its longest parallel."""
    south = row * height - pi / 2
    widest = 0.0 if south <= 0 <= south + height else min(abs(south), abs(south + height))
    return max(1, int(FULL_TURN * cos(widest) / height))


@compiled
def key_of(level: int, row: int, column: int) -> int:
    """One number per cell."""
    return (level << LEVEL_SHIFT) | (row << ROW_SHIFT) | column


@compiled
def slot_of(slots: Longs, key: int) -> int:
    """Where this key stands in the table, or the free slot where it would."""
    mask = len(slots) - 1
    place = ((key * 0x9E3779B97F4A7C1) >> 17) & mask
    while slots[place] != -1 and slots[place] != key:
        place = (place + 1) & mask
    return place


@compiled
def _centre_keys(caps: Caps, heights: Floats) -> Longs:
    keys = np.empty(len(caps.lat), np.int64)
    for i in range(len(keys)):
        height = heights[caps.level[i]]
        row = row_of(caps.lat[i], height)
        columns = columns_of(row, height)
        keys[i] = key_of(caps.level[i], row, floor((caps.lon[i] + pi) / FULL_TURN * columns) % columns)
    return keys


@compiled
def cover(level: int, height: float, box: Box, keys: Longs) -> int:
    """Write the keys of the cells of one level that meet a box; how many there are."""
    count = 0
    for row in range(row_of(box.south, height), row_of(box.north, height) + 1):
        columns = columns_of(row, height)
        first = floor((box.west + pi) / FULL_TURN * columns)
        last = floor((box.east + pi) / FULL_TURN * columns)
        for column in range(first, min(last, first + columns - 1) + 1):
            if count == len(keys):
                return count
            keys[count] = key_of(level, row, column % columns)
            count += 1
    return count


@compiled
def candidates(grid: Grid, box: Box, turn: int, seen: Longs, places: Ints) -> int:
    """Write the places of the vacancies whose cells meet a box, each once; how many there are.

    `seen` remembers for each place the last `turn` that met it, so that it need not be cleared.
    """
    count = 0
    for level in range(len(grid.heights)):
        height = grid.heights[level]
        for row in range(row_of(box.south, height), row_of(box.north, height) + 1):
            columns = columns_of(row, height)
            first = floor((box.west + pi) / FULL_TURN * columns)
            last = floor((box.east + pi) / FULL_TURN * columns)
            for column in range(first, min(last, first + columns - 1) + 1):
                key = key_of(level, row, column % columns)
                slot = slot_of(grid.slots, key)
                if grid.slots[slot] != key:
                    continue
                for member in grid.members[grid.begin[slot] : grid.begin[slot + 1]]:
                    if seen[member] != turn:
                        seen[member] = turn
                        places[count] = member
                        count += 1
    return count


@compiled
def _box(lat: float, lon: float, reach: float) -> Box:
    """The box of a cap: every longitude when it holds a pole."""
    south, north = lat - reach, lat + reach
    if north >= pi / 2 or south <= -pi / 2:
        return Box(south, north, -pi, pi - 1e-12)
    half = asin(min(1.0, sin(reach) / cos(lat))) + 1e-12
    return Box(south, north, lon - half, lon + half)


@compiled
def _wider(slots: Longs, counts: Ints) -> tuple[Longs, Ints]:
    """The same table with twice the room."""
    wider = np.full(2 * len(slots), -1, np.int64)
    kept = np.zeros(2 * len(slots), np.int32)
    for old in range(len(slots)):
        if slots[old] != -1:
            place = slot_of(wider, slots[old])
            wider[place] = slots[old]
            kept[place] = counts[old]
    return wider, kept


@compiled
def _count(caps: Caps, heights: Floats, keys: Longs) -> tuple[Longs, Ints]:
    """The table of occupied cells, and how many vacancies each holds."""
    slots, counts = np.full(1024, -1, np.int64), np.zeros(1024, np.int32)
    used = 0
    for i in range(len(caps.lat)):
        box = _box(caps.lat[i], caps.lon[i], caps.reach[i])
        found = cover(caps.level[i], heights[caps.level[i]], box, keys)
        if 2 * (used + found) > len(slots):
            slots, counts = _wider(slots, counts)
        for key in keys[:found]:
            place = slot_of(slots, key)
            used += slots[place] == -1
            slots[place] = key
            counts[place] += 1
    return slots, counts


@compiled
def _fill(caps: Caps, heights: Floats) -> tuple[Longs, Ints, Ints]:
    """The table of cells, where each one's members begin, and the members."""
    keys = np.empty(4096, np.int64)
    slots, counts = _count(caps, heights, keys)
    begin = np.zeros(len(slots) + 1, np.int32)
    for place in range(len(slots)):
        begin[place + 1] = begin[place] + counts[place]
    free = begin[:-1].copy()
    members = np.empty(begin[len(slots)], np.int32)
    for i in range(len(caps.lat)):
        box = _box(caps.lat[i], caps.lon[i], caps.reach[i])
        found = cover(caps.level[i], heights[caps.level[i]], box, keys)
        for key in keys[:found]:
            place = slot_of(slots, key)
            members[free[place]] = i
            free[place] += 1
    return slots, begin, members
