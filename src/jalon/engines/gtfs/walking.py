"""On foot: a straight line lengthened by what streets add, at an ordinary pace."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from jalon.engines.gtfs import geodesy
from jalon.engines.gtfs.feed import Ints, Stops

DETOUR = 1.3
METRES_PER_SECOND = 4.5 / 3.6
Floats = NDArray[np.float64]


def walk_s(straight_m: Floats) -> Ints:
    """Seconds on foot, rounded up, for distances as the crow flies in metres."""
    return np.ceil(straight_m * DETOUR / METRES_PER_SECOND).astype(np.int32)


def from_place(stops: Stops, lat: float, lon: float) -> Floats:
    """Metres as the crow flies from a place in degrees to each stop."""
    return geodesy.distance_m(lat, lon, stops.lat, stops.lon)


class Footpaths:
    """Pairs of stops (`start`, `end`, both ways, never itself) within walking distance, and `seconds`."""

    def __init__(self, stops: Stops, within_m: float) -> None:
        point = geodesy.space(stops.lat, stops.lon)
        pairs = cKDTree(point).query_pairs(within_m, output_type="ndarray").astype(np.int32)
        self.start = np.concatenate([pairs[:, 0], pairs[:, 1]])
        self.end = np.concatenate([pairs[:, 1], pairs[:, 0]])
        self.seconds = walk_s(np.linalg.norm(point[self.start] - point[self.end], axis=1))
