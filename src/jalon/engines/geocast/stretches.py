"""The stretches: every maximal interval of a shape within the radius of a vacancy, and where to get off."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.alight import nearest_stops
from jalon.engines.geocast.crossings import Crossings, cross
from jalon.engines.geocast.problem import MIN_GAP_M, MIN_STRETCH_M, ROUNDING_M, Stretches, Vacancies
from jalon.engines.geocast.project import Pieces, pieces_of
from jalon.engines.gtfs.feed import Feed

COMPILED_FROM = 250_000_000


def find_stretches(
    feed: Feed, vacancies: Vacancies, *, shapes: Sequence[int] | NDArray[np.int32] | None = None
) -> Stretches:
    """Stretches of these shapes (all when None), sorted by shape index, vacancy index and entry.

    Large problems are swept by compiled loops, others by numpy; both give the same intervals.
    """
    chosen = None
    if shapes is not None:
        chosen = np.zeros(len(feed.shapes.ids), np.bool_)
        chosen[np.asarray(shapes, np.int64)] = True
    pieces = pieces_of(feed.shapes, chosen)
    if len(vacancies) * len(pieces) >= COMPILED_FROM:
        from jalon.engines.geocast.sweep import sweep  # noqa: PLC0415  the compiler loads only at this size

        bare = sweep(pieces, vacancies)
    else:
        bare = merge(pieces, cross(pieces, vacancies))
    return nearest_stops(feed, vacancies, bare)


def merge(pieces: Pieces, crossings: Crossings) -> Stretches:
    """Crossings of successive pieces joined into maximal intervals; those under 0.1 m are dropped."""
    order = np.lexsort((crossings.pieces, crossings.vacancies, pieces.shapes[crossings.pieces]))
    shape = pieces.shapes[crossings.pieces[order]]
    who = crossings.vacancies[order].astype(np.int32)
    enter, leave = crossings.enter_m[order], crossings.exit_m[order]
    apart = np.ones(len(order), np.bool_)
    apart[1:] = (shape[1:] != shape[:-1]) | (who[1:] != who[:-1]) | (enter[1:] >= leave[:-1] + MIN_GAP_M)
    first = np.flatnonzero(apart)
    last = np.append(first[1:], len(order)) - 1 if len(order) else first
    long_enough = leave[last] - enter[first] >= MIN_STRETCH_M - ROUNDING_M
    first, last = first[long_enough], last[long_enough]
    nowhere = np.full(len(first), -1, np.int32)
    return Stretches(shape[first], who[first], enter[first], leave[last], nowhere)
