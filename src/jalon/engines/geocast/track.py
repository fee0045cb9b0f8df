"""Places on a shape: from a point to its feet on the line, and from metres along the line to a point."""

from dataclasses import dataclass
from math import cos, hypot, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from jalon.engines.gtfs.feed import Feed
from jalon.engines.gtfs.geodesy import ECCENTRICITY2, SEMI_MAJOR_M, short_way

Floats = NDArray[np.float64]

SAME_FOOT_M = 25.0
SAME_HEADING_DEG = 60.0
MAX_FEET = 12
TIE_M = 0.01


@dataclass(frozen=True, slots=True)
class Foot:
    """A place of a shape nearest to a point: metres along it, metres from the point, heading there."""

    at_m: float
    distance_m: float
    bearing: float


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Return the WGS84 metres of one degree of longitude and of latitude at this latitude."""
    s2 = sin(radians(lat)) ** 2
    meridian = SEMI_MAJOR_M * (1 - ECCENTRICITY2) / (1 - ECCENTRICITY2 * s2) ** 1.5
    return radians(1) * SEMI_MAJOR_M / sqrt(1 - ECCENTRICITY2 * s2) * cos(radians(lat)), radians(1) * meridian


def distance_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Return metres between two points some kilometres apart at most (local projection)."""
    east, north = metres_per_degree((lat_a + lat_b) / 2)
    return hypot((lon_b - lon_a) * east, (lat_b - lat_a) * north)


def heading(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Return the heading from a to b in degrees clockwise from north."""
    east, north = metres_per_degree((lat_a + lat_b) / 2)
    return float(np.degrees(np.arctan2((lon_b - lon_a) * east, (lat_b - lat_a) * north)) % 360)


def turn(bearing_a: float, bearing_b: float) -> float:
    """Return the angle between two headings, 0 to 180 degrees."""
    return abs((bearing_a - bearing_b + 180) % 360 - 180)


def feet(feed: Feed, shape: int, lat: float, lon: float, within_m: float) -> list[Foot]:
    """Return every distinct place of the shape that passes within `within_m` of the point, nearest first.

    A line that comes back along the same street gives one foot per passage and direction.
    """
    rows = feed.points(shape)
    east, north = metres_per_degree(lat)
    x, y = short_way(feed.shapes.lon[rows] - lon) * east, (feed.shapes.lat[rows] - lat) * north
    along = feed.shapes.along_m[rows]
    if len(x) < 2:
        return []
    dx, dy, length = np.diff(x), np.diff(y), np.diff(along)
    squared = dx * dx + dy * dy
    moving = squared > 0
    share = np.clip(-(x[:-1] * dx + y[:-1] * dy) / np.where(moving, squared, 1), 0, 1)
    gap = np.where(moving, np.hypot(x[:-1] + share * dx, y[:-1] + share * dy), np.inf)
    lowest = _local_minima(gap, within_m)
    bearings = np.degrees(np.arctan2(dx[lowest], dy[lowest])) % 360
    found = zip(along[lowest] + share[lowest] * length[lowest], gap[lowest], bearings, strict=True)
    return _distinct([Foot(float(m), float(d), float(b)) for m, d, b in found])


def _local_minima(gap: Floats, within_m: float) -> NDArray[np.intp]:
    before = np.concatenate(([np.inf], gap[:-1]))
    after = np.concatenate((gap[1:], [np.inf]))
    # At the tip of a hairpin both legs are equally near but for rounding, and both count.
    lowest = np.flatnonzero((gap <= within_m) & (gap <= before + TIE_M) & (gap <= after + TIE_M))
    return lowest[np.argsort(gap[lowest], kind="stable")]


def _distinct(found: list[Foot]) -> list[Foot]:
    kept: list[Foot] = []
    for foot in found:
        same = (
            abs(foot.at_m - other.at_m) < SAME_FOOT_M and turn(foot.bearing, other.bearing) < SAME_HEADING_DEG
            for other in kept
        )
        if not any(same):
            kept.append(foot)
    return kept[:MAX_FEET]


def point_at(feed: Feed, shape: int, at_m: float) -> tuple[float, float, float]:
    """Return latitude, longitude and heading of the place `at_m` metres along the shape (clamped to it)."""
    rows = feed.points(shape)
    along, lat, lon = feed.shapes.along_m[rows], feed.shapes.lat[rows], feed.shapes.lon[rows]
    here = (float(np.interp(at_m, along, lat)), float(np.interp(at_m, along, lon)))
    i = int(np.clip(np.searchsorted(along, at_m, side="right") - 1, 0, max(len(along) - 2, 0)))
    j = min(i + 1, len(along) - 1)
    return (*here, heading(float(lat[i]), float(lon[i]), float(lat[j]), float(lon[j])))
