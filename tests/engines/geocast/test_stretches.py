"""The stretches against an oracle that shares nothing with them, on a real feed and on generated lines."""

import tempfile
from math import cos, radians
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jalon.engines.geocast.problem import Stretches, Vacancies
from jalon.engines.geocast.project import pieces_of
from jalon.engines.geocast.stretches import find_stretches
from jalon.engines.geocast.sweep import sweep
from jalon.engines.gtfs.feed import Feed
from jalon.engines.gtfs.read import read
from tests.engines.geocast import oracle
from tests.engines.gtfs.made import feed_of
from tests.shared_data import DATA, needs

Point = tuple[float, float]


def places(*rows: tuple[float, float, float]) -> Vacancies:
    """Vacancies v0, v1... at latitude, longitude, radius."""
    lat, lon, radius = np.array(rows, np.float64).reshape(-1, 3).T.copy()
    return Vacancies(tuple(f"v{i}" for i in range(len(rows))), lat, lon, radius)


def feed_with(shape: list[Point], stops: dict[str, Point] | None = None, *calls: str) -> Feed:
    """A feed of one shape, served by one trip."""
    stops = stops or {"first": shape[0], "last": shape[-1]}
    with tempfile.TemporaryDirectory() as folder:
        return read(feed_of(Path(folder), {"S": shape}, [("S", calls or list(stops))], stops))


def rows_of(found: Stretches, shape: int, vacancy: int) -> list[tuple[float, float]]:
    """Intervals of one pair."""
    chosen = (found.shapes == shape) & (found.vacancies == vacancy)
    return list(zip(found.enter_m[chosen].tolist(), found.exit_m[chosen].tolist(), strict=True))


def points_of(feed: Feed, shape: int) -> list[Point]:
    """The points of a shape."""
    rows = feed.points(shape)
    return list(zip(feed.shapes.lat[rows].tolist(), feed.shapes.lon[rows].tolist(), strict=True))


def assert_same(ours: list[tuple[float, float]], theirs: list[tuple[float, float]], radius_m: float) -> None:
    """Same intervals, up to the width that the two ways of flattening the Earth leave at a grazing border."""
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == pytest.approx(other, rel=2e-5, abs=0.05 + radius_m * 2e-4)


@needs("gtfs", "solea_mulhouse.zip")
def test_a_city_network_matches_the_oracle() -> None:
    feed = read(DATA / "gtfs" / "solea_mulhouse.zip")
    draw = np.random.default_rng(7)
    near = draw.integers(0, len(feed.stops.ids), 10)
    vacancies = places(
        *(
            (feed.stops.lat[i] + draw.normal(0, 2e-3), feed.stops.lon[i] + draw.normal(0, 3e-3), radius)
            for i, radius in zip(near, [60, 150, 300, 300, 500, 500, 800, 800, 1500, 4000], strict=True)
        )
    )
    found = find_stretches(feed, vacancies)

    compared = 0
    for shape in range(0, len(feed.shapes.ids), 2):
        line = oracle.densify(points_of(feed, shape))
        for i in range(len(vacancies)):
            place = (float(vacancies.lat[i]), float(vacancies.lon[i]), float(vacancies.radius_m[i]))
            expected = oracle.intervals(line, *place)
            assert_same(rows_of(found, shape, i), expected, place[2])
            compared += len(expected)
    assert compared > 100


@needs("gtfs", "ter_sncf_2025.zip")
def test_long_lines_between_stations_match_the_oracle() -> None:
    feed = read(DATA / "gtfs" / "ter_sncf_2025.zip")
    lengths = feed.shapes.along_m[feed.shapes.first[1:] - 1]
    longest = np.argsort(-lengths)[:5]
    rows = []
    for shape in longest:
        points = points_of(feed, int(shape))
        (lat1, lon1), (lat2, lon2) = points[len(points) // 2 - 1 : len(points) // 2 + 1]
        rows.append(((lat1 + lat2) / 2 + 0.004, (lon1 + lon2) / 2, 2000.0))
    found = find_stretches(feed, places(*rows), shapes=longest)

    for i, shape in enumerate(longest):
        line = oracle.densify(points_of(feed, int(shape)))
        assert lengths[shape] == pytest.approx(line[2][-1], rel=1e-5)
        assert_same(rows_of(found, int(shape), i), oracle.intervals(line, *rows[i]), 2000.0)
        assert rows_of(found, int(shape), i)


@st.composite
def lines(draw: st.DrawFn) -> list[Point]:
    """Lines of a few kilometres anywhere: steps on a lattice, so that they loop, return, repeat and stand."""
    lat = draw(st.sampled_from([0.0, 47.75, -33.9, 69.6, 78.2]))
    lon = draw(st.sampled_from([7.3, -122.3, 179.995, -180.0]))
    step_m = draw(st.sampled_from([35.0, 200.0, 900.0]))
    moves = draw(st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), min_size=1, max_size=14))
    line, x, y = [(lat, lon)], 0, 0
    for dx, dy in moves:
        x, y = x + dx, y + dy
        east = x * step_m / (111_320 * cos(radians(lat)))
        line.append((lat + y * step_m / 111_320, (lon + east + 180) % 360 - 180))
    return line


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines(), st.floats(-1500, 1500), st.floats(-1500, 1500), st.sampled_from([25.0, 180.0, 650.0, 2500.0]))
def test_generated_lines_match_the_oracle(
    line: list[Point], east: float, north: float, radius: float
) -> None:
    lat = line[0][0] + north / 111_320
    lon = (line[0][1] + east / (111_320 * cos(radians(line[0][0]))) + 180) % 360 - 180
    dense = oracle.densify(line)
    gaps = oracle.vincenty(lat, lon, dense[0], dense[1])[0]
    assume(dense[2][-1] > 1 and np.abs(gaps - radius).min() > 0.05)
    grazing = [len(oracle.intervals(dense, lat, lon, r)) for r in (radius - 0.05, radius, radius + 0.05)]
    assume(len(set(grazing)) == 1)

    found = find_stretches(feed_with(line), places((lat, lon, radius)))

    exact = oracle.intervals(dense, lat, lon, radius)
    low, high = (oracle.intervals(dense, lat, lon, radius + d) for d in (-0.05, 0.05))
    for ours, least, most in zip(rows_of(found, 0, 0), low, high, strict=True):
        assert most[0] - 0.01 <= ours[0] <= least[0] + 0.01
        assert least[1] - 0.01 <= ours[1] <= most[1] + 0.01
    assert len(found) == len(exact)


