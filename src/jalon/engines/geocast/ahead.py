"""From stretches along shapes to stretches of each pattern: stop to get off at, walk, from when to show."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.bundle import Params, Pattern, Stretch
from jalon.engines.geocast.day import METRES_PER_DEGREE, ServiceDay
from jalon.engines.geocast.fit import Rides
from jalon.engines.geocast.offers import Offer
from jalon.engines.geocast.problem import Stretches

DETOUR = 1.3
WALK_M_PER_MIN = 75.0

Floats = NDArray[np.float64]


def patterns_ahead(
    day: ServiceDay, stretches: Stretches, offers: Sequence[Offer], params: Params
) -> tuple[Pattern, ...]:
    """The day's patterns with their stretches; `stretches.vacancies` are positions in `offers`."""
    rides, middle = Rides(day), _middle_runs(day)
    rows_of = {shape: _rows(stretches, shape) for shape in set(day.feed_shapes)}
    patterns = []
    for p, pattern in enumerate(day.patterns):
        run = day.runs[middle[p]]
        rows = rows_of[day.feed_shapes[pattern.shape]]
        found = (_stretch(day, pattern, stretches, row, offers) for row in rows)
        timed = [_timed(pattern, run, s, params.lead_time_s) for s in found if s is not None]
        fitted = [_fitted(day, rides, pattern, s, offers[s.vacancy]) for s in timed]
        ordered = sorted(fitted, key=lambda s: (s.from_m, s.until_m, s.vacancy))
        rounds = _rounds(ordered, pattern, run, params)
        patterns.append(replace(pattern, stretches=tuple(ordered), rounds=rounds))
    return tuple(patterns)


def _rounds(
    stretches: Sequence[Stretch], pattern: Pattern, run: tuple[int, ...], params: Params
) -> tuple[tuple[float, float], ...]:
    """Passages in metres, long ones cut where the bus is every `repeat_after_minutes`."""
    rounds = []
    for begin, end in _passages(stretches, pattern, run, params.passage_gap_s):
        first, last = np.interp([begin, end], pattern.metres, run).tolist()
        cuts_s = np.arange(first, last, params.repeat_after_minutes * 60)[1:]
        cuts = [round(cut, 1) for cut in np.interp(cuts_s, run, pattern.metres).tolist()]
        marks = [begin, *(cut for cut in cuts if begin < cut < end), end]
        rounds += [(a, b) for a, b in pairwise(marks) if a < b]
    return tuple(rounds)


def _passages(
    stretches: Sequence[Stretch], pattern: Pattern, run: tuple[int, ...], gap_s: float
) -> list[tuple[float, float]]:
    """Stretches (sorted by `from_m`) joined where the bus needs no more than `gap_s` from one to the next."""
    joined: list[tuple[float, float]] = []
    for stretch in stretches:
        left, met = np.interp([joined[-1][1] if joined else 0, stretch.from_m], pattern.metres, run)
        if joined and met - left <= gap_s:
            joined[-1] = (joined[-1][0], max(joined[-1][1], stretch.until_m))
        else:
            joined.append((stretch.from_m, stretch.until_m))
    return joined


def _middle_runs(day: ServiceDay) -> dict[int, int]:
    """For each pattern the run of middle duration: what "so many seconds before" means on it."""
    runs: dict[int, list[int]] = {}
    for trip in day.trips:
        runs.setdefault(trip.pattern, []).append(trip.run)
    return {p: sorted(rs, key=lambda r: (day.runs[r][-1], r))[len(rs) // 2] for p, rs in runs.items()}


def _rows(stretches: Stretches, shape: int) -> range:
    """Rows of one shape: the table is sorted by shape."""
    first, last = np.searchsorted(stretches.shapes, [shape, shape + 1])
    return range(int(first), int(last))


def _stretch(
    day: ServiceDay, pattern: Pattern, stretches: Stretches, row: int, offers: Sequence[Offer]
) -> Stretch | None:
    """The stretch on this pattern, or None when no stop (after the first) lies inside it."""
    enter, leave = float(stretches.enter_m[row]), float(stretches.exit_m[row])
    vacancy = int(stretches.vacancies[row])
    metres = np.asarray(pattern.metres)
    inside = np.flatnonzero((metres >= enter - 0.05) & (metres <= leave + 0.05))
    inside = inside[inside > 0]
    if not inside.size:
        return None
    away = _distance(day, np.asarray(pattern.stops)[inside], offers[vacancy])
    nearest = int(np.argmin(away))
    stop = int(inside[nearest])
    walk = max(1, int(np.ceil(away[nearest] * DETOUR / WALK_M_PER_MIN)))
    return Stretch(vacancy, 0.0, round(enter, 1), round(leave, 1), pattern.metres[stop], stop, walk)


def _distance(day: ServiceDay, stops: NDArray[np.int64], offer: Offer) -> Floats:
    """Metres as the crow flies from each stop to the offer's place."""
    dy = (day.stop_lat[stops] - offer.lat) * METRES_PER_DEGREE
    dx = (day.stop_lon[stops] - offer.lon) * METRES_PER_DEGREE * np.cos(np.radians(offer.lat))
    away: Floats = np.hypot(dx, dy)
    return away


def _timed(pattern: Pattern, run: tuple[int, ...], stretch: Stretch, lead_time_s: float) -> Stretch:
    """The stretch with the metre from which it is shown: the lead time before it is entered."""
    metres, seconds = np.asarray(pattern.metres), np.asarray(run, float)
    entered_s = float(np.interp(stretch.enter_m, metres, seconds))
    before = float(np.interp(entered_s - lead_time_s, seconds, metres))
    from_m = 0.0 if before <= metres[0] else round(min(before, stretch.enter_m), 1)
    return replace(stretch, from_m=from_m)


def _fitted(day: ServiceDay, rides: Rides, pattern: Pattern, stretch: Stretch, offer: Offer) -> Stretch:
    """The stretch with the shifts that the line's buses serve from where it begins to be shown."""
    here = max(0, bisect_right(pattern.metres, stretch.from_m) - 1)
    names = day.stops[pattern.stops[here]].name, day.stops[pattern.stops[stretch.stop]].name
    return replace(stretch, fits=rides.fits(pattern.line, names, stretch.walk_min * 60, offer.shifts))
