"""Metres on the WGS84 ellipsoid, without map projection: points in space, chords made arcs.

A segment is straight in longitude and latitude (RFC 7946, section 3.1.1), the short way round the
antimeridian; it is cut in pieces of a kilometre or less, so short that each one's chord stays within 2 cm.
See docs/decisions/0001-local-projection.md.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY2 = FLATTENING * (2 - FLATTENING)
MEAN_RADIUS_M = 6_371_008.8
PIECE_M = 1_000.0


def space(lat: ArrayLike, lon: ArrayLike) -> Floats:
    """Earth-centred coordinates in metres, shape [..., 3], of points given in degrees."""
    phi, lam = np.radians(lat), np.radians(lon)
    normal = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY2 * np.sin(phi) ** 2)
    across = normal * np.cos(phi)
    up = normal * (1 - ECCENTRICITY2) * np.sin(phi)
    return np.stack([across * np.cos(lam), across * np.sin(lam), up], axis=-1)


def arc_m(chord_m: Floats) -> Floats:
    """Metres along the ellipsoid for a straight line through it: within 3 parts in a million to 400 km."""
    return 2 * MEAN_RADIUS_M * np.arcsin(np.minimum(chord_m / (2 * MEAN_RADIUS_M), 1.0))


def distance_m(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Floats:
    """Geodesic distance in metres, broadcast over degrees."""
    return arc_m(np.linalg.norm(space(lat2, lon2) - space(lat1, lon1), axis=-1))


def short_way(degrees: Floats) -> Floats:
    """A difference of longitudes brought to -180 to 180."""
    return (degrees + 180) % 360 - 180


def axes(lat: ArrayLike, lon: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Unit vectors east, north and up, each [..., 3], of the plane that touches the ellipsoid here."""
    phi, lam = np.radians(lat), np.radians(lon)
    zero = np.zeros_like(phi + lam)
    east = np.stack([-np.sin(lam) + zero, np.cos(lam) + zero, zero], axis=-1)
    up = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi) + zero], axis=-1)
    return east, np.cross(up, east), up


def links(first: NDArray[np.int32], count: int) -> NDArray[np.bool_]:
    """For points in rows, whether row i and i + 1 belong to the same line ([count], last one false)."""
    linked = np.ones(count, np.bool_)
    linked[first[1:][first[1:] > 0] - 1] = False
    return linked


def cut(lat: Floats, lon: Floats, linked: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Floats]:
    """Pieces, in order, of each segment from point i to i + 1 for which `linked[i]`: none bends over 2 cm.

    Returns the segment of each piece, and its ends in Earth-centred metres [piece, 2, 3].
    """
    segments = np.flatnonzero(linked)
    turn = short_way(lon[segments + 1] - lon[segments])
    rise = lat[segments + 1] - lat[segments]
    rough = np.hypot(rise, turn * np.cos(np.radians(lat[segments]))) * 111_700
    bend = np.abs(np.tan(np.radians(lat[segments]))).clip(1.0, 400.0)
    parts = np.maximum(np.ceil(rough * np.sqrt(bend) / PIECE_M), 1).astype(np.int64)
    owner = np.repeat(np.arange(len(segments)), parts)
    rank = np.arange(len(owner)) - np.repeat(np.cumsum(parts) - parts, parts)
    share = (rank[:, None] + np.array([0, 1])) / parts[owner][:, None]
    lats = lat[segments][owner][:, None] + share * rise[owner][:, None]
    lons = lon[segments][owner][:, None] + share * turn[owner][:, None]
    return segments[owner], space(lats, lons)


def measure(segment: NDArray[np.int64], ends: Floats, along: Floats) -> Floats:
    """Metres at both ends of each piece [piece, 2], for lines whose points stand at `along`."""
    length = arc_m(np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1))
    total = np.cumsum(length)
    opens = np.ones(len(segment), np.bool_)
    opens[1:] = segment[1:] != segment[:-1]
    before = (total - length)[opens]
    offset = along[segment] - np.repeat(before, np.diff(np.append(np.flatnonzero(opens), len(segment))))
    return np.stack([total - length + offset, total + offset], axis=1)


def along_m(lat: Floats, lon: Floats, first: NDArray[np.int32]) -> Floats:
    """Metres of each point from the start of its own line, lines being rows first[i] to first[i + 1]."""
    if not len(lat):
        return np.zeros(0)
    segment, ends = cut(lat, lon, links(first, len(lat)))
    steps = np.bincount(segment, arc_m(np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)), len(lat))
    total = np.concatenate([[0.0], np.cumsum(steps)[:-1]])
    starts = np.repeat(total[first[:-1]], np.diff(first))
    return np.asarray(total - starts, np.float64)
