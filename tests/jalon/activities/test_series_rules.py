"""Dates that repeat: against a calendar walked day by day, and over the nights when the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from jalon.activities.rules import series
from jalon.activities.rules.clock import at_clock, shifted
from jalon.activities.rules.holidays import holiday, public_holidays
from jalon.activities.rules.refusal import RefusedError

PARIS = ZoneInfo("Europe/Paris")
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(
    first=days,
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    interval=st.integers(1, 4),
    span=st.integers(0, 200),
)
def test_weekly_is_what_a_calendar_walked_day_by_day_gives(
    first: date, weekdays: set[int], interval: int, span: int
) -> None:
    until = first + timedelta(days=span)
    monday = first - timedelta(days=first.weekday())
    walked = [
        day
        for day in (first + timedelta(days=n) for n in range(span + 1))
        if day.weekday() in weekdays and (day - monday).days // 7 % interval == 0
    ]
    if not walked:
        with pytest.raises(RefusedError, match="Aucun jour"):
            series.dates(series.weekly(sorted(weekdays), interval), first, until=until)
        return

    assert series.dates(series.weekly(sorted(weekdays), interval), first, until=until).kept == walked


@given(first=days, nth=st.sampled_from([1, 2, 3, 4, -1]), weekday=st.integers(0, 6), count=st.integers(1, 20))
def test_monthly_is_the_nth_such_day_of_each_month(first: date, nth: int, weekday: int, count: int) -> None:
    kept = series.dates(series.monthly(nth, weekday), first, count=count).kept

    assert len(kept) == count
    for day in kept:
        same = [
            other
            for other in (day.replace(day=1) + timedelta(days=n) for n in range(31))
            if other.month == day.month and other.weekday() == weekday
        ]
        assert day == (same[-1] if nth == -1 else same[nth - 1])
    assert len({(day.year, day.month) for day in kept}) == count


@given(first=days, hour=st.times(time(6), time(22)), weekday=st.integers(0, 6))
def test_the_hour_on_the_wall_stays_winter_and_summer(first: date, hour: time, weekday: int) -> None:
    plain = hour.replace(second=0, microsecond=0)
    rule = series.weekly([weekday])
    ours = [at_clock(day, plain, PARIS) for day in series.dates(rule, first, count=60).kept]
    start = datetime.combine(first, plain)
    oracle = [each.replace(tzinfo=PARIS) for each in rrulestr(f"RRULE:{rule};COUNT=60", dtstart=start)]

    assert ours == oracle
    assert {each.time() for each in ours} == {plain}


@given(first=days, count=st.integers(1, 60))
def test_skipped_dates_do_not_count_and_are_told(first: date, count: int) -> None:
    found = series.dates(series.weekly(range(7)), first, count=count, closed=holiday)

    assert len(found.kept) == count
    assert not {holiday(day) for day in found.kept} - {""}
    assert all(skipped.reason == holiday(skipped.day) for skipped in found.skipped)


@pytest.mark.parametrize(
    ("rule", "end"),
    [
        ("FREQ=DAILY", {"count": 3}),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=", {"count": 3}),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,XX", {"count": 3}),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", {}),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", {"count": 3, "until": date(2027, 1, 1)}),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", {"count": 0}),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", {"count": 201}),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", {"count": 150}),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", {"until": date(2026, 1, 1)}),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", {"until": date(2036, 1, 1)}),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", {"until": date(2026, 11, 26)}),
    ],
)
def test_what_cannot_be_is_refused_in_words(rule: str, end: dict[str, object]) -> None:
    with pytest.raises(RefusedError, match=r"\.$"):
        series.dates(rule, date(2026, 11, 25), **end)


def test_the_clock_jumps_in_march_and_falls_back_in_october() -> None:
    with pytest.raises(RefusedError, match=r"2.h.30 n’existe pas le dimanche 28 mars 2027"):
        at_clock(date(2027, 3, 28), time(2, 30), PARIS)
    twice = at_clock(date(2026, 10, 25), time(2, 30), PARIS)

    assert twice.astimezone(UTC).hour == 0
    assert shifted(at_clock(date(2027, 3, 27), time(9), PARIS), 1, PARIS).astimezone(UTC).hour == 7


def test_public_holidays_of_2027() -> None:
    assert [f"{day:%d/%m} {name}" for day, name in public_holidays(2027).items()] == [
        "01/01 jour de l’an",
        "29/03 lundi de Pâques",
        "01/05 fête du travail",
        "06/05 Ascension",
        "08/05 8 mai",
        "17/05 lundi de Pentecôte",
        "14/07 fête nationale",
        "15/08 Assomption",
        "01/11 Toussaint",
        "11/11 11 novembre",
        "25/12 Noël",
    ]


def test_rules_are_said() -> None:
    assert series.said(series.weekly([3, 0])) == "chaque semaine, le lundi et le jeudi"
    assert series.said(series.weekly([1], 2)) == "toutes les 2 semaines, le mardi"
    assert series.said(series.monthly(-1, 4)) == "le dernier vendredi du mois"
