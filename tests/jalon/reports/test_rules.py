"""What one day is, when answers are due, which numbers are hidden."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.reports import rules

PARIS = ZoneInfo("Europe/Paris")
# Around the changes of the clock of 2026, on 29 March and 25 October.
STARTS = st.one_of(
    st.datetimes(datetime(2026, 3, 27), datetime(2026, 3, 31)),  # noqa: DTZ001
    st.datetimes(datetime(2026, 10, 23), datetime(2026, 10, 27)),  # noqa: DTZ001
).map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC))
SPANS = st.lists(
    st.tuples(STARTS, st.integers(15, 600)).map(lambda one: (one[0], one[0] + timedelta(minutes=one[1]))),
    min_size=1,
    max_size=12,
)


def slow(spans: list[rules.Span]) -> tuple[int, set[tuple[date, str]]]:
    """Minute by minute, and half-day by half-day: the oracle."""
    minutes, halves = set(), set()
    for begins, ends in spans:
        step = begins
        while step < ends:
            minutes.add(step)
            step += timedelta(minutes=1)
        local = begins.astimezone(PARIS)
        halves.add((local.date(), "morning" if local.hour < 13 else "afternoon"))
        if (ends - begins).total_seconds() > 5 * 3600:
            halves.add((local.date(), "afternoon"))
    return len(minutes), halves


@given(SPANS)
def test_half_days_add_up_as_counted_by_hand(spans: list[rules.Span]) -> None:
    told = rules.tally(spans)
    minutes, halves = slow(spans)

    assert (told.minutes, told.halves) == (minutes, len(halves))
    assert (told.first, told.last) == (min(halves)[0], max(halves)[0])
    dates = len({day for day, _ in halves})
    assert rules.is_participation(told) == (dates >= 2 and (len(halves) >= 3 or minutes >= 421))


def span(day: int, hour: int, minutes: int = 180) -> rules.Span:
    begins = datetime(2026, 6, day, hour, tzinfo=PARIS)
    return begins, begins + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("spans", "counts"),
    [
        ([span(1, 9)], False),
        ([span(1, 9), span(1, 14)], False),  # one day
        ([span(1, 9, 240), span(1, 14, 240)], False),  # eight hours of one date are one day
        ([span(1, 9, 210), span(2, 9, 210)], False),  # two half-days, seven hours
        ([span(1, 9, 211), span(2, 9, 210)], True),  # one minute more
        ([span(1, 9), span(2, 9), span(3, 9)], True),  # three half-days
        ([span(1, 9, 60), span(1, 10, 60), span(2, 9, 60)], False),  # two appointments of one morning
        ([span(1, 9, 480), span(2, 9, 60)], True),  # a whole day and an hour
        ([span(1, 9), span(1, 9), span(2, 9)], False),  # the same morning signed twice
    ],
)
def test_more_than_one_day(spans: list[rules.Span], counts: bool) -> None:
    assert rules.is_participation(rules.tally(spans)) is counts


def test_the_night_when_the_clock_goes_back_lasts_an_hour_more() -> None:
    begins = datetime(2026, 10, 24, 22, tzinfo=PARIS).astimezone(UTC)
    ends = datetime(2026, 10, 25, 6, tzinfo=PARIS).astimezone(UTC)

    assert rules.tally([(begins, ends)]).minutes == 9 * 60


def test_four_weeks_from_the_entry_the_exit_and_six_months_later() -> None:
    entered, exited = date(2026, 1, 5), date(2026, 8, 31)

    assert rules.due_on("entry", entered, None) == date(2026, 2, 2)
    assert rules.due_on("exit", entered, None) is None
    assert rules.due_on("exit", entered, exited) == date(2026, 9, 28)
    assert rules.six_months_after(exited) == date(2027, 2, 28)
    assert rules.due_on("six_months", entered, exited) == date(2027, 3, 28)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40)))
def test_a_hidden_number_is_not_found_by_subtraction(cells: dict[str, int]) -> None:
    told = rules.protect(cells)
    hidden = [name for name in cells if told[name] != str(cells[name])]

    assert all(told[name] in {"moins de 5", "non montré"} for name in hidden)
    assert not [name for name in cells if 0 < cells[name] < 5 and name not in hidden]
    if len(hidden) == 1:
        assert not [name for name in cells if cells[name] >= 5]
