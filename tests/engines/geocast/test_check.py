"""The checker accepts what the solver finds on a real network, and refuses each rule broken by hand."""

from dataclasses import replace

import numpy as np
import pytest

from jalon.engines.geocast.check import check
from jalon.engines.geocast.problem import Stretches
from jalon.engines.geocast.stretches import find_stretches
from jalon.engines.gtfs.feed import Feed
from jalon.engines.gtfs.read import read
from tests.engines.geocast.test_stretches import feed_with, places
from tests.shared_data import DATA, needs

LINE = [(47.75, 7.30), (47.75, 7.32), (47.75, 7.34), (47.75, 7.32)]
STOPS = {"a": (47.7501, 7.301), "b": (47.7501, 7.318), "c": (47.7501, 7.322), "d": (47.7501, 7.34)}
PLACES = places((47.751, 7.32, 400.0), (47.76, 7.40, 300.0))
SHAPES = np.array([0], np.int32)


@pytest.fixture(scope="module")
def feed() -> Feed:
    return feed_with(LINE, STOPS, "a", "b", "c", "d")


@pytest.fixture(scope="module")
def found(feed: Feed) -> Stretches:
    return find_stretches(feed, PLACES)


@needs("gtfs", "solea_mulhouse.zip")
def test_a_real_network_passes() -> None:
    real = read(DATA / "gtfs" / "solea_mulhouse.zip")
    draw = np.random.default_rng(3)
    stops = draw.integers(0, len(real.stops.ids), 12)
    vacancies = places(
        *((real.stops.lat[i] + 0.001, real.stops.lon[i], 100 + 150 * n) for n, i in enumerate(stops))
    )
    shapes = np.arange(0, len(real.shapes.ids), 4, dtype=np.int32)

    stretches = find_stretches(real, vacancies, shapes=shapes)

    assert len(stretches) > 50
    assert check(real, vacancies, stretches, shapes) == []


def test_the_solver_s_own_answer_passes(feed: Feed, found: Stretches) -> None:
    assert len(found) == 2
    assert check(feed, PLACES, found, SHAPES) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: replace(s, exit_m=s.exit_m - np.array([0, 5])), "bord"),
        (lambda s: replace(s, enter_m=s.enter_m - np.array([20, 0])), "sort du rayon"),
        (lambda s: replace(s, exit_m=s.exit_m + np.array([0, 50])), "dépasse"),
        (lambda s: replace(s, alight=np.array([2, -1], np.int32)), "arrêt de descente"),
        (lambda s: replace(s, alight=np.array([0, s.alight[1]], np.int32)), "arrêt de descente"),
        (lambda s: rows(s, [0]), "hors de tout tronçon"),
        (lambda s: rows(s, [1, 0]), "triées"),
        (lambda s: replace(s, exit_m=np.array([s.enter_m[0] + 0.01, s.exit_m[1]])), "moins de 0,1"),
        (lambda s: replace(s, exit_m=np.array([s.enter_m[1], s.exit_m[1]])), "touchent"),
    ],
)
def test_each_broken_rule_is_told(feed: Feed, found: Stretches, change, words: str) -> None:  # type: ignore[no-untyped-def]
    faults = check(feed, PLACES, change(found), SHAPES)

    assert words in "\n".join(faults)


def rows(stretches: Stretches, chosen: list[int]) -> Stretches:
    """Some rows of a table."""
    return Stretches(
        stretches.shapes[chosen],
        stretches.vacancies[chosen],
        stretches.enter_m[chosen],
        stretches.exit_m[chosen],
        stretches.alight[chosen],
    )
