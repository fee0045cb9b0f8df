"""A workshop of today, people with a seat, and gestures of a device, for the tests of attendance."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from jalon.activities import actions
from jalon.activities.models import Attendance, Booking, Session, SessionPart
from jalon.directory.models import Organisation
from jalon.people.actions import register
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session, seat


def make_workshop(host: Organisation, *, parts: int = 1, **values: Any) -> Session:
    """A workshop that began an hour ago: half-days of three hours, one a day."""
    begin = timezone.now() - timedelta(days=parts - 1, hours=1)
    activity = values.pop("activity", None) or make_activity(host)
    session = make_session(activity, starts_at=begin, **values)
    for day in range(1, parts):
        first = begin + timedelta(days=day)
        SessionPart.objects.create(session=session, starts_at=first, ends_at=first + timedelta(hours=3))
    if parts > 1:
        session.ends_at = begin + timedelta(days=parts - 1, hours=3)
        session.save(update_fields=["ends_at"])
    return session


def make_person(organisation: Organisation, name: str = "Awa Diarra", **values: Any) -> Person:
    """Somebody whom an organisation follows."""
    first, _, last = name.partition(" ")
    return register(first_name=first, last_name=last, organisation=organisation, means="face", **values)


def somebody(session: Session, name: str = "Awa Diarra", **values: Any) -> Booking:
    """Somebody with a seat."""
    return seat(session, make_person(session.organisation, name), **values)


def gesture(
    booking: Booking, status: str = "present", *, part: SessionPart | None = None, **values: Any
) -> Attendance | None:
    """One mark of a telephone."""
    chosen = part or SessionPart.objects.filter(session=booking.session).earliest("starts_at")
    uuid = values.pop("uuid", None) or uuid4()
    return actions.mark(uuid=uuid, booking=booking, part=chosen, status=status, means="phone", **values)


def ended(session: Session) -> None:
    """The session is over."""
    back = timedelta(hours=5)
    SessionPart.objects.filter(session=session).update(
        starts_at=session.starts_at - back, ends_at=session.ends_at - back
    )
    session.starts_at, session.ends_at = session.starts_at - back, session.ends_at - back
    session.save(update_fields=["starts_at", "ends_at"])


def moment(hour: int, minute: int = 0) -> datetime:
    """An hour of today."""
    return timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0)


def number(text: str) -> UUID:
    """A readable identifier of a gesture."""
    return UUID(int=int.from_bytes(text.encode(), "big"))


def said(attendance: Attendance | None) -> tuple[str, bool]:
    """What holds, and whether somebody must choose."""
    assert attendance is not None
    attendance.refresh_from_db()
    return attendance.status, attendance.conflict