STRAIGHT = [(47.75, 7.30), (47.75, 7.31), (47.75, 7.32)]


def test_a_touching_circle_is_no_stretch() -> None:
    feed = feed_with(STRAIGHT)
    off = 300 / 111_178.0

    tangent = find_stretches(feed, places((47.75 + off, 7.315, 300.0), (47.75 + off, 7.315, 301.0)))

    assert rows_of(tangent, 0, 0) == [] or rows_of(tangent, 0, 0)[0][1] - rows_of(tangent, 0, 0)[0][0] < 30
    assert len(rows_of(tangent, 0, 1)) == 1


def test_repeated_points_and_standing_still_do_not_cut_a_stretch() -> None:
    doubled = [point for point in STRAIGHT for _ in range(3)]

    once = find_stretches(feed_with(STRAIGHT), places((47.75, 7.31, 200.0)))
    thrice = find_stretches(feed_with(doubled), places((47.75, 7.31, 200.0)))

    assert rows_of(thrice, 0, 0) == rows_of(once, 0, 0)
    assert len(thrice) == 1


def test_radius_zero_gives_nothing_even_on_the_line() -> None:
    found = find_stretches(feed_with(STRAIGHT), places((47.75, 7.31, 0.0)))

    assert len(found) == 0


def test_a_place_on_the_line_is_near_for_twice_its_radius() -> None:
    found = find_stretches(feed_with(STRAIGHT), places((47.75, 7.312, 250.0)))

    assert found.exit_m[0] - found.enter_m[0] == pytest.approx(500.0, rel=1e-5)


def test_a_line_wholly_inside_is_one_stretch_from_end_to_end() -> None:
    feed = feed_with(STRAIGHT)

    found = find_stretches(feed, places((47.75, 7.31, 5000.0)))

    assert rows_of(found, 0, 0) == [(0.0, pytest.approx(feed.shapes.along_m[-1]))]


def test_there_and_back_is_two_stretches_that_mirror_each_other() -> None:
    feed = feed_with([*STRAIGHT, *STRAIGHT[-2::-1]])
    whole = feed.shapes.along_m[-1]

    out, back = rows_of(find_stretches(feed, places((47.751, 7.305, 250.0))), 0, 0)

    assert out == pytest.approx((whole - back[1], whole - back[0]))


def test_a_turn_within_the_radius_is_one_stretch() -> None:
    feed = feed_with([*STRAIGHT, *STRAIGHT[-2::-1]])

    (only,) = rows_of(find_stretches(feed, places((47.75, 7.32, 250.0))), 0, 0)

    assert only[1] - only[0] == pytest.approx(500.0, rel=1e-5)


@pytest.mark.parametrize("lon", [179.99, -179.99, 180.0])
def test_the_antimeridian_is_no_border(lon: float) -> None:
    feed = feed_with([(-17.0, 179.98), (-17.0, -179.98)])

    found = find_stretches(feed, places((-17.0, lon, 500.0)))

    assert len(found) == 1
    assert feed.shapes.along_m[-1] == pytest.approx(4259.5, rel=1e-3)


def test_a_one_degree_segment_keeps_geodesic_metres_within_a_thousandth() -> None:
    for lat in (0.0, 47.0, 65.0):
        feed = feed_with([(lat, 5.0), (lat + 0.5, 6.0)])
        expected = oracle.vincenty(lat, 5.0, lat + 0.5, 6.0)[0]

        assert feed.shapes.along_m[-1] == pytest.approx(expected, rel=2e-4)


@pytest.mark.parametrize(("outside_m", "count"), [(0.0, 1), (0.02, 1), (0.4, 2)])
def test_a_way_out_too_short_for_the_table_does_not_cut_a_stretch(outside_m: float, count: int) -> None:
    centre, radius, metre = (47.75, 7.30), 200.0, 1 / 111_184
    tip = (centre[0] + (radius + outside_m) * metre, centre[1])
    feed = feed_with([(centre[0], 7.299), tip, (centre[0], 7.301)])
    places_there = places((*centre, radius))
    along = feed.shapes.along_m[1]

    found = find_stretches(feed, places_there)
    swept = sweep(pieces_of(feed.shapes), places_there)

    assert len(found) == len(swept) == count
    assert rows_of(found, 0, 0)[0][1] >= along - 1
