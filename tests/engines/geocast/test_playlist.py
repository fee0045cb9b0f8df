"""Playlists: everyone's share, turns kept for who is further on, and what keeps an offer away."""

import time
from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.engines.geocast.bundle import Params
from jalon.engines.geocast.bundle_json import write, write_gzip
from jalon.engines.geocast.compile import Sheet, lines_met, make_bundle
from jalon.engines.geocast.day import service_day
from jalon.engines.geocast.offers import Offer, Shift, Unplayed
from jalon.engines.geocast.playlist import Playlists, compile_playlists
from jalon.engines.geocast.problem import ProblemError, Vacancies
from jalon.engines.geocast.stretches import find_stretches
from jalon.engines.gtfs.read import read
from tests.engines.geocast import straight_line as line
from tests.shared_data import DATA, needs


def plan(offers: list[Offer], **more: object) -> Playlists:
    """The playlists of the straight line."""
    return compile_playlists(line.day(), line.stretches(offers), offers, **more)  # type: ignore[arg-type]


def seconds(playlists: Playlists) -> dict[str, float]:
    """Seconds by employer over the network."""
    return {share.employer: share.seconds for share in playlists.shares if share.line == ""}


def test_an_employer_with_one_offer_receives_as_much_as_one_with_eight() -> None:
    offers = [line.offer(f"big{i}", "Grande", 1500) for i in range(8)]
    offers += [line.offer(name, name, 1500) for name in ("Petite", "Moyenne", "Autre")]

    received = seconds(plan(offers, params=Params(offers_per_passage=2)))

    assert max(received.values()) - min(received.values()) <= 8


def test_a_double_priority_receives_the_double() -> None:
    offers = [line.offer(name, name, 1500) for name in "ABCDE"]
    offers.append(line.offer("urgent", "F", 1500, priority=2.0))

    received = seconds(plan(offers))

    assert received["F"] == pytest.approx(2 * received["A"], abs=8)


def test_an_offer_near_the_end_has_its_turn_kept() -> None:
    offers = [line.offer(f"{i}", f"Centre {i}", 600) for i in range(9)]
    offers.append(line.offer("end", "Bout de ligne", 2400))

    received = seconds(plan(offers))

    assert received["Bout de ligne"] >= max(received.values()) - 8


def test_an_offer_that_no_bus_serves_counts_half() -> None:
    night = (Shift(2 * 3600, 3 * 3600),)
    offers = [line.offer(name, name, 1500) for name in "ABCD"]
    offers.append(line.offer("night", "E", 1500, shifts=night))

    received = seconds(plan(offers))

    assert received["E"] == pytest.approx(received["A"] / 2, abs=8)


def test_what_was_shown_this_morning_counts() -> None:
    offers = [line.offer(name, name, 1500) for name in "ABCDEF"]

    received = seconds(plan(offers, already={("3", "A"): 100.0, ("3", "gone"): 5.0}))

    assert received["A"] == pytest.approx(received["B"], abs=8)


def test_each_absence_has_its_reason() -> None:
    offers = [
        line.offer("near", "A", 1500),
        line.offer("between", "B", 1250),
        line.offer("late", "C", 1500, valid_until=line.MIDNIGHT - 1.0),
        line.offer("far", "D", 90_000),
    ]
    stretches = line.stretches(offers, radius_m=200)

    playlists = compile_playlists(line.day(), stretches, offers)

    reasons = (Unplayed("between", "no_stop"), Unplayed("late", "closed"), Unplayed("far", "no_stop"))
    assert playlists.unplayed == reasons


def test_hours_are_kept() -> None:
    morning = ((line.MIDNIGHT + 6 * 3600, line.MIDNIGHT + 7 * 3600),)
    offers = [line.offer("a", "A", 1500, windows=morning)]

    playlists = plan(offers)

    served = [trip.start_s for trip in playlists.trips if any(trip.picks)]
    assert served == [6 * 3600, 6 * 3600 + 900, 6 * 3600 + 1800, 6 * 3600 + 2700]


def test_shifts_are_served_by_the_buses_of_the_line() -> None:
    offers = [line.offer("a", "A", 1500, shifts=(Shift(5 * 3600, 13 * 3600), Shift(3600, 7200)))]

    (stretch,) = plan(offers).patterns[0].stretches

    assert stretch.stop == 3
    assert stretch.walk_min == 1
    (fit,) = stretch.fits
    assert (fit.start_s, fit.bus_s, fit.back_s) == (5 * 3600, 4 * 3600 + 2700 + 0 * 60, 13 * 3600 + 120)


def test_a_priority_out_of_range_is_refused() -> None:
    with pytest.raises(ProblemError, match="priorité"):
        line.offer("a", "A", 0, priority=0.0)


@settings(max_examples=40, deadline=None)
@given(
    places=st.lists(st.integers(0, 2500), min_size=1, max_size=12),
    seed=st.integers(0, 5),
    again=st.integers(1, 6),
)
def test_rounds_hold_what_they_promise(places: list[int], seed: int, again: int) -> None:
    """Any places: at most three picks a round, each inside it, stretches covered, same seed same plan."""
    offers = [line.offer(f"{i}", f"E{i % 4}", along) for i, along in enumerate(places)]
    params = Params(repeat_after_minutes=again)

    playlists = plan(offers, params=params, seed=seed)

    assert playlists == plan(offers, params=params, seed=seed)
    for pattern in playlists.patterns:
        for stretch in pattern.stretches:
            inside = [max(0, min(b, stretch.until_m) - max(a, stretch.from_m)) for a, b in pattern.rounds]
            assert sum(inside) == pytest.approx(max(0, stretch.until_m - stretch.from_m))
    for trip in playlists.trips:
        pattern = playlists.patterns[trip.pattern]
        for (begin, end), picks in zip(pattern.rounds, trip.picks, strict=True):
            vacancies = Counter(pattern.stretches[i].vacancy for i in picks)
            assert len(picks) <= 3
            assert all(count == 1 for count in vacancies.values())
            assert all(pattern.stretches[i].from_m < end for i in picks)
            assert all(pattern.stretches[i].until_m > begin for i in picks)


@needs("gtfs", "solea_mulhouse.zip")
def test_a_city_of_33_routes_and_150_vacancies_in_five_seconds() -> None:
    feed = read(DATA / "gtfs" / "solea_mulhouse.zip")
    rng = np.random.default_rng(7)
    near = rng.integers(0, len(feed.stops.ids), 150)
    offers = [
        Offer(f"o{i}", float(feed.stops.lat[s]) + 0.001, float(feed.stops.lon[s]), "Cariste", f"E{i % 60}")
        for i, s in enumerate(near)
    ]
    places = Vacancies(
        tuple(o.id for o in offers),
        np.array([o.lat for o in offers]),
        np.array([o.lon for o in offers]),
        np.full(len(offers), 600.0),
    )
    begun = time.process_time()

    day = service_day(feed, date(2026, 4, 2))
    playlists = compile_playlists(day, find_stretches(feed, places, shapes=day.feed_shapes), offers)
    bundle = make_bundle(day, playlists, offers, Sheet())

    assert time.process_time() - begun < 5
    assert len(lines_met(day, playlists, offers)) > 100
    assert len(write(bundle)) < 1_500_000
    assert len(write_gzip(bundle)) < 400_000
