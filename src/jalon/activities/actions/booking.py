"""A seat at a session: taken, waited for, given back; never one too many."""

from django.db import transaction
from django.utils.translation import gettext as _

from jalon.accounts.models import User
from jalon.activities.actions.booking_tell import next_date, tell_booking
from jalon.activities.actions.seat import Seats, door_code, lock_booking, move, note, organisation_for
from jalon.activities.actions.waiting import seat_now, settle
from jalon.activities.choices import BookingClosing, BookingState, ParticipantKind
from jalon.activities.models import Booking, Invitation, Session
from jalon.activities.rules.booking import suits, why_closed
from jalon.activities.rules.refusal import RefusedError
from jalon.base.words import phone
from jalon.casework.models import Step
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Organisation
from jalon.directory.queries import organisations_as
from jalon.people.actions import add_milestone
from jalon.people.models import Person
from jalon.people.names import fold
from jalon.people.queries import file_ids


@transaction.atomic
def book(
    *,
    session: Session,
    person: Person,
    by: User | None = None,
    organisation: Organisation | None = None,
    step: Step | None = None,
    medium: str,
    walk_in: bool = False,
) -> Booking:
    """A seat for a person, or the end of the waiting list when none is left for them.

    `organisation` is the partner who books (found from `by` when it is left out); without `by` the person
    books for themselves. Somebody who has a booking here gets it back; an offer that waits for an answer is
    accepted by it. A `walk_in` stands at the door: seated after the start too, and on seats kept for others.

    Raises:
        RefusedError: in plain words: not open, past, cancelled, not for this person, or full at the door.
    """
    seats = Seats(session)
    kept = person.canonical or person
    _check_open(seats, walk_in=walk_in)
    if by is not None and organisation is None:
        organisation = organisation_for(by, seats.session, organisations_as(by, Role.ADVISER))
    settle(seats)
    known = _open_booking(seats, kept)
    if known is not None:
        return _again(seats, known, by=by, step=step, walk_in=walk_in)
    _check_person(seats.session, kept, by=by, organisation=organisation, walk_in=walk_in)
    _check_step(step, kept)
    row = Booking(person=kept, organisation=organisation, step=step, medium=medium, booked_by=by)
    return _write(seats, row, walk_in=walk_in)


@transaction.atomic
def book_guest(
    *, session: Session, organisation: Organisation, guest_name: str, guest_email: str = "", by: User
) -> Booking:
    """A seat for somebody whom an organisation sends: a name, no file. The same name twice is one booking.

    Raises:
        RefusedError: not open, past, cancelled, or not for whom this organisation sends.
    """
    seats = Seats(session)
    _check_open(seats, walk_in=False)
    _check_guest(seats.session, organisation, guest_name)
    settle(seats)
    sent = Booking.objects.filter(session=seats.session, organisation=organisation, person=None)
    for known in sent.exclude(state=BookingState.CLOSED).select_related("organisation").order_by("pk"):
        if fold(known.guest_name) == fold(guest_name):
            return known
    row = Booking(guest_name=guest_name.strip()[:120], guest_email=guest_email.strip().lower(),
                  organisation=organisation, medium="desk", booked_by=by)  # fmt: skip
    return _write(seats, row, walk_in=False)


@transaction.atomic
def cancel_booking(*, booking: Booking, closing: str, reason: str = "", by: User | None = None) -> Booking:
    """The booking ends, its seat is offered to who waits. Done twice it stays done.

    `reason` stays in the history and is sent to nobody.

    Raises:
        RefusedError: the session has begun: who does not come is noted on the sheet.
    """
    seats = Seats(booking.session)
    row = lock_booking(booking, seats)
    if row.state == BookingState.CLOSED:
        return row
    if seats.session.starts_at <= seats.now and closing != BookingClosing.ERASED:
        raise RefusedError(_("La séance a déjà commencé : une absence se note sur la feuille de présence."))
    _end(seats, row, closing=closing, reason=reason, by=by)
    settle(seats)
    return row


@transaction.atomic
def close_bookings_of(*, session: Session, reason: str, by: User | None) -> int:
    """The session is cancelled: every seat is given back, everybody is told why and what to do.

    Called by whoever cancels the session, in its transaction. Returns how many bookings ended.
    """
    seats = Seats(session)
    rows = Booking.objects.filter(session=seats.session).exclude(state=BookingState.CLOSED)
    bookings = list(rows.select_related("person", "organisation", "booked_by").order_by("created_at", "pk"))
    for row in bookings:
        row.session = seats.session
        move(seats, row, BookingState.CLOSED, by=by, closing=BookingClosing.SESSION, reason=reason)
        key, why = f"booking-{row.pk}-session-cancelled", lambda: _said_reason(reason)
        tell_booking(row, "session_cancelled", key=key, reason=why, next=lambda: next_date(session))
        _milestone(row, "session_cancelled", by=by)
    return len(bookings)


def _said_reason(reason: str) -> str:
    """In the language of who reads it."""
    return _(" Pourquoi : %s.") % reason.strip().rstrip(".") if reason.strip() else ""


def _check_open(seats: Seats, *, walk_in: bool) -> None:
    session = seats.session
    closed = why_closed(state=session.state, starts_at=session.starts_at, now=seats.now, walk_in=walk_in)
    if walk_in and session.sheet_closed_at:
        closed = _("La feuille de présence est close : rouvrez-la d’abord.")
    if closed:
        raise RefusedError(closed)


