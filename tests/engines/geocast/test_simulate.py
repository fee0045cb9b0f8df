"""A service day is played from the timetable, published, and read back as it was."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.engines.geocast.clock import ServiceClock, as_if_today
from jalon.engines.geocast.emit import plate, to_gtfs_realtime, to_siri_et
from jalon.engines.geocast.index import FeedIndex
from jalon.engines.geocast.interpolate import place
from jalon.engines.geocast.match import Tracker
from jalon.engines.geocast.positions import decode, read
from jalon.engines.geocast.simulate import DayPlan, vehicles_at, vehicles_now
from jalon.engines.geocast.track import distance_m, point_at
from jalon.engines.gtfs.read import read as read_feed
from tests.engines.geocast.lines import MONDAY, SPEED, network, write_network
from tests.shared_data import DATA, needs

DAY = date.fromisoformat(MONDAY)
EIGHT = 8 * 3600
NOW = ServiceClock("Europe/Paris").start(DAY + timedelta(days=160)) + 20 * 3600


def on_road(second: float) -> dict[str, tuple[str, float]]:
    """Trip and hectometres of each vehicle at a second of the Monday."""
    feed = network().feed
    return {v.vehicle: (feed.trips.ids[v.trip], round(v.at_m / 100)) for v in vehicles_at(feed, DAY, second)}


def test_vehicles_are_where_the_timetable_has_them() -> None:
    assert on_road(EIGHT + 300) == {
        "B1": ("aller-0", 24),
        "B1-E": ("boucle-0", 24),
        "navette-0": ("navette-0", 24),
    }


def test_one_vehicle_runs_its_block_and_waits_between_two_trips() -> None:
    at = {second: on_road(EIGHT + second).get("B1") for second in (-400, -200, 700, 800, 840, 1000, 2000)}

    assert at[-400] is None
    assert at[-200] == ("aller-0", 0)
    assert at[700] == ("aller-0", 56)
    assert at[800] == at[840] == ("retour-15", 0)
    assert at[1000] == ("retour-15", 8)
    assert at[2000] is None


def test_a_day_without_service_has_no_vehicle() -> None:
    assert vehicles_at(network().feed, DAY - timedelta(days=1), EIGHT) == []


@given(st.floats(EIGHT - 300, EIGHT + 3600))
def test_a_simulated_vehicle_stands_on_its_shape(second: float) -> None:
    feed = network().feed
    for seen in vehicles_at(feed, DAY, second):
        lat, lon, _ = point_at(feed, seen.shape, seen.at_m)
        assert distance_m(seen.lat, seen.lon, lat, lon) < 0.01
        assert seen.speed == 0 or seen.speed == pytest.approx(SPEED, rel=0.02)


@given(st.floats(0.5, 60), st.floats(0, 3000))
def test_an_old_day_played_at_any_speed_today_is_published_and_read_back(
    speed: float, after_s: float
) -> None:
    index = network()
    clock = ServiceClock("Europe/Paris", DAY, origin=NOW, origin_s=EIGHT, speed=speed)
    now = NOW + after_s / speed
    vehicles = vehicles_now(index.feed, clock, now)

    positions = {p.vehicle: p for p in decode(to_gtfs_realtime(index.feed, vehicles, now))}

    tracker = Tracker(index, clock)
    assert positions.keys() == {seen.vehicle for seen in vehicles}
    for seen in vehicles:
        match = tracker.see(positions[seen.vehicle])
        first_m, last_m = index.served_m(seen.trip)
        if first_m + 200 < seen.at_m < last_m - 200:
            assert match.trip == seen.trip
        if match.outcome == "on_trip":
            assert match.at_m == pytest.approx(seen.at_m, abs=1 + speed * SPEED)


def test_siri_reads_back_to_the_same_places_and_is_in_the_order_of_the_standard() -> None:
    index, clock = network(), as_if_today("Europe/Paris", DAY, NOW)
    vehicles = vehicles_at(index.feed, DAY, EIGHT + 400)
    now = clock.instant(DAY, EIGHT + 400, NOW)

    xml = to_siri_et(index.feed, vehicles, now, clock, DAY)

    by_vehicle = {seen.vehicle: seen for seen in vehicles}
    for told in read(xml).journeys:
        match, seen = place(index, clock, told, now), by_vehicle[told.vehicle]
        assert match is not None
        assert (match.trip, match.at_m) == (seen.trip, pytest.approx(seen.at_m, abs=10))
    journey = next(ET.fromstring(xml).iter("{http://www.siri.org.uk/siri}EstimatedVehicleJourney"))
    assert [child.tag.rpartition("}")[2] for child in journey] == [
        *("LineRef", "DirectionRef", "FramedVehicleJourneyRef", "PublishedLineName", "DestinationName"),
        *("Monitored", "VehicleRef", "RecordedCalls", "EstimatedCalls"),
    ]


def test_a_trip_that_runs_by_frequency_is_published_with_its_departure(tmp_path: Path) -> None:
    gtfs = write_network(tmp_path)
    frequency = "trip_id,start_time,end_time,headway_secs\nnavette-0,08:00:00,09:00:00,1200\n"
    (gtfs / "frequencies.txt").write_text(frequency, encoding="utf-8")
    index, clock = FeedIndex.of(read_feed(gtfs)), ServiceClock("Europe/Paris")
    vehicles = vehicles_at(index.feed, DAY, EIGHT + 1300)
    now = clock.start(DAY) + EIGHT + 1300

    positions = decode(to_gtfs_realtime(index.feed, vehicles, now))

    told = next(position for position in positions if position.trip_id == "navette-0")
    match = Tracker(index, clock).see(told)
    assert told.start_time == "08:20:00"
    assert (match.reason, index.feed.trips.ids[match.trip]) == ("trip", "navette-0#08:20:00")
    bare = Tracker(index, clock).see(replace(told, start_time="", route_id=""))
    assert (bare.route, bare.outcome) == (match.route, "on_trip")


def test_a_played_day_begins_again_and_keeps_its_night() -> None:
    clock = ServiceClock("Europe/Paris", DAY, origin=NOW, origin_s=EIGHT)

    assert clock.moments(NOW + 86_400) == [(DAY, EIGHT), (DAY, EIGHT + 86_400)]
    assert clock.instant(DAY, EIGHT, NOW + 86_000) == NOW + 86_400


def test_the_hour_of_a_service_day_counts_from_noon_on_the_night_the_clocks_change() -> None:
    clock, night = ServiceClock("Europe/Paris"), date(2026, 3, 29)

    assert clock.moments(clock.start(night) + 12 * 3600)[0] == (night, 12 * 3600)
    assert clock.moments(clock.start(night) + 25.5 * 3600)[1] == (night, 25.5 * 3600)


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf")])
def test_a_speed_that_is_none_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="vitesse"):
        ServiceClock("Europe/Paris", DAY, origin=NOW, speed=speed)


@needs("gtfs", "solea_mulhouse.zip")
def test_a_real_city_at_its_busiest_ticks_within_fifty_milliseconds() -> None:
    feed, day = read_feed(DATA / "gtfs" / "solea_mulhouse.zip"), date(2026, 3, 17)
    plan, clock = DayPlan.of(feed, day), ServiceClock(feed.timezone)
    busiest = max(range(0, 86_400, 600), key=lambda second: len(plan.at(second)))
    at = clock.start(day) + busiest

    ticks_s = []
    for _ in range(3):
        began = process_time()
        vehicles = plan.at(busiest)
        realtime, siri = to_gtfs_realtime(feed, vehicles, at), to_siri_et(feed, vehicles, at, clock, day)
        ticks_s.append(process_time() - began)

    index = FeedIndex.of(feed)
    placed = Counter(bool(place(index, clock, told, at)) for told in read(siri).journeys)
    assert len(decode(realtime)) == len(vehicles) == len({seen.vehicle for seen in vehicles}) > 100
    assert placed[True] == len(vehicles)
    assert min(ticks_s) < 0.05


def test_a_bus_without_a_short_block_is_painted_with_four_digits() -> None:
    assert plate("214") == "214"
    assert re.fullmatch(r"[1-9][0-9]{3}", plate("6129162-P_2025-internet-Semaine-03"))
