"""What is ahead of a vehicle on its shape: a binary search and a short scan per position, compiled.

A vehicle is (shape, metres along it). A stretch is ahead from `lead_m` before it begins until its last
useful stop is passed (its end, where no stop is known).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.alight import ShapeStops
from jalon.engines.geocast.compiled import compiled
from jalon.engines.geocast.problem import Floats, Ints, Stretches

Singles = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class RouteIndex:
    """Stretches of each shape by entry: rows first[shape] to first[shape + 1], 16 bytes each.

    `reach_m` is the furthest `until_m` of the shape's rows so far: rows before the first one that reaches
    the vehicle are all behind it.
    """

    first: Ints
    vacancies: Ints
    enter_m: Singles
    until_m: Singles
    reach_m: Singles

    @property
    def nbytes(self) -> int:
        """Bytes of the whole index."""
        parts = (self.first, self.vacancies, self.enter_m, self.until_m, self.reach_m)
        return sum(part.nbytes for part in parts)


class Table(NamedTuple):
    """The columns of a `RouteIndex` that compiled loops read."""

    first: Ints
    enter_m: Singles
    until_m: Singles
    reach_m: Singles


class Vehicles(NamedTuple):
    """Shape, metres along it and metres of lead of each vehicle."""

    shapes: Ints
    at_m: Floats
    lead_m: Floats


def last_useful_m(stretches: Stretches, served: ShapeStops) -> Floats:
    """Metres of the last stop inside each stretch, its end where there is none."""
    until = stretches.exit_m.copy()
    for shape in np.unique(stretches.shapes):
        stops = served.along_m[served.first[shape] : served.first[shape + 1]]
        rows = np.flatnonzero(stretches.shapes == shape)
        last = np.searchsorted(stops, stretches.exit_m[rows] + 1e-5, "right") - 1
        inside = (last >= 0) & (stops[last] >= stretches.enter_m[rows] - 1e-5) if stops.size else last > 0
        until[rows[inside]] = stops[last[inside]]
    return until


def index_of(shape_count: int, shapes: Ints, vacancies: Ints, enter_m: Floats, until_m: Floats) -> RouteIndex:
    """The index of these stretches, given in any order."""
    if len(shapes) and not _in_order(shapes, enter_m):
        order = np.lexsort((enter_m, shapes))
        shapes, vacancies = shapes[order], vacancies[order]
        enter_m, until_m = enter_m[order], until_m[order]
    first = np.searchsorted(shapes, np.arange(shape_count + 1)).astype(np.int32)
    until = until_m.astype(np.float32)
    return RouteIndex(first, vacancies, enter_m.astype(np.float32), until, _reach(first, until))


@compiled
def _in_order(shapes: Ints, enter_m: Floats) -> bool:
    for row in range(1, len(shapes)):
        if shapes[row] < shapes[row - 1]:
            return False
        if shapes[row] == shapes[row - 1] and enter_m[row] < enter_m[row - 1]:
            return False
    return True


@compiled
def _reach(first: Ints, until_m: Singles) -> Singles:
    reach = until_m.copy()
    for shape in range(len(first) - 1):
        for row in range(first[shape] + 1, first[shape + 1]):
            reach[row] = max(reach[row], reach[row - 1])
    return reach


def ahead(index: RouteIndex, shapes: Ints, at_m: Floats, lead_m: Floats, *, most: int = 8) -> Ints:
    """Rows of the index that are ahead of each vehicle, by entry: [vehicle, most], -1 after the last.

    `lead_m` is the distance each vehicle covers in the lead time.
    """
    rows = np.full((len(shapes), most), -1, np.int32)
    table = Table(index.first, index.enter_m, index.until_m, index.reach_m)
    _ahead(table, Vehicles(shapes, at_m, lead_m), rows)
    return rows


@compiled
def _ahead(table: Table, vehicles: Vehicles, rows: Ints) -> None:
    for vehicle in range(len(rows)):
        shape, at = vehicles.shapes[vehicle], vehicles.at_m[vehicle]
        limit = at + vehicles.lead_m[vehicle]
        low, end = table.first[shape], table.first[shape + 1]
        high = end
        while low < high:
            middle = (low + high) >> 1
            if table.reach_m[middle] < at:
                low = middle + 1
            else:
                high = middle
        found = 0
        for row in range(low, end):
            if found == rows.shape[1] or table.enter_m[row] > limit:
                break
            if table.until_m[row] >= at:
                rows[vehicle, found] = row
                found += 1
