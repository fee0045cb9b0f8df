"""Reminders: the day before by text message, three days before by mail, six open days before by post."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.activities.actions.booking_tell import tell_booking
from jalon.activities.choices import BookingState, SessionState
from jalon.activities.models import Booking
from jalon.activities.queries.travel import said_trip, trip_of
from jalon.base.choices import Channel
from jalon.base.models import OutboxMessage
from jalon.base.words import hour
from jalon.directory.models import Organisation
from jalon.directory.queries import promise
from jalon.people.queries import reachable_by

# From this hour on, the day before.
DAY_BEFORE_FROM = 10
BY_MAIL = timedelta(days=3)
# A letter is printed, posted and read: six open days of nine hours.
BY_POST_HOURS = 54
FARTHEST = timedelta(days=16)
# Who was told of the booking itself a moment ago needs no reminder yet.
SINCE_BOOKED = timedelta(hours=20)


def reminder_key(booking: Booking) -> str:
    """One reminder for each date: a session that moves is said again."""
    return f"booking-{booking.pk}-reminder-{booking.session.starts_at:%Y%m%d%H%M}"


def remind_due() -> int:
    """Write the reminders whose time has come. Returns how many people were written to."""
    now = timezone.now()
    posts: dict[int, datetime] = {}
    sent = 0
    for booking in _not_reminded(now):
        if _is_due(booking, now, posts) and _remind(booking):
            sent += 1
    return sent


def _not_reminded(now: datetime) -> Iterable[Booking]:
    """Seats at sessions of the next two weeks of which no reminder is written, soonest first."""
    rows = Booking.objects.filter(
        state=BookingState.BOOKED,
        created_at__lt=now - SINCE_BOOKED,
        session__state=SessionState.OPEN,
        session__starts_at__gt=now,
        session__starts_at__lt=now + FARTHEST,
    )
    related = rows.select_related("session__organisation", "session__activity", "person")
    bookings = list(related.order_by("session__starts_at", "pk"))
    keys = [reminder_key(booking) for booking in bookings]
    written = set(OutboxMessage.objects.filter(key__in=keys).order_by().values_list("key", flat=True))
    return [booking for booking, key in zip(bookings, keys, strict=True) if key not in written]


def _is_due(booking: Booking, now: datetime, posts: dict[int, datetime]) -> bool:
    """Whether this channel has to leave now so that it is read in time."""
    starts = booking.session.starts_at
    if _is_eve(starts, now):
        return True
    if booking.person is None:
        return bool(booking.guest_email) and starts <= now + BY_MAIL
    if reachable_by(booking.person, Channel.SMS):
        return False
    if starts <= now + BY_MAIL:
        return True
    if reachable_by(booking.person, Channel.MAIL):
        return False
    return starts <= _post_arrives(booking.session.organisation, now, posts)


def _is_eve(starts: datetime, now: datetime) -> bool:
    days = (timezone.localdate(starts) - timezone.localdate(now)).days
    return days == 0 or (days == 1 and timezone.localtime(now).hour >= DAY_BEFORE_FROM)


def _post_arrives(organisation: Organisation, now: datetime, posts: dict[int, datetime]) -> datetime:
    """Until when a letter printed now is read, by the open days of who prints it."""
    if organisation.pk not in posts:
        posts[organisation.pk] = promise(organisation, start=now, open_hours=BY_POST_HOURS)
    return posts[organisation.pk]


@transaction.atomic
def _remind(found: Booking) -> bool:
    """Written in one transaction with a last look: who cancelled meanwhile is left in peace."""
    rows = Booking.objects.select_for_update(of=("self",)).filter(pk=found.pk, state=BookingState.BOOKED)
    related = ("session__organisation", "session__activity", "session__site", "person", "booked_by")
    booking = rows.select_related(*related).first()
    if booking is None or booking.session.starts_at != found.session.starts_at:
        return False
    return bool(tell_booking(booking, "reminder", key=reminder_key(booking), bus=lambda: _bus(booking)))


def _bus(booking: Booking) -> str:
    """How to come by bus, as a sentence; empty where none is known."""
    trip = trip_of(booking.person, booking.session) if booking.person else None
    said = said_trip(trip)
    if trip is None or not said:
        return ""
    return _(" En bus : %(said)s, arrivée %(arrives)s.") % {"said": said, "arrives": hour(trip.arrives)}
