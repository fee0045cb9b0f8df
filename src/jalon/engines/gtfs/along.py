"""Where along its shape a vehicle stops: the whole sequence of stops is laid on the line at once.

A loop passes the same place twice, so the nearest point of the line can be the wrong passage. Stops are
served in order: among all placements that never go back, the one with the least sum of squared gaps wins
(dynamic programme over the pieces of the line).
"""

import numpy as np
from numpy.typing import NDArray

from jalon.engines.gtfs import geodesy

Floats = NDArray[np.float64]


def place_stops(lat: Floats, lon: Floats, stop_lat: Floats, stop_lon: Floats) -> Floats:
    """Metres along the line (points in degrees, at least two) of each stop of a sequence, in order."""
    first = np.array([0, len(lat)], np.int32)
    segment, ends = geodesy.cut(lat, lon, geodesy.links(first, len(lat)))
    bounds = geodesy.measure(segment, ends, geodesy.along_m(lat, lon, first))
    gap2, fraction = _gaps(ends, stop_lat, stop_lon)
    piece = _cheapest_order(gap2)
    rows = np.arange(len(piece))
    metres = bounds[piece, 0] + fraction[rows, piece] * (bounds[piece, 1] - bounds[piece, 0])
    return np.maximum.accumulate(metres)


def _gaps(ends: Floats, stop_lat: Floats, stop_lon: Floats) -> tuple[Floats, Floats]:
    """Squared metres from each stop to each piece, and where on the piece (0 to 1): [stop, piece] both."""
    east, north, _ = geodesy.axes(stop_lat, stop_lon)
    here = geodesy.space(stop_lat, stop_lon)
    step = ends[:, 1] - ends[:, 0]
    dx, dy = east @ step.T, north @ step.T
    ax = east @ ends[:, 0].T - np.sum(east * here, axis=1)[:, None]
    ay = north @ ends[:, 0].T - np.sum(north * here, axis=1)[:, None]
    length2 = np.maximum(dx * dx + dy * dy, 1e-12)
    fraction = np.clip(-(ax * dx + ay * dy) / length2, 0.0, 1.0)
    return (ax + fraction * dx) ** 2 + (ay + fraction * dy) ** 2, fraction


def _cheapest_order(cost: Floats) -> NDArray[np.int64]:
    """For cost[stop, piece], the piece of each stop, never decreasing, of least total; ties: the earlier."""
    stops, pieces = cost.shape
    origin = np.empty((stops, pieces), np.int64)
    rank = np.arange(pieces)
    best = cost[0]
    for stop in range(1, stops):
        least = np.minimum.accumulate(best)
        improves = np.concatenate([[True], least[1:] < least[:-1]])
        origin[stop] = np.maximum.accumulate(np.where(improves, rank, 0))
        best = least + cost[stop]
    chosen = np.empty(stops, np.int64)
    chosen[-1] = np.argmin(best)
    for stop in range(stops - 1, 0, -1):
        chosen[stop - 1] = origin[stop, chosen[stop]]
    return chosen
