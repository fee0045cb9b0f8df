"""Positions with noise come back to their place; positions that lie are found out."""

from collections import Counter
from dataclasses import replace
from datetime import date
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.engines.geocast.clock import ServiceClock
from jalon.engines.geocast.index import FeedIndex
from jalon.engines.geocast.located import Match
from jalon.engines.geocast.match import Tracker
from jalon.engines.geocast.observation import Position
from jalon.engines.geocast.positions import read as read_positions
from jalon.engines.geocast.score import beside
from jalon.engines.geocast.simulate import DayPlan
from jalon.engines.geocast.track import point_at
from jalon.engines.gtfs.read import read
from tests.engines.geocast.lines import EAST_M, MONDAY, NORTH_M, SPEED, TRIPS, network, place
from tests.shared_data import DATA, needs

CLOCK = ServiceClock("Europe/Paris")
START = CLOCK.start(date.fromisoformat(MONDAY)) + 8 * 3600
SOLEA = DATA / "gtfs" / "solea_mulhouse.zip"
SOUND = DATA / "gtfs_rt" / "soundtransit_matched"


def on(trip: str, at_m: float, *, late_s: float = 0, east: float = 0, north: float = 0) -> Position:
    """A vehicle on the trip at these metres, heading along it, beside it by metres east and north."""
    index = network()
    row = index.trip_of[trip]
    lat, lon, bearing = point_at(index.feed, int(index.feed.trips.shapes[row]), at_m)
    at = START + TRIPS[trip][2] * 60 + at_m / SPEED + late_s
    return Position("bus", at, lat + north / NORTH_M, lon + east / EAST_M, trip_id=trip, bearing=bearing)


def see(*positions: Position, now: float | None = None) -> Match:
    """The match of the last of these positions of one vehicle."""
    tracker = Tracker(network(), CLOCK)
    return [tracker.see(position, now) for position in positions][-1]


noise = st.floats(-20, 20)


@given(st.sampled_from(sorted(TRIPS)), st.floats(0.01, 0.99), noise, noise, st.floats(-60, 600))
def test_a_noisy_position_on_its_trip_comes_back_to_its_place(
    trip: str, share: float, east: float, north: float, late_s: float
) -> None:
    length = network().length_m(int(network().feed.trips.shapes[network().trip_of[trip]]))

    match = see(on(trip, share * length, late_s=late_s, east=east, north=north))

    if min(share, 1 - share) * length > 200:
        assert match.reason == "trip"
    assert match.reason in ("trip", "ambiguous")
    assert match.outcome == "on_line" or match.at_m == pytest.approx(share * length, abs=60)


@given(st.floats(0.05, 0.95).filter(lambda share: abs(share - 0.5) > 0.1), noise, noise)
def test_on_an_out_and_back_line_without_heading_the_timetable_tells_the_leg(
    share: float, east: float, north: float
) -> None:
    match = see(replace(on("navette-0", share * 8000, east=east, north=north), bearing=nan))

    assert match.outcome == "on_line" or match.at_m == pytest.approx(share * 8000, abs=60)
    assert match.outcome == "on_trip" or abs(share - 0.5) < 0.38


def test_on_an_out_and_back_line_the_heading_tells_the_leg_of_a_very_late_bus() -> None:
    assert see(on("navette-0", 7000, late_s=1500)).at_m == pytest.approx(7000, abs=5)


def test_on_an_out_and_back_line_the_past_tells_the_leg_of_a_late_bus_that_hardly_moved() -> None:
    late = replace(on("navette-0", 3030, late_s=200), bearing=nan)

    assert see(late).reason == "ambiguous"
    assert see(on("navette-0", 3000, late_s=200), late).at_m == pytest.approx(3030, abs=5)


def test_among_two_passages_the_nearer_one_explains_better() -> None:
    assert beside(10) < beside(50) <= 1 < beside(70)


