"""Closed attendance sheets, and an operation that pays for them."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import MarkMeans
from jalon.activities.models import Activity, Attendance, AttendanceMark, Session, SessionPart
from jalon.directory.models import Organisation
from jalon.people.models import Person, TeamMember
from jalon.reports.actions.operation import create_operation
from jalon.reports.choices import Funder
from jalon.reports.models import Operation, Participation
from tests.factories.activities import make_activity, make_session, seat

MORNING, AFTERNOON = 9, 14
# A Monday of this year, some weeks ago.
TODAY = timezone.localdate()
MONDAY = TODAY - timedelta(days=TODAY.weekday() + 21)


def at(day: date, hour: int = MORNING) -> datetime:
    """An hour of a day in France."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001


def sign(part: SessionPart, person: Person, status: str = "present", **seat_values: Any) -> Attendance:
    """Somebody's half-day, as the sheet says it."""
    booking = part.session.bookings.filter(person=person).first() or seat(part.session, person, **seat_values)
    mark = AttendanceMark.objects.create(
        uuid=uuid.uuid4(),
        booking=booking,
        part=part,
        status=status,
        means=MarkMeans.TABLET,
        marked_at=part.starts_at,
    )
    return Attendance.objects.create(booking=booking, part=part, mark=mark, status=status)


def close(session: Session, user: User) -> None:
    """Close its sheet."""
    session.sheet_closed_at, session.sheet_closed_by = timezone.now(), user
    session.save(update_fields=["sheet_closed_at", "sheet_closed_by"])


@pytest.fixture
def held(adviser: User) -> Callable[..., Session]:
    """A session of one half-day of three hours with its closed sheet: who signed what."""

    def make(
        activity: Activity, day: date, came: Mapping[Person, str], hour: int = MORNING, **values: Any
    ) -> Session:
        session = make_session(activity, starts_at=at(day, hour), seats_max=60, **values)
        for person, status in came.items():
            sign(session.parts.get(), person, status)
        close(session, adviser)
        return session

    return make


@pytest.fixture
def activity(host: Organisation) -> Activity:
    return make_activity(host, axis="Aller vers")


@pytest.fixture
def person(host: Organisation, adviser: User) -> Callable[..., Person]:
    """Somebody whom the host association follows, by its adviser."""

    def make(name: str, **values: Any) -> Person:
        made = Person.objects.create(first_name=name, folded_name=name.lower(), **values)
        TeamMember.objects.create(
            person=made, organisation=host, user=adviser, since=timezone.now() - timedelta(days=90)
        )
        return made

    return make


@pytest.fixture
def opened(host: Organisation, adviser: User) -> Callable[..., Operation]:
    """An operation over the activities."""

    def make(
        *activities: Activity, funder: str = Funder.FSE_PLUS, code: str = "FSE-1", **values: Any
    ) -> Operation:
        chosen = {
            "organisation": host,
            "title": "Parcours vers l’industrie",
            "starts_on": MONDAY - timedelta(days=60),
            "ends_on": TODAY + timedelta(days=300),
            **values,
        }
        return create_operation(funder=funder, code=code, activities=activities, by=adviser, **chosen)

    return make


@pytest.fixture
def awa(person: Callable[..., Person], held: Callable[..., Session], activity: Activity) -> Person:
    """Awa signed three half-days on two dates: more than one day."""
    made = person("Awa")
    for day, hour in ((0, MORNING), (0, AFTERNOON), (1, MORNING)):
        held(activity, MONDAY + timedelta(days=day), {made: "present"}, hour)
    return made


@pytest.fixture
def operation(opened: Callable[..., Operation], activity: Activity, awa: Person) -> Operation:
    return opened(activity)


@pytest.fixture
def participation(operation: Operation, awa: Person) -> Participation:
    return Participation.objects.get(operation=operation, person=awa)
