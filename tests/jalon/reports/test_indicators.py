"""Counted sessions against a direct count, and figures that stay true."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Q, Sum

from jalon.accounts.models import User
from jalon.activities.choices import CAME, BookingState, SessionState
from jalon.activities.models import Activity, Attendance, Booking, Session
from jalon.directory.models import Organisation
from jalon.people import actions as people
from jalon.people.models import Person
from jalon.reports.actions.figure import count_partners, count_past_partners, count_sessions
from jalon.reports.models import PartnerMonth, SessionFigure
from jalon.reports.queries.indicators import DIMENSIONS, Filters, shares, table
from tests.factories.activities import make_activity, make_session, seat
from tests.fixtures.people import make_organisation
from tests.jalon.reports.conftest import AFTERNOON, MONDAY, TODAY, at, sign

Make = Callable[..., Any]
PERIOD = Filters(MONDAY - timedelta(days=400), TODAY + timedelta(days=400))


@pytest.fixture
def season(host: Organisation, activity: Activity, person: Make, held: Make) -> list[Person]:
    """Five people, two partners, all statuses, a waiting list, a cancelled session, an open sheet."""
    partner = make_organisation("PLIE des Dunes", "partner")
    theirs = make_activity(partner, kind="interview", title="Entretien")
    crowd = [person(f"P{number}") for number in range(5)]
    words = ["present", "late", "left_early", "excused", "absent"]
    held(activity, MONDAY, dict(zip(crowd, words, strict=True)))
    held(theirs, MONDAY + timedelta(days=1), {crowd[0]: "present", crowd[4]: "present"}, AFTERNOON)
    held(theirs, MONDAY + timedelta(days=2), {crowd[1]: "absent"}, state=SessionState.CANCELLED)
    still_open = make_session(activity, starts_at=at(MONDAY + timedelta(days=3)))
    sign(still_open.parts.get(), crowd[2])
    soon = make_session(theirs)
    seat(soon, crowd[3])
    Booking.objects.create(
        session=soon, person=crowd[4], state=BookingState.WAITING, medium="desk", door_code="9999"
    )
    return crowd


def direct() -> dict[str, int]:
    """From bookings and attendances themselves."""
    sessions = Session.objects.exclude(state__in=[SessionState.DRAFT, SessionState.CANCELLED])
    bookings = Booking.objects.filter(session__in=sessions)
    rows = Attendance.objects.filter(part__session__in=sessions, part__session__sheet_closed_at__isnull=False)
    came = set(rows.filter(status__in=CAME).values_list("booking", flat=True))
    excused = set(rows.filter(status="excused").values_list("booking", flat=True)) - came
    everybody = set(rows.values_list("booking", flat=True))
    first = {row.booking.person_id for row in rows.select_related("booking") if row.status in CAME}
    return {
        "sessions": sessions.count(),
        "seats": sessions.aggregate(total=Sum("seats_max"))["total"],
        "booked": bookings.filter(Q(state="booked") | Q(state="offered")).count(),
        "waiting": bookings.filter(state="waiting").count(),
        "attended": len(came),
        "excused": len(excused),
        "absent": len(everybody - came - excused),
        "new_people": len(first),
    }


def aggregate() -> dict[str, int]:
    total = table(PERIOD)[1]
    return {name: getattr(total, name) for name in direct()}


def test_counted_sessions_say_what_a_direct_count_says(season: list[Person]) -> None:
    count_sessions()
    assert aggregate() == direct()

    before = list(SessionFigure.objects.order_by("pk").values())
    count_sessions()
    after = list(SessionFigure.objects.order_by("pk").values())
    assert [{**row, "counted_at": 0} for row in after] == [{**row, "counted_at": 0} for row in before]


@pytest.mark.parametrize("by", sorted(DIMENSIONS))
def test_lines_add_up_to_the_total(by: str, season: list[Person]) -> None:
    count_sessions()
    rows, total = table(Filters(PERIOD.since, PERIOD.until, by))

    for name in ("sessions", "cancelled", "seats", "booked", "attended", "absent", "new_people"):
        assert sum(getattr(row, name) for row in rows) == getattr(total, name)


def test_a_sheet_closed_later_or_opened_again_is_counted(season: list[Person], adviser: User) -> None:
    count_sessions()
    Session.objects.filter(starts_at=at(MONDAY)).update(sheet_closed_at=None, sheet_closed_by=None)
    count_sessions()

    assert aggregate() == direct()


def test_figures_stay_true_when_somebody_is_erased(season: list[Person]) -> None:
    count_sessions()
    count_past_partners()
    before = aggregate() | {"waiting": 0}
    for one in season[:3]:
        people.erase(person=one)
    count_sessions()

    assert aggregate() | {"waiting": 0} == before


def test_share_of_a_partners_people_who_came(season: list[Person], host: Organisation) -> None:
    count_sessions()
    (mine,) = [share for share in shares(MONDAY, TODAY) if share.organisation_id == host.pk]
    assert (mine.took_part, mine.followed) == (4, 5)
    assert shares(TODAY, TODAY)[0].took_part == 0


def test_a_counted_month_is_kept_when_somebody_is_erased(season: list[Person], host: Organisation) -> None:
    day = MONDAY.replace(day=28) + timedelta(days=4)
    count_partners(today=day.replace(day=1))
    month = PartnerMonth.objects.get(organisation=host, month=MONDAY.replace(day=1))
    until = day.replace(day=1) - timedelta(days=1)
    people.erase(person=season[0])

    (kept,) = [share for share in shares(month.month, until) if share.organisation_id == host.pk]
    assert (kept.took_part, kept.followed) == (month.took_part, 5)
    assert month.took_part == 4
