"""Shapes as short straight pieces in space, and the plane in which a vacancy sees them.

Each vacancy has its own plane, which touches the WGS84 ellipsoid where it stands; points of a shape are
projected straight down on it. A circle of geodesic radius r is there a circle of radius R sin(r / R).
Why: docs/decisions/0001-local-projection.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.problem import Floats, Ints, Vacancies
from jalon.engines.gtfs import geodesy
from jalon.engines.gtfs.feed import Shapes


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Straight pieces of at most two kilometres, shape by shape in order; none has length zero.

    `shapes` index the feed's shapes; `starts` and `steps` are Earth-centred metres [piece, 3]; `enter_m`
    and `exit_m` are metres from the shape's start at both ends.
    """

    shapes: Ints
    starts: Floats
    steps: Floats
    enter_m: Floats
    exit_m: Floats

    def __len__(self) -> int:
        return len(self.shapes)


def pieces_of(shapes: Shapes, chosen: NDArray[np.bool_] | None = None) -> Pieces:
    """The pieces of every shape, or of those for which `chosen` is true."""
    linked = geodesy.links(shapes.first, len(shapes.lat))
    owner = np.repeat(np.arange(len(shapes.ids), dtype=np.int32), np.diff(shapes.first))
    if chosen is not None:
        linked &= chosen[owner]
    linked[:-1] &= shapes.along_m[1:] > shapes.along_m[:-1]
    segment, ends = geodesy.cut(shapes.lat, shapes.lon, linked)
    bounds = geodesy.measure(segment, ends, shapes.along_m)
    steps = ends[:, 1] - ends[:, 0]
    return Pieces(owner[segment], ends[:, 0], steps, bounds[:, 0].copy(), bounds[:, 1].copy())


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """One plane per vacancy: origin [n, 3], unit vectors east and north [n, 3], radius within the plane."""

    origin: Floats
    east: Floats
    north: Floats
    radius: Floats


def planes_of(vacancies: Vacancies) -> Planes:
    """The plane of each vacancy."""
    east, north, _ = geodesy.axes(vacancies.lat, vacancies.lon)
    bend = geodesy.MEAN_RADIUS_M
    radius = bend * np.sin(vacancies.radius_m / bend)
    return Planes(geodesy.space(vacancies.lat, vacancies.lon), east, north, radius)
