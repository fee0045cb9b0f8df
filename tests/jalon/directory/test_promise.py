"""A promise is kept within opening hours, whatever the week, the closures and the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.accounts.models import User
from jalon.directory import queries, rules
from jalon.directory.models import Absence, Closure, Membership, OpeningHours, Organisation

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-24T09:00", 4, "2026-11-24T13:00"),
        ("2026-11-24T09:20", 4, "2026-11-24T14:00"),
        ("2026-11-24T17:30", 1, "2026-11-25T10:00"),
        ("2026-11-24T09:00", 9, "2026-11-24T18:00"),
        ("2026-11-27T17:00", 2, "2026-11-30T10:00"),
        ("2026-11-28T03:00", 0, "2026-11-30T09:00"),
    ],
)
def test_counts_open_hours_only(host: Organisation, start: str, hours: float, expected: str) -> None:
    assert queries.promise(host, start=at(start), open_hours=hours) == at(expected)


def test_without_written_hours_an_office_week_counts(host: Organisation) -> None:
    OpeningHours.objects.filter(organisation=host).delete()

    assert queries.promise(host, start=at("2026-11-24T11:00"), open_hours=2) == at("2026-11-24T15:00")


def test_closed_for_two_weeks(host: Organisation) -> None:
    Closure.objects.create(organisation=host, first_date=date(2026, 12, 21), last_date=date(2027, 1, 3))

    assert queries.promise(host, start=at("2026-12-18T16:00"), open_hours=4) == at("2027-01-04T11:00")


def test_closed_for_ever_still_promises(host: Organisation) -> None:
    Closure.objects.create(organisation=host, first_date=date(2026, 1, 1), last_date=date(9999, 12, 31))

    assert queries.promise(host, start=at("2026-11-24T09:00"), open_hours=4) == at("2026-11-24T13:00")


def test_a_day_when_everybody_is_away_does_not_count(
    host: Organisation, adviser: User, other_adviser: User
) -> None:
    thursday = date(2026, 11, 26)
    for user in (adviser, other_adviser):
        member = Membership.objects.get(user=user)
        assert queries.promise(host, start=at("2026-11-26T10:00"), open_hours=1) == at("2026-11-26T11:00")
        Absence.objects.create(membership=member, first_date=thursday, last_date=thursday)

    assert queries.promise(host, start=at("2026-11-26T10:00"), open_hours=1) == at("2026-11-27T10:00")


def test_own_absence_counts_for_ones_own_promise(
    host: Organisation, adviser: User, other_adviser: User
) -> None:
    thursday = date(2026, 11, 26)
    Absence.objects.create(
        membership=Membership.objects.get(user=adviser), first_date=thursday, last_date=thursday
    )

    own = queries.promise(host, start=at("2026-11-26T10:00"), open_hours=1, user=adviser)

    assert own == at("2026-11-27T10:00")


@pytest.mark.parametrize(("night", "hours"), [("2026-03-29T00:30", 1.5), ("2026-10-25T00:30", 3.5)])
def test_night_the_clocks_change_is_as_long_as_it_is(night: str, hours: float) -> None:
    week = {6: ((time(0), time(3)),)}

    reached = rules.reach(
        rules.spans(week, start=at(night), zone=PARIS, closed=lambda _: False), length=timedelta(hours=hours)
    )

    assert reached == at(night.replace("00:30", "03:00"))


TIMES = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
HOURS = st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] < pair[1])
WEEKS = st.dictionaries(st.integers(0, 6), st.lists(HOURS, min_size=1, max_size=3), min_size=1)
STARTS = st.integers(0, 270 * 96).map(lambda n: datetime(2026, 3, 1, tzinfo=UTC) + n * timedelta(minutes=15))
CLOSED = st.sets(st.integers(0, 40), max_size=30)


def open_minutes(week: rules.Week, start: datetime, end: datetime, closed: set[date]) -> int:
    """Quarter by quarter, from the clock on the wall: slow and independent."""
    count, moment = 0, start
    while moment < end:
        local = moment.astimezone(PARIS)
        hours = week.get(local.weekday(), ()) if local.date() not in closed else ()
        count += 15 * any(opens <= local.time() < closes for opens, closes in hours)
        moment += timedelta(minutes=15)
    return count


@settings(max_examples=60, deadline=None)
@given(week=WEEKS, start=STARTS, minutes=st.integers(0, 240), closed=CLOSED)
def test_promise_holds_exactly_the_open_time(
    week: rules.Week, start: datetime, minutes: int, closed: set[int]
) -> None:
    days = {start.date() + timedelta(days=offset) for offset in closed}
    found = rules.reach(
        rules.spans(week, start=start, zone=PARIS, closed=days.__contains__),
        length=timedelta(minutes=minutes),
    )
    assert found is not None
    counted = open_minutes(week, start, found, days)

    assert found >= start
    assert minutes <= counted < minutes + 60
    assert found.astimezone(PARIS).date() not in days
    closing = [closes for _, closes in week.get(found.astimezone(PARIS).weekday(), ())]
    assert found.minute == 0 or found.astimezone(PARIS).time() in closing