def test_a_loop_passes_its_start_twice_and_the_hour_tells_which() -> None:
    assert see(replace(on("boucle-0", 30), bearing=nan)).at_m < 100
    assert see(replace(on("boucle-0", 5960), bearing=nan)).at_m > 5900


def test_a_position_is_stale_after_ninety_seconds() -> None:
    position = on("aller-0", 2000)

    assert see(position, now=position.at + 90).outcome == "on_trip"
    stale = see(position, now=position.at + 91)
    assert (stale.outcome, stale.reason, stale.route) == ("on_line", "stale", 0)


def test_a_clock_in_the_future_is_not_believed() -> None:
    position = on("aller-0", 2000)

    assert see(position, now=position.at - 25).outcome == "on_trip"
    assert see(position, now=position.at - 40).reason == "future"


def test_a_bus_off_its_shape_is_on_its_line_and_far_away_it_is_nowhere() -> None:
    assert see(on("aller-0", 3000, north=-300)).reason == "off_shape"
    assert see(on("aller-0", 3000, north=-300)).outcome == "on_line"
    assert see(on("aller-0", 3000, north=-2500)).outcome == "unknown"


def test_against_the_announced_trip_the_next_one_of_the_block_is_found() -> None:
    back = on("retour-15", 2000)

    match = see(replace(back, trip_id="aller-0"))

    assert (match.reason, network().feed.trips.ids[match.trip]) == ("block_change", "retour-15")


def test_against_the_announced_trip_without_a_block_only_the_line_is_sure() -> None:
    position = on("aller-30", 3000)

    assert see(replace(position, bearing=270.0)).reason == "opposite"


def test_a_trip_announced_hours_before_is_not_believed() -> None:
    assert see(on("aller-0", 100, late_s=-3600)).reason == "not_running"
    assert see(on("navette-0", 7900, late_s=3 * 3600)).reason == "not_running"


def test_a_jump_waits_for_confirmation() -> None:
    before, leap = on("aller-0", 500), replace(on("aller-0", 5500), at=on("aller-0", 580).at)
    after = replace(on("aller-0", 5580), at=leap.at + 10)

    assert see(before, leap).reason == "jump"
    assert see(before, leap, on("aller-0", 700)).at_m == pytest.approx(700, abs=5)
    assert see(before, leap, after).reason == "trip"


def test_a_bus_frozen_between_stops_is_not_believed_but_waits_at_its_terminus() -> None:
    def standing(metres: float) -> list[Position]:
        return [replace(on("aller-0", metres), at=on("aller-0", metres).at + s) for s in range(0, 420, 60)]

    assert see(*standing(3100)).reason == "frozen"
    assert see(*standing(20)).outcome == "on_trip"


def test_an_older_position_does_not_move_the_vehicle_back() -> None:
    assert see(on("aller-0", 2000), on("aller-0", 1500)).at_m == pytest.approx(2000, abs=5)


@pytest.mark.parametrize("named", [{"route_id": "L3"}, {"line_ref": "FR:Line:3:"}, {"line_ref": "3"}])
def test_with_the_line_and_the_heading_the_hour_gives_the_trip(named: dict[str, str]) -> None:
    match = see(replace(on("aller-0", 2000), trip_id="", **named))

    assert (match.reason, network().feed.trips.ids[match.trip]) == ("line_and_hour", "aller-0")


def test_with_the_line_only_two_ways_are_possible_and_it_says_so() -> None:
    between = replace(on("aller-0", 6000, late_s=480), trip_id="", route_id="L3", bearing=nan)

    assert see(between).outcome == "on_line"


def test_the_block_gives_the_trip() -> None:
    match = see(replace(on("retour-15", 2000), trip_id="", block="B1"))

    assert (match.reason, network().feed.trips.ids[match.trip]) == ("block", "retour-15")


