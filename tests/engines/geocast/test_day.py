"""A service day of a real feed: every trip of the day, thin paths, names that are not shouted."""

from datetime import date
from pathlib import Path

import numpy as np

from jalon.engines.geocast.day import service_day
from jalon.engines.gtfs.read import read
from tests.shared_data import DATA, needs

SOLEA = Path("gtfs", "solea_mulhouse.zip")


@needs(*SOLEA.parts)
def test_a_day_of_a_city() -> None:
    feed = read(DATA / SOLEA)
    day = service_day(feed, date(2026, 4, 2), shown_as=date(2026, 11, 26), line_keys={0: "lasting"})

    assert len(day.trips) == len(feed.trips_on(date(2026, 4, 2)))
    assert [trip.start_s for trip in day.trips] == sorted(trip.start_s for trip in day.trips)
    assert day.midnight == int(feed.service_start(date(2026, 11, 26)).timestamp())
    assert sum(len(shape.lat) for shape in day.shapes) < 25_000
    assert not [stop.name for stop in day.stops if stop.name.isupper() and len(stop.name) > 6]
    for shape, index in zip(day.shapes, day.feed_shapes, strict=True):
        whole = feed.shapes.along_m[feed.points(index)]
        assert abs(shape.along_dm[-1] / 10 - whole[-1]) < 0.1
        assert np.all(np.diff(shape.along_dm) >= 0)
    for trip in day.trips[::50]:
        pattern, run = day.patterns[trip.pattern], day.runs[trip.run]
        assert len(pattern.metres) == len(pattern.stops) == len(run)
        assert list(pattern.metres) == sorted(pattern.metres)
        assert list(run) == sorted(run)


@needs(*SOLEA.parts)
def test_a_day_without_service_is_empty() -> None:
    day = service_day(read(DATA / SOLEA), date(2030, 1, 1))

    assert (day.trips, day.patterns, day.lines) == ((), (), ())
