"""Where along its shape a vehicle stops: the whole sequence of stops is laid on the line at once.

A loop passes the same place twice, so the nearest point of the line can be the wrong passage. Stops are
served in order: among placements that never go back, the one with the least sum of squared gaps wins
(dynamic programme over the pieces of the line; of equals, the earlier). Two stops on one piece stay in
order there, the second being held at the first's place rather than going back.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalon.engines.gtfs import geodesy

Floats = NDArray[np.float64]


SAME_M2 = 1e-6


class Gaps(NamedTuple):
    """Squared metres from each stop to each piece, at `fraction` (0 to 1) of it: [stop, piece] all but one.

    `foot` is the fraction beyond the ends of the piece too; `length2` [stop, piece] its squared metres.
    """

    metres2: Floats
    fraction: Floats
    foot: Floats
    length2: Floats


def place_stops(lat: Floats, lon: Floats, stop_lat: Floats, stop_lon: Floats) -> Floats:
    """Metres along the line (points in degrees, at least two) of each stop of a sequence, in order."""
    first = np.array([0, len(lat)], np.int32)
    segment, ends = geodesy.cut(lat, lon, geodesy.links(first, len(lat)))
    bounds = geodesy.measure(segment, ends, geodesy.along_m(lat, lon, first))
    piece, fraction = _cheapest_order(_gaps(ends, stop_lat, stop_lon))
    metres = bounds[piece, 0] + fraction * (bounds[piece, 1] - bounds[piece, 0])
    return np.maximum.accumulate(metres)


def _gaps(ends: Floats, stop_lat: Floats, stop_lon: Floats) -> Gaps:
    """How far each stop is from each piece."""
    east, north, _ = geodesy.axes(stop_lat, stop_lon)
    here = geodesy.space(stop_lat, stop_lon)
    step = ends[:, 1] - ends[:, 0]
    dx, dy = east @ step.T, north @ step.T
    ax = east @ ends[:, 0].T - np.sum(east * here, axis=1)[:, None]
    ay = north @ ends[:, 0].T - np.sum(north * here, axis=1)[:, None]
    length2 = np.maximum(dx * dx + dy * dy, 1e-12)
    foot = -(ax * dx + ay * dy) / length2
    fraction = np.clip(foot, 0.0, 1.0)
    return Gaps((ax + fraction * dx) ** 2 + (ay + fraction * dy) ** 2, fraction, foot, length2)


def _cheapest_order(gaps: Gaps) -> tuple[NDArray[np.int64], Floats]:
    """The piece of each stop, never decreasing, and the fraction of it, of least total."""
    stops, pieces = gaps.metres2.shape
    origin = np.empty((stops, pieces), np.int64)
    place = gaps.fraction.copy()
    rank = np.arange(pieces)
    best = gaps.metres2[0]
    for stop in range(1, stops):
        least = np.minimum.accumulate(best)
        improves = np.concatenate([[True], least[1:] < least[:-1] - SAME_M2])
        cheapest = np.maximum.accumulate(np.where(improves, rank, 0))
        go_on = np.concatenate([[np.inf], least[:-1]])
        held, stay = _held(gaps, stop, place[stop - 1])
        stay = best + stay
        stays = stay < go_on - SAME_M2
        place[stop] = np.where(stays, held, gaps.fraction[stop])
        origin[stop] = np.where(stays, rank, np.concatenate([[0], cheapest[:-1]]))
        best = np.where(stays, stay, go_on) + gaps.metres2[stop]
    chosen = np.empty(stops, np.int64)
    chosen[-1] = np.flatnonzero(best <= best.min() + SAME_M2)[0]
    for stop in range(stops - 1, 0, -1):
        chosen[stop - 1] = origin[stop, chosen[stop]]
    return chosen, place[np.arange(stops), chosen]


def _held(gaps: Gaps, stop: int, before: Floats) -> tuple[Floats, Floats]:
    """On each piece, where the stop stands if the one before stands there too, and what that adds."""
    held = np.maximum(gaps.fraction[stop], before)
    foot = gaps.foot[stop]
    return held, ((held - foot) ** 2 - (gaps.fraction[stop] - foot) ** 2) * gaps.length2[stop]
