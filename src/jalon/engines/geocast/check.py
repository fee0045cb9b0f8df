"""Verify a table of stretches against every rule, without the solver: the line is walked point by point.

Distances here are geodesic distances between points, not the plane in which the solver works.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.problem import MIN_STRETCH_M, Floats, Stretches, Vacancies
from jalon.engines.gtfs import geodesy
from jalon.engines.gtfs.feed import Feed

STEP_M = 10.0
TOLERANCE_M = 0.5
SAME_M = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """A shape as points at most STEP_M apart: degrees and metres from its start."""

    lat: Floats
    lon: Floats
    along_m: Floats

    def at(self, metres: Floats) -> tuple[Floats, Floats]:
        """Degrees of places along the shape."""
        return np.interp(metres, self.along_m, self.lat), np.interp(metres, self.along_m, self.lon)


def check(feed: Feed, vacancies: Vacancies, stretches: Stretches, shapes: NDArray[np.int32]) -> list[str]:
    """Every rule that the table breaks for these shapes, in French; empty when it breaks none."""
    faults = list(_order(stretches))
    for shape in shapes.tolist():
        walk = _walk(feed, shape)
        rows = np.flatnonzero(stretches.shapes == shape)
        for vacancy in range(len(vacancies)):
            mine = rows[stretches.vacancies[rows] == vacancy]
            place = f"tracé {feed.shapes.ids[shape]}, offre {vacancies.ids[vacancy]}"
            broken = _pair(feed, walk, _Place.of(vacancies, vacancy), stretches, mine)
            faults += [f"{place} : {fault}" for fault in broken]
    return faults


def _order(stretches: Stretches) -> Iterator[str]:
    """Rows are sorted by shape, vacancy and entry."""
    order = np.lexsort((stretches.enter_m, stretches.vacancies, stretches.shapes))
    if not np.array_equal(order, np.arange(len(stretches))):
        yield "les lignes ne sont pas triées par tracé, offre et entrée"


def _walk(feed: Feed, shape: int) -> Walk:
    rows = feed.points(shape)
    lat, lon, along = feed.shapes.lat[rows], feed.shapes.lon[rows], feed.shapes.along_m[rows]
    lon = lon[0] + np.concatenate([[0.0], np.cumsum(geodesy.short_way(np.diff(lon)))])
    parts = np.maximum(np.ceil(np.diff(along) / STEP_M), 1).astype(int)
    owner = np.repeat(np.arange(len(parts)), parts)
    share = (np.arange(len(owner)) - np.repeat(np.cumsum(parts) - parts, parts)) / parts[owner]
    y, x = (np.append(c[:-1][owner] + share * np.diff(c)[owner], c[-1]) for c in (lat, lon))
    steps = geodesy.distance_m(y[:-1], x[:-1], y[1:], x[1:])
    return Walk(y, x, np.concatenate([[0.0], np.cumsum(steps)]))


class _Place(NamedTuple):
    """A vacancy: degrees and metres."""

    lat: float
    lon: float
    radius_m: float

    @staticmethod
    def of(vacancies: Vacancies, i: int) -> "_Place":
        return _Place(float(vacancies.lat[i]), float(vacancies.lon[i]), float(vacancies.radius_m[i]))


def _pair(
    feed: Feed, walk: Walk, where: _Place, stretches: Stretches, rows: NDArray[np.int64]
) -> Iterator[str]:
    """Rules of one shape and one vacancy."""
    place, radius = (where.lat, where.lon), where.radius_m
    enter, leave = stretches.enter_m[rows], stretches.exit_m[rows]
    gap = geodesy.distance_m(*place, walk.lat, walk.lon)
    yield from _extent(enter, leave, float(walk.along_m[-1]))
    covered = np.zeros(len(gap), np.bool_)
    for begin, end in zip(enter, leave, strict=True):
        covered |= (walk.along_m >= begin - TOLERANCE_M) & (walk.along_m <= end + TOLERANCE_M)
        inner = (walk.along_m > begin + TOLERANCE_M) & (walk.along_m < end - TOLERANCE_M)
        if (gap[inner] > radius + TOLERANCE_M).any():
            yield f"le tronçon {begin:.1f} à {end:.1f} sort du rayon"
    if (gap[~covered] < radius - TOLERANCE_M).any():
        yield "le tracé passe dans le rayon hors de tout tronçon"
    yield from _maximal(walk, place, radius, np.concatenate([enter, leave]))
    for row in rows:
        yield from _alight(feed, place, stretches, int(row))


def _extent(enter: Floats, leave: Floats, length: float) -> Iterator[str]:
    """Intervals lie on the shape, are long enough and apart from each other."""
    if (enter < -SAME_M).any() or (leave > length + TOLERANCE_M).any():
        yield "un tronçon dépasse le tracé"
    if (leave - enter < MIN_STRETCH_M - SAME_M).any():
        yield "un tronçon fait moins de 0,1 m"
    if (enter[1:] <= leave[:-1]).any():
        yield "deux tronçons se touchent : ils devraient n’en faire qu’un"


def _maximal(walk: Walk, place: tuple[float, float], radius: float, ends: Floats) -> Iterator[str]:
    """Each end is at the radius, or is an end of the shape."""
    free = ends[(ends > SAME_M) & (ends < walk.along_m[-1] - TOLERANCE_M)]
    off = np.abs(geodesy.distance_m(*place, *walk.at(free)) - radius)
    if (off > TOLERANCE_M).any():
        yield "un bout de tronçon n’est pas sur le bord du rayon"


def _alight(feed: Feed, place: tuple[float, float], stretches: Stretches, row: int) -> Iterator[str]:
    """The stop is inside and no other inside is nearer, nor as near and earlier."""
    trips = np.flatnonzero(feed.trips.shapes == stretches.shapes[row])
    calls = feed.stop_times
    every = [np.arange(calls.first[trip], calls.first[trip + 1]) for trip in trips]
    at = np.concatenate(every) if every else np.empty(0, np.int64)
    along = calls.along_m[at]
    inside = at[(along >= stretches.enter_m[row] - SAME_M) & (along <= stretches.exit_m[row] + SAME_M)]
    chosen = int(stretches.alight[row])
    if not inside.size:
        if chosen >= 0:
            yield f"l’arrêt {feed.stops.ids[chosen]} n’est pas dans le tronçon"
        return
    stops = calls.stops[inside]
    gap = geodesy.distance_m(*place, feed.stops.lat[stops], feed.stops.lon[stops])
    best = inside[gap <= gap.min() + SAME_M]
    first = calls.along_m[best].min()
    if chosen not in calls.stops[best[calls.along_m[best] <= first + SAME_M]]:
        name = feed.stops.ids[chosen] if chosen >= 0 else "aucun"
        yield f"arrêt de descente {name} : un arrêt du tronçon est plus près, ou aussi près et plus tôt"
