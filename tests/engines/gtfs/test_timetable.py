"""Journeys and shifts against an exhaustive search on small random networks, and on a real one."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.engines.gtfs.feed import Feed
from jalon.engines.gtfs.frequencies import clock
from jalon.engines.gtfs.geodesy import distance_m
from jalon.engines.gtfs.read import read
from jalon.engines.gtfs.shift_fit import EARLY_S, LATE_S, Ride, shift_fit
from jalon.engines.gtfs.timetable import (
    CHANGE_S,
    MAX_TRANSFER_M,
    MAX_WALK_M,
    DayTimetable,
    Leg,
    earliest_arrival,
    latest_departure,
    minutes_by_bus,
)
from tests.engines.gtfs.made import CALENDAR, write_feed
from tests.shared_data import DATA, needs

DAY = date(2026, 6, 10)
PLACES = {f"s{i}": (47.75 + 0.004 * (i % 4), 7.30 + 0.005 * (i // 4)) for i in range(12)}
HOUR = 3600


def feed_of(trips: list[tuple[list[str], list[int]]]) -> Feed:
    """A feed whose trip i calls at these stops at these seconds, every day."""
    calls = [
        f"t{i},{clock(time)},{clock(time)},{stop},{rank}\n"
        for i, (stops, times) in enumerate(trips)
        for rank, (stop, time) in enumerate(zip(stops, times, strict=True))
    ]
    files = {
        "calendar.txt": CALENDAR + "W,1,1,1,1,1,1,1,20260601,20260628\n",
        "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n"
        + "".join(f"{stop},{stop},{lat},{lon}\n" for stop, (lat, lon) in PLACES.items()),
        "trips.txt": "route_id,service_id,trip_id\n" + "".join(f"R,W,t{i}\n" for i in range(len(trips))),
        "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + "".join(calls),
    }
    with tempfile.TemporaryDirectory() as folder:
        return read(write_feed(Path(folder), files))


@st.composite
def networks(draw: st.DrawFn) -> Feed:
    """Two to eight trips of two to five calls between six and eleven in the morning, some after midnight."""
    trips = []
    for _ in range(draw(st.integers(2, 8))):
        stops = draw(st.lists(st.sampled_from(sorted(PLACES)), min_size=2, max_size=5, unique=True))
        begin = draw(st.integers(6 * 60, 11 * 60)) * 60 + draw(st.sampled_from([0, 24 * HOUR]))
        steps = draw(st.lists(st.integers(2, 20), min_size=len(stops), max_size=len(stops)))
        trips.append((stops, [begin + 60 * sum(steps[:rank]) for rank in range(len(stops))]))
    return feed_of(trips)


def walk(a: tuple[float, float], b: tuple[float, float]) -> int:
    """Seconds on foot."""
    return int(np.ceil(float(distance_m(*a, *b)) * 1.3 / 1.25))


def rides(feed: Feed) -> list[Leg]:
    """Every pair of calls of every trip, on the day before, the day and the day after."""
    found = []
    calls = feed.stop_times
    for trip in range(len(feed.trips.ids)):
        rows = range(calls.first[trip], calls.first[trip + 1])
        for shift in (-86_400, 0, 86_400):
            for i in rows:
                for j in range(i + 1, rows.stop):
                    times = int(calls.departure_s[i]) + shift, int(calls.arrival_s[j]) + shift
                    found.append(Leg(trip, int(calls.stops[i]), int(calls.stops[j]), *times))
    return found


def spot(feed: Feed, stop: int) -> tuple[float, float]:
    """Where a stop is."""
    return float(feed.stops.lat[stop]), float(feed.stops.lon[stop])


def door_to_door(
    feed: Feed, origin: tuple[float, float], end: tuple[float, float]
) -> Iterator[tuple[int, int]]:
    """Departure and arrival of every journey of one or two rides."""

    def near(place: tuple[float, float], stop: int) -> bool:
        return float(distance_m(*place, *spot(feed, stop))) <= MAX_WALK_M

    every = rides(feed)
    first = [ride for ride in every if near(origin, ride.board_stop)]
    last = [ride for ride in every if near(end, ride.alight_stop)]
    chains = [(ride, ride) for ride in first if near(end, ride.alight_stop)]
    for a in first:
        for b in last:
            gap = float(distance_m(*spot(feed, a.alight_stop), *spot(feed, b.board_stop)))
            foot = walk(spot(feed, a.alight_stop), spot(feed, b.board_stop)) if gap > 0 else 0
            if gap <= MAX_TRANSFER_M and a.arrive_s + foot + CHANGE_S <= b.depart_s:
                chains.append((a, b))
    for a, b in chains:
        yield (
            a.depart_s - walk(origin, spot(feed, a.board_stop)),
            b.arrive_s + walk(spot(feed, b.alight_stop), end),
        )


FAR_ENDS = st.sampled_from([((47.7495, 7.2995), (47.7625, 7.3105)), ((47.7585, 7.2985), (47.7500, 7.3150))])


@settings(max_examples=40, deadline=None)
@given(networks(), FAR_ENDS, st.integers(6 * 60, 12 * 60))
def test_the_first_arrival_is_that_of_all_journeys(
    feed: Feed, ends: tuple[tuple[float, float], tuple[float, float]], minute: int
) -> None:
    depart = minute * 60
    possible = [arrive for leave, arrive in door_to_door(feed, *ends) if leave >= depart]
    expected = min(possible, default=10**9)

    found = earliest_arrival(DayTimetable(feed, DAY), *ends, depart)

    if expected - depart > 5 * HOUR:
        assert found is None
    else:
        assert found is not None
        assert found.arrive_s == expected
        assert found.depart_s >= depart
        assert (found.depart_s, found.arrive_s) in set(door_to_door(feed, *ends))


@settings(max_examples=40, deadline=None)
@given(networks(), FAR_ENDS, st.integers(7 * 60, 13 * 60))
def test_the_last_departure_is_that_of_all_journeys(
    feed: Feed, ends: tuple[tuple[float, float], tuple[float, float]], minute: int
) -> None:
    arrive = minute * 60
    possible = [leave for leave, there in door_to_door(feed, *ends) if there <= arrive]
    expected = max(possible, default=-(10**9))

    found = latest_departure(DayTimetable(feed, DAY), *ends, arrive)

    if arrive - expected > 5 * HOUR:
        assert found is None
    else:
        assert found is not None
        assert found.depart_s == expected
        assert found.arrive_s <= arrive


@settings(max_examples=40, deadline=None)
@given(networks(), st.integers(6, 12), st.integers(6, 34))
def test_a_shift_gets_the_buses_with_the_least_waiting_and_walking(feed: Feed, start: int, end: int) -> None:
    work = (47.7625, 7.3105)
    until = end * HOUR if end > start else (end + 24) * HOUR
    foot = {stop: walk(work, spot(feed, stop)) for stop in range(len(feed.stops.ids))}
    near = {stop for stop in foot if float(distance_m(*work, *spot(feed, stop))) <= MAX_WALK_M}
    there = [
        (start * HOUR - r.arrive_s - foot[r.alight_stop], foot[r.alight_stop], r.alight_stop in near)
        for r in rides(feed)
    ]
    home = [
        (r.depart_s - foot[r.board_stop] - until, foot[r.board_stop], r.board_stop in near)
        for r in rides(feed)
    ]

    found = shift_fit(DayTimetable(feed, DAY), work, start * HOUR, end * HOUR)

    assert cost(found.there) == least(there, EARLY_S)
    assert cost(found.home) == least(home, LATE_S)
    for ride in (found.there, found.home):
        assert ride is None or (ride.wait_s, ride.walk_s, True) in (there if ride is found.there else home)


def cost(ride: Ride | None) -> int | None:
    """What is to be least: a second on foot counts as three of waiting."""
    return None if ride is None else ride.wait_s + 3 * ride.walk_s


def least(ways: list[tuple[int, int, bool]], window_s: int) -> int | None:
    """The least cost of all (waiting, walk, near enough) whose waiting is in the window."""
    return min((w + 3 * foot for w, foot, near in ways if near and 0 <= w <= window_s), default=None)


def test_a_stop_at_the_door_wins_over_a_later_bus_far_away() -> None:
    later, at_the_door = 8 * HOUR - 1200, 8 * HOUR - 2000
    feed = feed_of([(["s0", "s4"], [7 * HOUR, later]), (["s0", "s5"], [7 * HOUR, at_the_door])])
    work = spot(feed, feed.stops.ids.index("s5"))
    far = walk(work, spot(feed, feed.stops.ids.index("s4")))

    found = shift_fit(DayTimetable(feed, DAY), work, 8 * HOUR, 16 * HOUR)

    assert 400 < far < 1200
    assert found.there is not None
    assert (found.there.arrive_s, found.there.walk_s) == (at_the_door, 0)


def test_the_bus_must_pass_where_the_person_lives() -> None:
    feed = feed_of([(["s0", "s5"], [4 * HOUR, 4 * HOUR + 1800]), (["s1", "s5"], [4 * HOUR, 4 * HOUR + 2400])])
    work = spot(feed, feed.stops.ids.index("s5"))
    lives = feed.stops.ids.index("s0")

    found = shift_fit(DayTimetable(feed, DAY), work, 5 * HOUR, 13 * HOUR, stops=[lives])

    assert found.there is not None
    assert (found.there.board_stop, found.there.depart_s, found.there.walk_s) == (lives, 4 * HOUR, 0)
    assert not found.fits


def test_a_night_bus_of_the_day_before_serves_the_early_shift() -> None:
    feed = feed_of([(["s0", "s5"], [28 * HOUR + 1860, 28 * HOUR + 3000])])

    found = shift_fit(DayTimetable(feed, DAY), spot(feed, feed.stops.ids.index("s5")), 5 * HOUR, 13 * HOUR)

    assert found.there is not None
    assert clock(found.there.depart_s) == "04:31:00"


def test_next_door_is_reached_on_foot() -> None:
    feed = feed_of([(["s0", "s5"], [8 * HOUR, 9 * HOUR])])

    assert minutes_by_bus(DayTimetable(feed, DAY), (47.75, 7.3), (47.752, 7.3), 8 * HOUR) == 4


def test_no_bus_no_journey() -> None:
    feed = feed_of([(["s0", "s5"], [8 * HOUR, 9 * HOUR])])

    assert minutes_by_bus(DayTimetable(feed, date(2027, 1, 1)), PLACES["s0"], PLACES["s11"], 8 * HOUR) is None


@needs("gtfs", "solea_mulhouse.zip")
def test_a_real_city_answers_within_the_time_of_a_page() -> None:
    feed = read(DATA / "gtfs" / "solea_mulhouse.zip")
    day = DayTimetable(feed, date(2026, 4, 14))
    work = spot(feed, feed.stops.names.index("CARREFOUR ILE NAPOLEON"))
    earliest_arrival(day, (47.7467, 7.3389), work, 7 * HOUR)
    started = process_time()

    for _ in range(5):
        journey = latest_departure(day, (47.7467, 7.3389), work, 8 * HOUR)
        fit = shift_fit(day, work, 8 * HOUR, 16 * HOUR)

    assert (process_time() - started) / 5 < 0.15
    assert journey is not None
    assert journey.arrive_s == pytest.approx(8 * HOUR, abs=1800)
    assert fit.fits