def _check_person(
    session: Session, person: Person, *, by: User | None, organisation: Organisation | None, walk_in: bool
) -> None:
    if session.activity.participants != ParticipantKind.PERSON:
        raise RefusedError(_("Cette séance s’adresse à des professionnels : leur organisation les inscrit."))
    if person.anonymised_at:
        raise RefusedError(_("Ce dossier est effacé."))
    if walk_in:
        return
    made_for = session.made_for_id
    if by is not None and made_for and organisation and organisation.pk not in {
        made_for, session.organisation_id
    }:  # fmt: skip
        raise RefusedError(f"Cette séance est faite pour {session.made_for} : adressez-vous à eux.")
    if by is None:
        _check_alone(session, person)


def _check_alone(session: Session, person: Person) -> None:
    """Whether somebody may book without a professional; what is missing is said without naming a status."""
    invited = Invitation.objects.filter(session=session, person__in=file_ids(person)).exists()
    if invited:
        return
    call = _("Appelez-nous au %s : on regarde avec vous.") % phone(session.organisation.phone)
    if not session.activity.self_booking or not session.public or session.made_for_id:
        with_adviser = _("Pour cette séance, on s’inscrit avec une conseillère ou un conseiller.")
        raise RefusedError(f"{with_adviser} {call}")
    if not suits(wanted=session.activity.situations, held=person.situations):
        audience = session.activity.audience
        meant = _("Cette séance s’adresse à : %s. ") % audience if audience else ""
        raise RefusedError(meant + call)


def _check_step(step: Step | None, person: Person) -> None:
    if step is not None and step.person_id not in file_ids(person):
        raise RefusedError("Cette étape est celle d’une autre personne.")


def _check_guest(session: Session, organisation: Organisation, guest_name: str) -> None:
    meant = session.activity.participants
    if meant == ParticipantKind.PERSON:
        raise RefusedError("Cette séance s’adresse aux habitantes et aux habitants, chacun à son nom.")
    if meant == ParticipantKind.PROFESSIONAL and organisation.kind == OrganisationKind.EMPLOYER:
        raise RefusedError("Cette séance s’adresse aux professionnels des partenaires.")
    if not guest_name.strip():
        raise RefusedError("Dites le nom de la personne qui vient.")


def _open_booking(seats: Seats, person: Person) -> Booking | None:
    """What this person, under any of their joined files, holds or waits for here."""
    rows = Booking.objects.filter(session=seats.session, person__in=file_ids(person))
    rows = rows.exclude(state=BookingState.CLOSED).select_related("person", "organisation", "booked_by")
    row = rows.order_by("pk").first()
    if row is not None:
        row.session = seats.session
    return row


def _again(seats: Seats, row: Booking, *, by: User | None, step: Step | None, walk_in: bool) -> Booking:
    """Somebody who is noted here asks again: a seat that can be theirs is theirs now."""
    if step is not None and row.step_id is None:
        row.step = step
        row.save(update_fields=["step"])
    free = seats.free(row.organisation_id) if not walk_in else _chairs(seats)
    if row.state == BookingState.OFFERED or (row.state == BookingState.WAITING and free):
        seat_now(seats, row, by=by)
    return row


def _chairs(seats: Seats) -> int:
    """Free seats at the door, whoever they were kept for."""
    return seats.session.seats_max - seats.session.seats_taken


def _write(seats: Seats, row: Booking, *, walk_in: bool) -> Booking:
    if walk_in and not _chairs(seats):
        raise RefusedError("La séance est complète. Augmentez le nombre de places s’il reste une chaise.")
    row.session, row.walk_in, row.created_at = seats.session, walk_in, seats.now
    row.door_code = door_code(seats.session)
    row.state = BookingState.WAITING
    if walk_in or seats.free(row.organisation_id):
        row.state = BookingState.BOOKED
        row.allotment = seats.take(row.organisation_id)
    row.save(force_insert=True)
    note(row, "", by=row.booked_by)
    _milestone(row, row.state, by=row.booked_by)
    if not walk_in:
        tell_booking(row, row.state, key=f"booking-{row.pk}-{row.state}")
    return row


def _end(seats: Seats, row: Booking, *, closing: str, reason: str, by: User | None) -> None:
    move(seats, row, BookingState.CLOSED, by=by, closing=closing, reason=reason)
    if closing == BookingClosing.ERASED:
        return
    _milestone(row, "cancelled", by=by)
    if closing == BookingClosing.ADVISER:
        tell_booking(row, "cancelled", key=f"booking-{row.pk}-cancelled")


def _milestone(row: Booking, what: str, *, by: User | None) -> None:
    """A band of the person's pole; guests have none."""
    if row.person is not None:
        add_milestone(
            person=row.person,
            kind=f"activities.{what}",
            organisation=row.session.organisation,
            by=by,
            detail=str(row.session),
            about=("session", row.session_id),
        )


@transaction.atomic
def serve_step(*, booking: Booking, step: Step | None, by: User) -> None:
    """Say which step of the person's pathway this booking serves; none takes it off.

    Raises:
        RefusedError: the step is another person's.
    """
    row = Booking.objects.select_for_update(of=("self",)).select_related("person").get(pk=booking.pk)
    if row.person is None:
        raise RefusedError("Cette place est celle d’un professionnel : elle ne sert aucune étape.")
    _check_step(step, row.person)
    row.step = step
    row.save(update_fields=["step"])
    note(row, row.state, reason=f"étape : {step.title}" if step else "étape retirée", by=by)
