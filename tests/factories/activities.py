"""Activities, sessions and bookings of the tests, each telling a situation."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from jalon.activities.choices import ActivityKind, ActivityState, BookingState, SessionState, Theme
from jalon.activities.models import Activity, Booking, Session, SessionPart
from jalon.base.choices import Medium
from jalon.directory.models import Organisation
from jalon.people.models import Person


def make_activity(organisation: Organisation, **values: Any) -> Activity:
    """A CV workshop of three hours, in the catalogue."""
    chosen = {
        "kind": ActivityKind.CV,
        "theme": Theme.PREPARE,
        "title": "Atelier CV",
        "summary": "On écrit votre CV ensemble, sur ordinateur.",
        "minutes": 180,
        "state": ActivityState.PUBLISHED,
        **values,
    }
    return Activity.objects.create(organisation=organisation, **chosen)


def next_weekday(hour: int = 9, days: int = 7) -> datetime:
    """An hour of a working day, about so many days from now."""
    at = timezone.localtime() + timedelta(days=days)
    while at.weekday() >= 5:
        at += timedelta(days=1)
    return at.replace(hour=hour, minute=0, second=0, microsecond=0)


def make_session(activity: Activity, *, starts_at: datetime | None = None, **values: Any) -> Session:
    """An open session of one half-day with ten seats, next week."""
    begin = starts_at or next_weekday()
    chosen = {
        "organisation": activity.organisation,
        "starts_at": begin,
        "ends_at": begin + timedelta(minutes=activity.minutes),
        "place": "4 place de la Gare",
        "seats_max": 10,
        "state": SessionState.OPEN,
        **values,
    }
    session = Session.objects.create(activity=activity, **chosen)
    SessionPart.objects.create(session=session, starts_at=session.starts_at, ends_at=session.ends_at)
    return session


def seat(session: Session, person: Person, **values: Any) -> Booking:
    """The person has a seat; written straight, for tests that do not try the booking itself."""
    session.seats_taken += 1
    session.save(update_fields=["seats_taken"])
    chosen = {"state": BookingState.BOOKED, "medium": Medium.DESK, **values}
    number = session.bookings.count() + 1000
    return Booking.objects.create(session=session, person=person, door_code=f"{number:04}", **chosen)
