"""The invented network is a valid feed, whatever the day it is started on."""

import itertools
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from jalon.demo import content, timetable
from jalon.engines.gtfs.read import read

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory):
    path: Path = tmp_path_factory.mktemp("feed") / "grand-estran.zip"
    path.write_bytes(timetable.generate(TODAY))
    return read(path)


def test_nothing_in_the_feed_has_to_be_repaired(feed) -> None:
    assert feed.report == ()
    assert sorted(feed.routes.short_names) == ["3", "9", "E"]


def test_no_bus_is_at_two_places_at_once(feed) -> None:
    times = feed.stop_times
    for block in set(feed.trips.blocks):
        for service in range(len(feed.services.ids)):
            trips = [t for t in range(len(feed.trips.ids)) if feed.trips.blocks[t] == block]
            runs = sorted(
                (times.departure_s[times.first[t]], times.arrival_s[times.first[t + 1] - 1])
                for t in trips
                if feed.trips.services[t] == service
            )
            assert all(a[1] <= b[0] for a, b in itertools.pairwise(runs)), (block, service)


def test_a_bus_runs_at_any_hour_of_any_day(feed) -> None:
    for n in range(1, 8):
        day = TODAY + timedelta(days=n)
        spans = [
            (
                feed.stop_times.departure_s[feed.stop_times.first[t]] - shift,
                feed.stop_times.arrival_s[feed.stop_times.first[t + 1] - 1] - shift,
            )
            for shift, at in ((0, day), (86_400, day - timedelta(days=1)))
            for t in feed.trips_on(at)
        ]
        waits = [min(abs(s - start) for start, _ in spans) for s in range(0, 86_400, 600)]
        assert max(waits) <= 45 * 60


def test_a_bus_changes_line_during_its_day(feed) -> None:
    lines = {
        feed.routes.short_names[feed.trips.routes[t]]
        for t in range(len(feed.trips.ids))
        if feed.trips.blocks[t] == "219"
    }

    assert lines == {"3", "9"}


def test_the_morning_shift_of_the_shipyard_has_its_bus(feed) -> None:
    quay = feed.stops.names.index("Quai aux Bois")
    arrivals = feed.stop_times.arrival_s[feed.stop_times.stops == quay]

    assert np.any((arrivals > 4.6 * 3600) & (arrivals <= 4.9 * 3600))


def test_every_vacancy_is_of_an_employer_who_is_there() -> None:
    assert {job.employer for job in content.JOBS} <= {employer.name for employer in content.EMPLOYERS}
    assert {employer.stop for employer in content.EMPLOYERS} <= set(timetable.STOPS)
