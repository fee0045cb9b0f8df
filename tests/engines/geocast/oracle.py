"""The same question answered another way: Vincenty's geodesics, an azimuthal projection, shapely.

Nothing here is shared with the engine: distances by Vincenty's inverse formula on WGS84 (1975), each place
sees the line in its own azimuthal equidistant projection, shapely cuts each segment with a fine circle.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
A, F = 6_378_137.0, 1 / 298.257223563
B = A * (1 - F)
STEP_M = 250.0
SIDES = 400
FLAT = (np.pi / 4 / SIDES) ** 2 / 2  # how much nearer the middle of a side is than a corner


def vincenty(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> tuple[Floats, Floats]:
    """Metres and azimuth (radians, clockwise from north) from the first point to the second, in degrees."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    turn = np.radians((np.asarray(lon2) - np.asarray(lon1) + 180) % 360 - 180)
    u1, u2 = np.arctan((1 - F) * np.tan(phi1)), np.arctan((1 - F) * np.tan(phi2))
    s1, c1, s2, c2 = np.sin(u1), np.cos(u1), np.sin(u2), np.cos(u2)
    lam = turn
    for _ in range(30):
        sl, cl = np.sin(lam), np.cos(lam)
        ss = np.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl)
        cs = s1 * s2 + c1 * c2 * cl
        sigma = np.arctan2(ss, cs)
        sa = np.where(ss > 0, c1 * c2 * sl / np.where(ss > 0, ss, 1), 0.0)
        c2a = 1 - sa**2
        cm = np.where(c2a > 1e-15, cs - 2 * s1 * s2 / np.where(c2a > 1e-15, c2a, 1), 0.0)
        c = F / 16 * c2a * (4 + F * (4 - 3 * c2a))
        before = lam
        lam = turn + (1 - c) * F * sa * (sigma + c * ss * (cm + c * cs * (2 * cm**2 - 1)))
        if np.abs(lam - before).max() < 1e-14:
            break
    w = c2a * (A**2 - B**2) / B**2
    ka = 1 + w / 16384 * (4096 + w * (-768 + w * (320 - 175 * w)))
    kb = w / 1024 * (256 + w * (-128 + w * (74 - 47 * w)))
    inner = cs * (2 * cm**2 - 1) - kb / 6 * cm * (4 * ss**2 - 3) * (4 * cm**2 - 3)
    metres = B * ka * (sigma - kb * ss * (cm + kb / 4 * inner))
    return metres, np.arctan2(c2 * np.sin(lam), c1 * s2 - s1 * c2 * np.cos(lam))


def densify(points: Sequence[tuple[float, float]]) -> tuple[Floats, Floats, Floats]:
    """Latitudes, longitudes and metres of the line, straight in degrees, a point at least every STEP_M."""
    lat, lon = np.array(points, np.float64).T
    turn = (np.diff(lon) + 180) % 360 - 180
    parts = (vincenty(lat[:-1], lon[:-1], lat[1:], lon[1:])[0] // STEP_M).astype(int) + 1
    owner = np.repeat(np.arange(len(parts)), parts)
    share = (np.arange(len(owner)) - np.repeat(np.cumsum(parts) - parts, parts) + 1) / parts[owner]
    y = np.concatenate([lat[:1], lat[:-1][owner] + share * np.diff(lat)[owner]])
    x = np.concatenate([lon[:1], lon[:-1][owner] + share * turn[owner]])
    steps = vincenty(y[:-1], x[:-1], y[1:], x[1:])[0]
    return y, x, np.concatenate([[0.0], np.cumsum(steps)])


def intervals(
    line: tuple[Floats, Floats, Floats], lat: float, lon: float, radius_m: float
) -> list[tuple[float, float]]:
    """Maximal intervals, in metres along a densified line, within the radius of a place; 0.1 m at least."""
    y, x, metres = line
    far, azimuth = vincenty(lat, lon, y, x)
    flat = np.stack([far * np.sin(azimuth), far * np.cos(azimuth)], axis=1)
    segments = shapely.linestrings(np.stack([flat[:-1], flat[1:]], axis=1))
    close = np.flatnonzero(shapely.distance(segments, shapely.Point(0, 0)) <= radius_m)
    circle = shapely.Point(0, 0).buffer(radius_m * (1 + FLAT / 2), quad_segs=SIDES)
    found: list[tuple[float, float]] = []
    for i, part in zip(close, shapely.intersection(segments[close], circle), strict=True):
        if part.is_empty:
            continue
        marks = shapely.line_locate_point(segments[i], shapely.points(shapely.get_coordinates(part)))
        whole = shapely.length(segments[i])
        ends = metres[i] + np.array([marks.min(), marks.max()]) / max(whole, 1e-12) * (
            metres[i + 1] - metres[i]
        )
        if found and ends[0] - found[-1][1] <= 1e-3:
            found[-1] = (found[-1][0], float(ends[1]))
        else:
            found.append((float(ends[0]), float(ends[1])))
    return [(enter, leave) for enter, leave in found if leave - enter >= 0.1]
