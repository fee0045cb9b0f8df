"""The compiled loops against plain ones: same intervals, same stretches ahead, same places near."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.engines.geocast.cells import cells_of
from jalon.engines.geocast.crossings import cross
from jalon.engines.geocast.grid import MARGIN, near
from jalon.engines.geocast.problem import Vacancies
from jalon.engines.geocast.project import pieces_of
from jalon.engines.geocast.route_ahead import ahead, index_of
from jalon.engines.geocast.stretches import merge
from jalon.engines.geocast.sweep import sweep, sweep_rows
from jalon.engines.gtfs import geodesy
from jalon.engines.gtfs.feed import Shapes

CENTRES = [(47.75, 7.3), (-17.0, 179.999), (89.97, 40.0), (-89.99, 0.0), (0.0, 0.0), (78.2, -180.0)]


def scene(seed: int, centre: tuple[float, float], radii: list[float]) -> tuple[Shapes, Vacancies]:
    """Twelve wandering shapes and eighty places around a centre, the same for the same seed."""
    draw = np.random.default_rng(seed)
    steps = draw.normal(0, 400, (12, 40, 2))
    steps[draw.random((12, 40)) < 0.1] = 0
    metres = np.cumsum(steps, axis=1) + draw.normal(0, 3000, (12, 1, 2))
    lat, lon = around(centre, metres.reshape(-1, 2))
    first = np.arange(13, dtype=np.int32) * 40
    shapes = Shapes(tuple("abcdefghijkl"), first, lat, lon, geodesy.along_m(lat, lon, first))
    y, x = around(centre, draw.normal(0, 4000, (80, 2)))
    return shapes, Vacancies(tuple(map(str, range(80))), y, x, draw.choice(radii, 80))


def around(centre: tuple[float, float], metres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees of points given in metres from a centre, also over a pole."""
    east, north, _ = geodesy.axes(*centre)
    point = geodesy.space(*centre) + metres[:, :1] * east + metres[:, 1:] * north
    flat = np.hypot(point[:, 0], point[:, 1])
    return np.degrees(np.arctan2(point[:, 2], flat * (1 - geodesy.ECCENTRICITY2))), np.degrees(
        np.arctan2(point[:, 1], point[:, 0])
    )


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(CENTRES),
    st.sampled_from([[300.0], [0.0, 40.0, 900.0], [50.0, 20_000.0], [150.0, 3000.0]]),
)
def test_the_sweep_finds_what_numpy_finds(seed: int, centre: tuple[float, float], radii: list[float]) -> None:
    shapes, vacancies = scene(seed, centre, radii)
    pieces = pieces_of(shapes)

    plain, swept = merge(pieces, cross(pieces, vacancies)), sweep(pieces, vacancies)

    assert swept.shapes.tolist() == plain.shapes.tolist()
    assert swept.vacancies.tolist() == plain.vacancies.tolist()
    np.testing.assert_allclose(swept.enter_m, plain.enter_m, atol=1e-5)
    np.testing.assert_allclose(swept.exit_m, plain.exit_m, atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 3000))
def test_ahead_gives_every_stretch_ahead_by_entry(seed: int, lead_m: float) -> None:
    shapes, vacancies = scene(seed, CENTRES[0], [400.0, 1500.0])
    rows = sweep_rows(pieces_of(shapes), cells_of(vacancies))
    index = index_of(len(shapes.ids), *rows)
    draw = np.random.default_rng(seed)
    vehicles = draw.integers(0, 12, 50).astype(np.int32)
    at = draw.uniform(0, 12_000, 50)

    got = ahead(index, vehicles, at, np.full(50, lead_m), most=200)

    for vehicle, shape, here in zip(range(50), vehicles, at, strict=True):
        mine = rows.shapes == shape
        enter, leave = rows.enter_m.astype(np.float32), rows.exit_m.astype(np.float32)
        expected = np.flatnonzero(mine & (enter <= here + lead_m) & (leave >= here))
        assert got[vehicle][got[vehicle] >= 0].tolist() == expected.tolist()


def test_ahead_of_a_bus_before_in_and_past_a_stretch() -> None:
    index = index_of(1, *(np.zeros(1, np.int32),) * 2, np.array([500.0]), np.array([900.0]))
    at = np.array([99.0, 101.0, 700.0, 900.0, 901.0])

    got = ahead(index, np.zeros(5, np.int32), at, np.full(5, 400.0), most=1)

    assert got.ravel().tolist() == [-1, 0, 0, 0, -1]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(CENTRES))
def test_near_gives_the_nearest_places_whose_radius_holds_the_point(
    seed: int, centre: tuple[float, float]
) -> None:
    _, vacancies = scene(seed, centre, [200.0, 1000.0, 2500.0])
    lat, lon = around(centre, np.random.default_rng(seed + 1).normal(0, 4000, (30, 2)))

    got = near(cells_of(vacancies), lat, lon, most=4)

    gaps = geodesy.distance_m(lat[:, None], lon[:, None], vacancies.lat, vacancies.lon)
    for row, gap in zip(got, gaps, strict=True):
        inside = np.flatnonzero(gap <= vacancies.radius_m)
        assert row[row >= 0].tolist() == inside[np.argsort(gap[inside])][:4].tolist()


def test_a_position_that_trembles_at_the_border_keeps_its_place() -> None:
    vacancies = Vacancies(("v",), np.array([47.75]), np.array([7.3]), np.array([300.0]))
    cells = cells_of(vacancies)
    steps = [310.0, 295.0, 310.0, 300.0 * MARGIN + 5]
    before, seen = None, []
    for metres in steps:
        lat, lon = around((47.75, 7.3), np.array([[metres, 0.0]]))
        before = near(cells, lat, lon, before=before)
        seen.append(int(before[0, 0]))

    assert seen == [-1, 0, 0, -1]


def test_the_compiled_code_is_kept_in_the_cache_of_the_user() -> None:
    import os

    assert Path(os.environ["NUMBA_CACHE_DIR"]).is_dir()
