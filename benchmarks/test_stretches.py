"""Speed of the stretches, of what is ahead and of what is near: `pytest benchmarks/test_stretches.py`."""

from typing import Any

import pytest
from tests.engines.geocast.test_stretches import places
from tests.shared_data import DATA, needs

from jalon.engines.geocast.bench import build
from jalon.engines.geocast.bench_scene import SCALES, Scene, scene_of, vehicles, wanderers
from jalon.engines.geocast.cells import cells_of
from jalon.engines.geocast.crossings import cross
from jalon.engines.geocast.grid import near
from jalon.engines.geocast.project import pieces_of
from jalon.engines.geocast.route_ahead import ahead
from jalon.engines.geocast.stretches import find_stretches, merge
from jalon.engines.gtfs.read import read


@pytest.fixture(scope="module", params=["city", "region"])
def scene(request: pytest.FixtureRequest) -> Scene:
    """An invented network."""
    return scene_of(SCALES[request.param], seed=1)


def test_build(benchmark: Any, scene: Scene) -> None:
    """Shapes and vacancies to an index, compiled."""
    build(scene)
    index, _ = benchmark(build, scene)

    assert len(index.vacancies) > 300


def test_ahead(benchmark: Any, scene: Scene) -> None:
    """A hundred thousand vehicles on their routes."""
    index, _ = build(scene)
    asked = vehicles(scene, 100_000, seed=1)
    ahead(index, *asked)
    rows = benchmark(ahead, index, *asked)

    assert (rows >= 0).any()


def test_near(benchmark: Any, scene: Scene) -> None:
    """A hundred thousand vehicles off their routes."""
    cells = cells_of(scene.vacancies)
    lat, lon = wanderers(scene, 100_000, seed=1)
    near(cells, lat, lon)
    found = benchmark(near, cells, lat, lon)

    assert (found >= 0).any()


def test_city_in_numpy(benchmark: Any) -> None:
    """What the command does for a city: no compiler."""
    city = scene_of(SCALES["city"], seed=1)
    pieces = pieces_of(city.shapes)
    found = benchmark(lambda: merge(pieces, cross(pieces, city.vacancies)))

    assert len(found) > 300


@needs("gtfs", "solea_mulhouse.zip")
def test_real_network(benchmark: Any) -> None:
    """150 vacancies on a real city, stops included."""
    feed = read(DATA / "gtfs" / "solea_mulhouse.zip")
    rows = [(47.73 + i % 15 * 0.003, 7.28 + i // 15 * 0.008, 500.0) for i in range(150)]
    found = benchmark(find_stretches, feed, places(*rows))

    assert len(found) > 1000


@needs("gtfs", "solea_mulhouse.zip")
def test_read(benchmark: Any) -> None:
    """A real city's feed to arrays."""
    feed = benchmark(read, DATA / "gtfs" / "solea_mulhouse.zip")

    assert len(feed.trips.ids) == 9_115
