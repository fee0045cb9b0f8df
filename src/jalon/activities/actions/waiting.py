"""The waiting list moves: a free seat is offered in order of arrival, answered, or passes on."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.accounts.models import User
from jalon.activities.actions.booking_tell import tell_booking
from jalon.activities.actions.seat import Seats, lock_booking, move
from jalon.activities.choices import BookingClosing, BookingState, SessionState
from jalon.activities.models import Booking, SeatAllotment, Session
from jalon.activities.rules.booking import (
    OFFER_HOURS,
    OFFER_HOURS_BY_POST,
    can_offer,
    offer_deadline,
)
from jalon.activities.rules.refusal import RefusedError
from jalon.base.choices import Channel
from jalon.directory.queries import promise
from jalon.people.actions import add_milestone
from jalon.people.models import Person
from jalon.people.queries import reachable_by


@transaction.atomic
def offer_free_seats(*, session: Session) -> int:
    """Offer what is free to those who wait, in order of arrival. Returns how many seats were offered.

    Called whenever a seat frees, the maximum rises or seats are no longer kept; called twice it offers
    nothing twice.
    """
    return settle(Seats(session))


@transaction.atomic
def accept_offer(*, booking: Booking, by: User | None = None) -> Booking:
    """The person, or a professional for them, says yes.

    Raises:
        RefusedError: the time to answer has passed, or nothing was offered.
    """
    seats = Seats(booking.session)
    row = lock_booking(booking, seats)
    if row.state == BookingState.BOOKED:
        return row
    if row.state != BookingState.OFFERED or ran_out(row, seats.now):
        raise RefusedError(_("Cette place n’est plus proposée : le délai pour répondre est passé."))
    seat_now(seats, row, by=by)
    return row


@transaction.atomic
def decline_offer(*, booking: Booking, by: User | None = None) -> Booking:
    """The person says no: the next who waits is asked. Said twice, it stays one answer."""
    seats = Seats(booking.session)
    row = lock_booking(booking, seats)
    if row.state == BookingState.OFFERED:
        move(seats, row, BookingState.CLOSED, by=by, closing=BookingClosing.DECLINED)
        settle(seats)
    return row


def expire_offers() -> int:
    """Sessions where something is due: offers without an answer, seats no longer kept. Returns how many.

    Each session in its own transaction, so that no lock waits for another.
    """
    now = timezone.now()
    ran = Booking.objects.filter(state=BookingState.OFFERED, offered_until__lte=now)
    due = list(ran.order_by("session_id").values_list("session_id", flat=True).distinct())
    due += list(_to_offer(now).exclude(pk__in=due).order_by("pk").values_list("pk", flat=True))
    for session_id in due:
        offer_free_seats(session=Session(pk=session_id))
    return len(due)


def _to_offer(now: datetime) -> QuerySet[Session]:
    """Open sessions to come with free seats and people who wait: seats kept for a partner until now."""
    waiting = Booking.objects.filter(session=OuterRef("pk"), state=BookingState.WAITING)
    opened = SeatAllotment.objects.filter(session=OuterRef("pk"), until__lte=now)
    free = Q(seats_taken__lt=F("seats_max"))
    coming = Session.objects.filter(free, state=SessionState.OPEN, starts_at__gt=now)
    return coming.filter(Exists(waiting), Exists(opened))


def settle(seats: Seats) -> int:
    """Under the lock: offers that ran out end, then free seats are offered. Returns how many were offered."""
    for row in _bookings(seats, BookingState.OFFERED):
        if ran_out(row, seats.now):
            move(seats, row, BookingState.CLOSED, by=None, closing=BookingClosing.EXPIRED)
            tell_booking(row, "expired", key=f"booking-{row.pk}-expired")
    return _offer(seats)


def _offer(seats: Seats) -> int:
    session, offered = seats.session, 0
    if session.state != SessionState.OPEN or session.is_full:
        return 0
    if not can_offer(starts_at=session.starts_at, now=seats.now):
        return 0
    for row in _bookings(seats, BookingState.WAITING):
        if session.is_full:
            break
        if seats.free(row.organisation_id):
            _offer_seat(seats, row)
            offered += 1
    return offered


def _offer_seat(seats: Seats, row: Booking) -> None:
    hours = OFFER_HOURS_BY_POST if row.person and _by_post(row.person) else OFFER_HOURS
    promised = promise(seats.session.organisation, start=seats.now, open_hours=hours)
    row.offered_until = offer_deadline(promised=promised, starts_at=seats.session.starts_at)
    move(seats, row, BookingState.OFFERED, by=None)
    tell_booking(row, "offered", key=f"booking-{row.pk}-offered")


def _by_post(person: Person) -> bool:
    return not any(reachable_by(person, channel) for channel in (Channel.SMS, Channel.MAIL))


def ran_out(row: Booking, now: datetime) -> bool:
    """Whether the time to answer this offer has passed."""
    return row.offered_until is not None and row.offered_until <= now


def seat_now(seats: Seats, row: Booking, *, by: User | None) -> None:
    """Somebody who waited, or was offered a seat, has it."""
    move(seats, row, BookingState.BOOKED, by=by)
    tell_booking(row, "accepted", key=f"booking-{row.pk}-accepted")
    if row.person:
        add_milestone(
            person=row.person,
            kind="activities.booked",
            organisation=seats.session.organisation,
            by=by,
            detail=str(seats.session),
            about=("session", seats.session.pk),
        )


def _bookings(seats: Seats, state: str) -> list[Booking]:
    """Bookings of the session in one state, in order of arrival."""
    rows = Booking.objects.filter(session=seats.session, state=state)
    found = list(rows.select_related("person", "organisation", "booked_by").order_by("created_at", "pk"))
    for row in found:
        row.session = seats.session
    return found
