"""One search for everybody who goes to one place says what a search for each says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.engines.gtfs.feed import Feed
from jalon.engines.gtfs.timetable import MAX_WALK_M, NEVER, DayTimetable, last_departures, latest_departure
from tests.engines.gtfs.test_timetable import DAY, networks, spot


@settings(max_examples=60)
@given(networks(), st.integers(0, 30), st.integers(0, 30), st.integers(6 * 3600, 12 * 3600))
def test_the_last_departures_are_those_of_each_search(feed: Feed, home: int, goal: int, second: int) -> None:
    day = DayTimetable(feed, DAY)
    stops = len(feed.stops.ids)
    origin, place = spot(feed, home % stops), spot(feed, goal % stops)

    left = last_departures(day, place, second) - day.walks(origin, MAX_WALK_M)
    found = latest_departure(day, origin, place, second)

    best = int(left.max())
    if found is None:
        assert best < -int(NEVER) // 2
    elif found.legs:
        assert best == found.depart_s
    else:
        assert best <= found.depart_s
