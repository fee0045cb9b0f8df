"""Stops laid on a line: no other placement in order is nearer, and metres are those of the ground."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.engines.gtfs.along import place_stops
from jalon.engines.gtfs.geodesy import along_m, distance_m
from tests.engines.geocast.oracle import vincenty

STEP = 0.004
NOISE_M = 25.0


@st.composite
def services(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """A line over a lattice, which crosses and repeats itself, and where on it a bus stops, in order."""
    corners = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=7))
    stops = draw(st.lists(st.floats(0, len(corners) - 1), min_size=1, max_size=6))
    return np.array(corners) * STEP + np.array([47.75, 7.30]), np.sort(np.array(stops))


def at(line: np.ndarray, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees at corner numbers such as 1.5."""
    return tuple(np.interp(share, np.arange(len(line)), line[:, axis]) for axis in (0, 1))  # type: ignore[return-value]


@settings(max_examples=200, deadline=None)
@given(services(), st.integers(0, 1000))
def test_stops_served_in_order_are_found_in_order_as_near_as_they_were(
    service: tuple[np.ndarray, np.ndarray], seed: int
) -> None:
    line, served = service
    noise = np.random.default_rng(seed).uniform(-NOISE_M, NOISE_M, (2, len(served))) / 111_200
    lat, lon = at(line, served)

    metres = place_stops(line[:, 0], line[:, 1], lat + noise[0], lon + noise[1])

    marks = along_m(line[:, 0], line[:, 1], np.array([0, len(line)], np.int32))
    y, x = at(line, np.interp(metres, marks + np.arange(len(marks)) * 1e-9, np.arange(len(line))))
    assert (np.diff(metres) >= 0).all()
    assert np.hypot(*noise).max() * 111_200 * 3 * len(served) >= distance_m(lat, lon, y, x).max()


def test_a_stop_on_the_way_back_is_not_taken_for_one_on_the_way_out() -> None:
    line = np.array([[47.75, 7.30], [47.75, 7.31], [47.75, 7.30]])

    out, back = place_stops(line[:, 0], line[:, 1], np.array([47.75, 47.75]), np.array([7.306, 7.304]))

    whole = along_m(line[:, 0], line[:, 1], np.array([0, 3], np.int32))[-1]
    assert (out / whole, back / whole) == (pytest.approx(0.3), pytest.approx(0.8))


@pytest.mark.parametrize("lat", [-60.0, 0.0, 47.7, 83.0])
def test_metres_are_those_of_the_geodesic(lat: float) -> None:
    draw = np.random.default_rng(int(lat) + 100)
    there = lat + draw.normal(0, 0.02, 50), draw.normal(179.99, 0.02, 50)
    steps = vincenty(there[0][:-1], there[1][:-1], there[0][1:], there[1][1:])[0]

    ours = along_m(*there, np.array([0, 50], np.int32))

    np.testing.assert_allclose(np.diff(ours), steps, rtol=1e-4)


def test_distances_are_geodesic_from_a_metre_to_a_country() -> None:
    ends = np.array([1e-5, 0.01, 0.5, 4.0])

    ours = distance_m(48.0, 2.0, 48.0 + ends, 2.0 + ends)

    np.testing.assert_allclose(ours, vincenty(48.0, 2.0, 48.0 + ends, 2.0 + ends)[0], rtol=1e-5)
