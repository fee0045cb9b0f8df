"""The stop to get off at."""

import tempfile
from pathlib import Path

from jalon.engines.geocast.stretches import find_stretches
from jalon.engines.gtfs.read import read
from tests.engines.geocast.test_stretches import feed_with, places
from tests.engines.gtfs.made import feed_of

ROAD = [(47.75, 7.30), (47.75, 7.34)]
STOPS = {"a": (47.75, 7.302), "b": (47.75, 7.312), "c": (47.75, 7.318), "d": (47.75, 7.338)}


def alights(lon: float, radius_m: float, *calls: str, road: list[tuple[float, float]] = ROAD) -> list[str]:
    """Ids of the stops to get off at for a place beside the road."""
    feed = feed_with(road, STOPS, *calls)
    found = find_stretches(feed, places((47.7505, lon, radius_m)))
    return [feed.stops.ids[stop] if stop >= 0 else "" for stop in found.alight]


def test_the_nearest_stop_inside_is_chosen() -> None:
    assert alights(7.317, 600.0, "a", "b", "c", "d") == ["c"]


def test_the_earlier_of_two_as_near_is_chosen() -> None:
    assert alights(7.315, 600.0, "a", "b", "c", "d") == ["b"]


def test_a_nearer_stop_outside_the_stretch_is_not_chosen() -> None:
    assert alights(7.325, 300.0, "a", "b", "c", "d") == [""]


def test_a_stop_that_no_trip_serves_is_not_chosen() -> None:
    assert alights(7.317, 600.0, "a", "b", "d") == ["b"]


def test_on_the_way_back_the_stop_of_the_way_back_is_chosen() -> None:
    there_and_back = [*ROAD, ROAD[0]]

    assert alights(7.317, 600.0, "a", "b", "d", "c", road=there_and_back) == ["b", "c"]


def test_stops_of_all_trips_of_the_shape_count(tmp_path: Path) -> None:
    trips = [("S", ["a", "d"]), ("S", ["b", "d"]), ("S", ["a", "c"])]
    feed = read(feed_of(tmp_path, {"S": ROAD}, trips, STOPS))

    found = find_stretches(feed, places((47.7505, 7.317, 600.0)))

    assert [feed.stops.ids[stop] for stop in found.alight] == ["c"]


def test_without_a_shape_the_line_goes_through_the_stops() -> None:
    with tempfile.TemporaryDirectory() as folder:
        feed = read(feed_of(Path(folder), {}, [("", ["a", "c", "b"])], STOPS))

    found = find_stretches(feed, places((47.75, 7.312, 100.0)))
    ids = (*feed.stops.ids, "")

    assert feed.shapes.ids[0].startswith("stops:")
    assert [ids[stop] for stop in found.alight] == ["", "b"]
    assert len(found) == 2