def test_a_trip_of_another_feed_with_a_known_line_is_on_the_line_at_least() -> None:
    match = see(replace(on("boucle-0", 2000), trip_id="inconnue", line_ref="E", at=START - 7200))

    assert (match.outcome, match.reason, match.route) == ("on_line", "line_only", 2)


def test_with_nothing_known_the_only_line_here_is_named_without_a_stop() -> None:
    alone = see(replace(on("boucle-0", 2000), trip_id=""))
    lat, lon = place(-5000, -5000)
    nowhere = see(Position("bus", START, lat, lon))

    assert (alone.outcome, alone.reason, alone.route, alone.trip) == ("on_line", "nearest_line", 2, -1)
    assert (nowhere.outcome, nowhere.route) == ("unknown", -1)


def test_a_line_guessed_from_the_map_is_not_remembered_as_known() -> None:
    named = replace(on("boucle-0", 2000), trip_id="")
    lat, lon = place(-5000, -5000)
    away = replace(named, lat=lat, lon=lon, at=named.at + 1000)

    assert see(named, away, replace(away, at=away.at + 20)).route == -1
    assert see(replace(named, route_id="LE"), away, replace(away, at=away.at + 20)).route == 2


def test_trips_of_other_days_are_no_candidates() -> None:
    monday = replace(on("aller-0", 2000), trip_id="", route_id="L3")

    assert see(monday).outcome == "on_trip"
    assert see(replace(monday, at=monday.at - 86_400)).reason == "line_only"


def test_a_bus_that_arrived_and_names_only_its_line_goes_on_with_its_block() -> None:
    under_way = on("aller-0", 5900)
    arrived = replace(on("aller-0", 5990, late_s=60), trip_id="", route_id="L3", bearing=nan)

    match = see(under_way, arrived)

    assert (match.reason, network().feed.trips.ids[match.trip]) == ("block", "retour-15")


def test_a_position_that_names_nothing_keeps_the_trip_of_the_one_before() -> None:
    match = see(on("aller-0", 2000), replace(on("aller-0", 2100), trip_id=""))

    assert (match.reason, match.at_m) == ("previous", pytest.approx(2100, abs=5))


@needs("gtfs_rt", "soundtransit_matched")
@pytest.mark.parametrize("name", sorted(path.name for path in SOUND.glob("vehicle_position_*.json")))
def test_recorded_vehicles_match_on_their_feed(name: str) -> None:
    index = FeedIndex.of(read(SOUND / "40" / "st.zip"))
    tracker = Tracker(index)

    matches = [tracker.see(position) for position in read_positions((SOUND / name).read_bytes()).positions]

    assert len(matches) >= 13
    assert sum(match.outcome == "on_trip" for match in matches) >= len(matches) - 2
    assert all(match.outcome != "unknown" for match in matches)


@needs("gtfs", "solea_mulhouse.zip")
def test_a_real_city_at_its_busiest_is_matched_without_a_wrong_line_under_noise() -> None:
    feed, day, rng = read(SOLEA), date(2026, 3, 17), np.random.default_rng(4)
    plan, tracker = DayPlan.of(feed, day), Tracker(FeedIndex.of(feed))
    outcomes: Counter[str] = Counter()
    for second in range(26_400, 26_700, 60):
        for seen in plan.at(second):
            lat, lon = rng.normal((seen.lat, seen.lon), (10 / 111_000, 10 / 75_000))
            bearing = seen.bearing if seen.speed > 1 else nan
            at = CLOCK.start(day) + second
            match = tracker.see(
                Position(seen.vehicle, at, lat, lon, trip_id=feed.trips.ids[seen.trip], bearing=bearing)
            )
            # Turning loops at a terminus pass the same kerb twice within 200 m.
            right = match.shape == seen.shape and abs(match.at_m - seen.at_m) < 250
            outcomes["right" if right else match.outcome] += 1

    assert outcomes["right"] >= 0.98 * outcomes.total()
    assert outcomes["on_trip"] == outcomes["unknown"] == 0
