"""Who is a participant, computed from sheets, and held by one operation at a time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jalon.accounts.models import User
from jalon.activities.choices import AttendanceStatus, BookingState, ParticipantKind, SessionState
from jalon.activities.models import Activity, Attendance, Booking, Session
from jalon.base.choices import Medium
from jalon.directory.models import Organisation
from jalon.people import actions as people
from jalon.people.models import Person
from jalon.reports.actions.participation import close_operation, record_exit, recount, undo_exit
from jalon.reports.models import Operation, Participation
from jalon.reports.rules import RefusedError
from tests.factories.activities import make_activity, make_session
from tests.jalon.base.parallel import at_once
from tests.jalon.reports.conftest import AFTERNOON, MONDAY, MORNING, TODAY, at, close, sign

Make = Callable[..., Any]


def told(operation: Operation) -> dict[str, tuple[int, int, bool]]:
    rows = Participation.objects.filter(operation=operation).select_related("person").order_by("pk")
    return {row.person.first_name: (row.halves, row.minutes, row.counts) for row in rows}


def test_three_half_days_on_two_dates_count(operation: Operation) -> None:
    assert told(operation) == {"Awa": (3, 540, True)}
    row = Participation.objects.get()
    assert (row.entered_on, row.last_on) == (MONDAY, MONDAY + timedelta(days=1))


def test_what_does_not_count(
    *, person: Make, held: Make, activity: Activity, opened: Make, host: Organisation, adviser: User
) -> None:
    """Absences, open sheets, cancelled sessions, guests, staff, other activities, other dates."""
    bob = person("Bob")
    days = [MONDAY + timedelta(days=n) for n in range(6)]
    held(activity, days[0], {bob: "present"})
    held(activity, days[1], {bob: "absent"})
    held(activity, days[2], {bob: "excused"})
    held(activity, days[3], {bob: "present"}, state=SessionState.CANCELLED)
    still_open = make_session(activity, starts_at=at(days[4]))
    sign(still_open.parts.get(), bob)
    held(make_activity(host), days[5], {bob: "present"})
    held(activity, MONDAY - timedelta(days=300), {bob: "present"})
    staff = make_activity(host, participants=ParticipantKind.STAFF)
    held(staff, days[5], {bob: "present"})
    guests = make_session(activity, starts_at=at(days[5]))
    guest = Booking.objects.create(
        session=guests,
        guest_name="Paul Vandamme",
        organisation=host,
        state=BookingState.BOOKED,
        medium=Medium.DESK,
        door_code="1234",
    )
    close(guests, adviser)

    operation = opened(activity, staff)

    assert told(operation) == {"Bob": (1, 180, False)}
    assert guest.person_id is None


def test_late_and_left_early_signed_for_the_half_day(
    person: Make, held: Make, activity: Activity, opened: Make
) -> None:
    bob = person("Bob")
    for day, status in enumerate(("late", "left_early", "present")):
        held(activity, MONDAY + timedelta(days=day), {bob: status})

    assert told(opened(activity)) == {"Bob": (3, 540, True)}


def test_two_files_of_one_person_are_one_participant(
    person: Make, held: Make, activity: Activity, opened: Make, adviser: User
) -> None:
    bob, robert = person("Bob"), person("Robert")
    same = held(activity, MONDAY, {bob: "present", robert: "present"})
    for day, who in ((1, robert), (2, bob)):
        held(activity, MONDAY + timedelta(days=day), {who: "present"})
    operation = opened(activity)
    assert told(operation) == {"Bob": (2, 360, False), "Robert": (2, 360, False)}

    people.merge(duplicate=robert, into=bob, by=adviser)
    recount(operation=operation)

    assert same.bookings.count() == 2
    assert told(operation) == {"Bob": (3, 540, True), "Robert": (0, 0, False)}


def test_a_sheet_opened_again_takes_its_half_day_back(operation: Operation) -> None:
    Session.objects.filter(starts_at=at(MONDAY + timedelta(days=1))).update(
        sheet_closed_at=None, sheet_closed_by=None
    )
    recount(operation=operation)
    assert told(operation) == {"Awa": (2, 360, False)}

    Session.objects.update(sheet_closed_at=None, sheet_closed_by=None)
    recount(operation=operation)
    assert told(operation) == {"Awa": (0, 0, False)}


def test_counting_twice_gives_the_same(operation: Operation) -> None:
    before = list(Participation.objects.order_by("pk").values())
    recount(operation=operation)

    assert list(Participation.objects.order_by("pk").values()) == before


def test_one_fse_operation_at_a_time(
    operation: Operation, opened: Make, activity: Activity, adviser: User
) -> None:
    second = opened(activity, code="FSE-2", title="Deuxième")
    held_row = Participation.objects.get(operation=second)
    assert (held_row.counts, held_row.held_by) == (False, Participation.objects.get(operation=operation))

    other_funder = opened(activity, code="PIC-1", funder="pic_100_inclusion")
    assert told(other_funder) == {"Awa": (3, 540, True)}

    with pytest.raises(IntegrityError, match="participation_one_at_a_time"), transaction.atomic():
        Participation.objects.filter(pk=held_row.pk).update(counts=True, held_by=None)


def test_after_the_exit_the_next_operation_holds_and_the_exit_is_not_undone(
    *, operation: Operation, opened: Make, held: Make, host: Organisation, awa: Person, adviser: User
) -> None:
    first = Participation.objects.get(operation=operation)
    record_exit(participation=first, exited_on=MONDAY + timedelta(days=2), reason="job", by=adviser)
    later = make_activity(host)
    for day in (7, 8, 9):
        held(later, MONDAY + timedelta(days=day), {awa: "present"})

    second = opened(later, code="FSE-2", title="Deuxième chance")
    assert told(second) == {"Awa": (3, 540, True)}
    first.refresh_from_db()
    with pytest.raises(RefusedError, match="Deuxième chance"):
        undo_exit(participation=first, by=adviser)


def test_an_exit_is_neither_before_the_last_sheet_nor_tomorrow(
    participation: Participation, adviser: User
) -> None:
    with pytest.raises(RefusedError, match="dernière demi-journée"):
        record_exit(participation=participation, exited_on=MONDAY, reason="job", by=adviser)
    with pytest.raises(RefusedError, match="avenir"):
        record_exit(
            participation=participation, exited_on=TODAY + timedelta(days=1), reason="job", by=adviser
        )


def test_closing_an_operation_lets_everybody_out(operation: Operation, adviser: User) -> None:
    close_operation(operation=operation, by=adviser)

    row = Participation.objects.get()
    assert (row.exited_on, row.exit_reason) == (TODAY, "operation")


@pytest.mark.django_db(transaction=True)
def test_two_operations_counted_at_once_hold_somebody_once(
    operation: Operation, opened: Make, activity: Activity
) -> None:
    second = opened(activity, code="FSE-2")
    Participation.objects.update(counts=False, held_by=None)

    results = at_once(lambda: recount(operation=operation), lambda: recount(operation=second))

    assert results == [None, None]
    rows = Participation.objects.order_by("pk")
    assert sorted(row.counts for row in rows) == [False, True]
    assert Participation.objects.get(counts=False).held_by == Participation.objects.get(counts=True)


STATUSES = st.sampled_from(AttendanceStatus.values)
SHEETS = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from([MORNING, 11, AFTERNOON]),
        st.dictionaries(st.integers(0, 3), STATUSES, max_size=4),
        st.booleans(),
        st.booleans(),
    ),
    max_size=10,
)


@hypothesis_settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(sheets=SHEETS)
def test_participations_are_what_the_sheets_say(
    sheets: Any, person: Make, held: Make, host: Organisation, opened: Make
) -> None:
    """Against a direct, slow reading of every attendance; persons 2 and 3 are two files of one person."""
    with transaction.atomic():
        activity = make_activity(host)
        crowd = [person(f"P{number}") for number in range(4)]
        Person.objects.filter(pk=crowd[3].pk).update(canonical=crowd[2])
        for day, hour, came, closed, cancelled in sheets:
            state = SessionState.CANCELLED if cancelled else SessionState.OPEN
            who = {crowd[number]: status for number, status in came.items()}
            session = held(activity, MONDAY + timedelta(days=day), who, hour, state=state)
            if not closed:
                Session.objects.filter(pk=session.pk).update(sheet_closed_at=None, sheet_closed_by=None)

        operation = opened(activity)

        assert told_by_person(operation) == slowly(activity)
        transaction.set_rollback(True)


def told_by_person(operation: Operation) -> dict[int, tuple[int, int, bool]]:
    rows = Participation.objects.filter(operation=operation).order_by("pk")
    return {row.person_id: (row.halves, row.minutes, row.counts) for row in rows}


def slowly(activity: Activity) -> dict[int, tuple[int, int, bool]]:
    minutes: dict[int, set[Any]] = {}
    halves: dict[int, set[Any]] = {}
    for row in Attendance.objects.select_related("part__session", "booking__person").order_by("pk"):
        session, who = row.part.session, row.booking.person
        came = row.status in {"present", "late", "left_early"}
        if session.activity_id != activity.pk or not came or who is None:
            continue
        if session.sheet_closed_at is None or session.state == "cancelled":
            continue
        kept = who.canonical_id or who.pk
        length = int((row.part.ends_at - row.part.starts_at).total_seconds() // 60)
        minutes.setdefault(kept, set()).update(
            row.part.starts_at + timedelta(minutes=n) for n in range(length)
        )
        local = row.part.starts_at.astimezone(ZoneInfo("Europe/Paris"))
        halves.setdefault(kept, set()).add((local.date(), local.hour >= 13))
    return {
        kept: (
            len(halves[kept]),
            len(minutes[kept]),
            len({day for day, _ in halves[kept]}) > 1 and (len(halves[kept]) > 2 or len(minutes[kept]) > 420),
        )
        for kept in minutes
    }
