"""Somebody comes without a seat: noted in ten seconds, seated when there is a chair."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions.attendance import check_open_sheet, mark
from jalon.activities.actions.booking import book
from jalon.activities.actions.seat import lock_session
from jalon.activities.actions.session_row import note_change
from jalon.activities.choices import MarkMeans, SessionChangeKind
from jalon.activities.models import Booking, Session, SessionPart, WalkIn
from jalon.activities.queries.attendance import most_seats
from jalon.activities.rules.refusal import RefusedError
from jalon.base.choices import Medium
from jalon.directory.models import Organisation
from jalon.people.actions import register
from jalon.people.choices import ConsentMeans, ContactKind
from jalon.people.contact import normalise_phone
from jalon.people.models import Person
from jalon.people.names import fold
from jalon.people.queries import people_at, visible_to

NO_ROOM = "La salle ne peut pas recevoir plus de monde."


@transaction.atomic
def walk_in(
    *,
    session: Session,
    uuid: UUID,
    first_name: str,
    by: User,
    last_name: str = "",
    phone: str = "",
    organisation: Organisation | None = None,
    part: SessionPart | None = None,
    came_at: datetime | None = None,
    signature: str = "",
    device: str = "",
) -> WalkIn:
    """Somebody came without a seat: a file is opened, a seat taken, and the presence noted, all or nothing.

    `organisation` is the partner who notes it (the session's by default), and follows the person from now
    on. Without a free seat nothing is opened: `refused` says why, and the name stays until the sheet is
    closed. The same `uuid` again gives back the same row.

    Raises:
        RefusedError: no name at all.
    """
    row = lock_session(session)
    known = WalkIn.objects.filter(uuid=uuid).select_related("booking").first()
    if known is not None:
        return known
    if not first_name.strip():
        raise RefusedError("Un prénom suffit, mais il en faut un.")
    arrival = WalkIn.objects.create(
        uuid=uuid,
        session=row,
        part=part or current_part(row),
        first_name=first_name.strip()[:80],
        last_name=last_name.strip()[:120],
        phone=phone.strip()[:20],
        came_at=came_at or timezone.now(),
        noted_by=by,
    )
    return _try_to_seat(arrival, by=by, organisation=organisation, signature=signature, device=device)


@transaction.atomic
def seat_walk_in(*, arrival: WalkIn, by: User, organisation: Organisation | None = None) -> WalkIn:
    """Room was made since: try again. Done twice, it is done once."""
    lock_session(arrival.session)
    row = _again(arrival)
    return row if row.booking else _try_to_seat(row, by=by, organisation=organisation)


@transaction.atomic
def add_seat(*, arrival: WalkIn, by: User, organisation: Organisation | None = None) -> WalkIn:
    """One more seat, for somebody who is there; the waiting list is not passed over: it had its time.

    Raises:
        RefusedError: the sheet is closed, the room that is held takes no more people, or what was noted of
            the person cannot be.
    """
    session = lock_session(arrival.session)
    row = _again(arrival)
    if row.booking:
        return row
    check_open_sheet(session)
    if session.is_full:
        _one_more_chair(session, by)
    seated = _try_to_seat(row, by=by, organisation=organisation)
    if seated.booking is None:
        raise RefusedError(seated.refused)
    return seated


def _one_more_chair(session: Session, by: User) -> None:
    limit = most_seats(session)
    if limit is not None and session.seats_max >= limit:
        raise RefusedError(NO_ROOM)
    session.seats_max += 1
    session.save(update_fields=["seats_max"])
    reason = f"{session.seats_max} places, pour une personne venue sans inscription"
    note_change(session, SessionChangeKind.SEATS, session.state, by=by, reason=reason)


def _again(arrival: WalkIn) -> WalkIn:
    """The row as it is now, once its session is locked."""
    return WalkIn.objects.select_related("session", "part", "booking").get(pk=arrival.pk)


def current_part(session: Session) -> SessionPart:
    """The half-day that runs now, else the one nearest to now."""
    now = timezone.now()
    parts = list(SessionPart.objects.filter(session=session).order_by("starts_at"))
    if not parts:
        raise RefusedError("Cette séance n’a pas de demi-journée.")
    return min(parts, key=lambda part: max(part.starts_at - now, now - part.ends_at))


def _try_to_seat(
    arrival: WalkIn, *, by: User, organisation: Organisation | None, signature: str = "", device: str = ""
) -> WalkIn:
    try:
        with transaction.atomic():
            _seat(arrival, by=by, organisation=organisation, signature=signature, device=device)
    except ValidationError as error:
        arrival.booking = None
        arrival.refused = " ".join(error.messages)[:255]
        arrival.save(update_fields=["refused"])
    return arrival


def _seat(
    arrival: WalkIn, *, by: User, organisation: Organisation | None, signature: str, device: str
) -> None:
    partner = organisation or arrival.session.organisation
    person = _file_of(arrival, partner, by)
    booking = book(
        session=arrival.session, person=person, by=by, organisation=partner, medium=Medium.DESK, walk_in=True
    )
    WalkIn.objects.filter(pk=arrival.pk).update(
        booking=_unclaimed(booking), first_name="", last_name="", phone="", refused=""
    )
    arrival.refresh_from_db()
    mark(
        uuid=arrival.uuid,
        booking=booking,
        part=arrival.part,
        status="present",
        means=MarkMeans.PHONE,
        by=by,
        signature=signature,
        device=device,
        marked_at=arrival.came_at,
    )


def _unclaimed(booking: Booking) -> Booking:
    if WalkIn.objects.filter(booking=booking).exists():
        raise RefusedError(f"{booking.person} est déjà sur la feuille.")
    return booking


def _file_of(arrival: WalkIn, partner: Organisation, by: User) -> Person:
    """The file that this professional sees at this number under this first name, else a new one."""
    if arrival.phone:
        at_number = people_at(ContactKind.PHONE, normalise_phone(arrival.phone)).order_by("pk")
        for known in at_number.filter(pk__in=visible_to(by)):
            if fold(known.first_name) == fold(arrival.first_name):
                return known
    return register(
        first_name=arrival.first_name,
        last_name=arrival.last_name,
        phone=arrival.phone,
        organisation=partner,
        by=by,
        means=ConsentMeans.FACE,
    )
