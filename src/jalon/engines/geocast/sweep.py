"""Stretches at the size of a country: shapes are walked piece by piece over a grid of vacancies, compiled.

The arithmetic is that of `crossings`, term by term; a test holds both together.
"""

from math import asin, atan2, floor, pi, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast import cells as facts
from jalon.engines.geocast.cells import FULL_TURN, Box, Cells, Grid, candidates, cells_of
from jalon.engines.geocast.compiled import compiled
from jalon.engines.geocast.problem import (
    MIN_GAP_M,
    MIN_STRETCH_M,
    ROUNDING_M,
    Floats,
    Ints,
    Stretches,
    Vacancies,
)
from jalon.engines.geocast.project import Pieces

BULGE = 1e-7
X, Y, Z, RADIUS = facts.X, facts.Y, facts.Z, facts.RADIUS
SIN_LAT, COS_LAT, SIN_LON, COS_LON = facts.SIN_LAT, facts.COS_LAT, facts.SIN_LON, facts.COS_LON


class Line(NamedTuple):
    """The arrays of `Pieces` that compiled loops read."""

    shapes: Ints
    starts: Floats
    steps: Floats
    enter_m: Floats
    exit_m: Floats


class Rows(NamedTuple):
    """Intervals: shape, vacancy, metres of entry and exit."""

    shapes: Ints
    vacancies: Ints
    enter_m: Floats
    exit_m: Floats

    def taken(self, chosen: slice | NDArray[np.int64]) -> "Rows":
        """A copy of some rows."""
        return Rows(
            self.shapes[chosen].copy(),
            self.vacancies[chosen].copy(),
            self.enter_m[chosen].copy(),
            self.exit_m[chosen].copy(),
        )


def sweep(pieces: Pieces, vacancies: Vacancies) -> Stretches:
    """Maximal intervals of every pair, sorted by shape, vacancy, entry; `alight` is -1 everywhere."""
    rows = sweep_rows(pieces, cells_of(vacancies))
    key = rows.shapes.astype(np.int64) * max(len(vacancies), 1) + rows.vacancies
    order = np.argsort(key, kind="stable")
    rows = rows.taken(order)
    return Stretches(*rows, np.full(len(order), -1, np.int32))


def sweep_rows(pieces: Pieces, cells: Cells) -> Rows:
    """Every interval, shape by shape, in order of entry."""
    line = Line(pieces.shapes, pieces.starts, pieces.steps, pieces.enter_m, pieces.exit_m)
    count, rows = _sweep(line, cells.grid)
    filled = rows.taken(slice(count))
    return filled._replace(vacancies=cells.order[filled.vacancies])


@compiled
def _crossing(start: Floats, step: Floats, fact: Floats) -> tuple[bool, float, float]:
    """Whether the piece meets the circle, and where on the piece (0 to 1) it enters and leaves it."""
    x, y, z = start[0] - fact[X], start[1] - fact[Y], start[2] - fact[Z]
    sa, ca, so, co = fact[SIN_LAT], fact[COS_LAT], fact[SIN_LON], fact[COS_LON]
    ax = co * y - so * x
    dx = co * step[1] - so * step[0]
    ay = ca * z - sa * (co * x + so * y)
    dy = ca * step[2] - sa * (co * step[0] + so * step[1])
    length2 = dx * dx + dy * dy
    turn = ax * dy - ay * dx
    room = length2 * fact[RADIUS] ** 2 - turn * turn
    if room < 0:
        return False, 0.0, 0.0
    half, foot = sqrt(room), -(ax * dx + ay * dy)
    if foot + half < 0 or foot - half > length2:
        return False, 0.0, 0.0
    return True, max((foot - half) / length2, 0.0), min((foot + half) / length2, 1.0)


@compiled
def _room(size: int) -> Rows:
    return Rows(np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size), np.empty(size))


@compiled
def _larger(rows: Rows) -> Rows:
    """The same rows with twice the room."""
    old = len(rows.shapes)
    wider = _room(2 * old)
    wider.shapes[:old] = rows.shapes
    wider.vacancies[:old] = rows.vacancies
    wider.enter_m[:old] = rows.enter_m
    wider.exit_m[:old] = rows.exit_m
    return wider


@compiled
def _put(rows: Rows, place: int, vacancy: int, enter_m: float, exit_m: float) -> None:
    rows.vacancies[place] = vacancy
    rows.enter_m[place] = enter_m
    rows.exit_m[place] = exit_m


@compiled
def _tidy(rows: Rows, begin: int, end: int) -> int:
    """Rows of one shape: short ones dropped, the others by entry (nearly sorted already); their end."""
    kept = begin
    for row in range(begin, end):
        vacancy, enter, leave = rows.vacancies[row], rows.enter_m[row], rows.exit_m[row]
        if leave - enter < MIN_STRETCH_M - ROUNDING_M:
            continue
        place = kept
        while place > begin and rows.enter_m[place - 1] > enter:
            before = place - 1
            _put(rows, place, rows.vacancies[before], rows.enter_m[before], rows.exit_m[before])
            place = before
        _put(rows, place, vacancy, enter, leave)
        kept += 1
    return kept


@compiled
def _box(start: Floats, step: Floats) -> Box:
    """The box of a piece."""
    x, y, z = start[0] + step[0], start[1] + step[1], start[2] + step[2]
    lat1 = asin(start[2] / sqrt(start[0] ** 2 + start[1] ** 2 + start[2] ** 2))
    lat2 = asin(z / sqrt(x * x + y * y + z * z))
    west = atan2(start[1], start[0])
    turn = atan2(y, x) - west
    turn -= FULL_TURN * floor((turn + pi) / FULL_TURN)
    south, north = min(lat1, lat2) - BULGE, max(lat1, lat2) + BULGE
    return Box(south, north, west + min(turn, 0.0) - BULGE, west + max(turn, 0.0) + BULGE)


@compiled
def _sweep(line: Line, grid: Grid) -> tuple[int, Rows]:
    """Rows, and how many of them are filled. Vacancies are places of the grid."""
    rows = _room(1024)
    last_row = np.full(len(grid.facts), -1, np.int64)
    seen = np.full(len(grid.facts), -1, np.int64)
    near = np.empty(len(grid.facts), np.int32)
    count, opened = 0, 0
    for piece in range(len(line.shapes)):
        if piece and line.shapes[piece] != line.shapes[piece - 1]:
            for row in range(opened, count):
                last_row[rows.vacancies[row]] = -1
            count = opened = _tidy(rows, opened, count)
        start, step = line.starts[piece], line.steps[piece]
        enter, span = line.enter_m[piece], line.exit_m[piece] - line.enter_m[piece]
        for vacancy in near[: candidates(grid, _box(start, step), piece, seen, near)]:
            hit, low, high = _crossing(start, step, grid.facts[vacancy])
            if not hit:
                continue
            known = last_row[vacancy]
            if known >= 0 and enter + low * span < rows.exit_m[known] + MIN_GAP_M:
                rows.exit_m[known] = enter + high * span
                continue
            if count == len(rows.shapes):
                rows = _larger(rows)
            rows.shapes[count] = line.shapes[piece]
            _put(rows, count, vacancy, enter + low * span, enter + high * span)
            last_row[vacancy] = count
            count += 1
    return _tidy(rows, opened, count), rows
