"""What a device at the door sends is taken gesture by gesture: one that cannot be stops no other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError

from jalon.accounts.models import User
from jalon.activities.actions.arrival import walk_in
from jalon.activities.actions.attendance import mark
from jalon.activities.models import Booking, Session, SessionPart
from jalon.activities.queries.attendance import booking_of_arrival, parts_of
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Organisation


@dataclass(frozen=True)
class SentMark:
    """How somebody was there; `arrival` is given in place of a booking for who came without a seat."""

    uuid: UUID
    booking: int | None
    arrival: UUID | None
    part: int
    status: str
    means: str
    signature: str
    reason: str
    knew: UUID | None
    settles: bool
    at: datetime


@dataclass(frozen=True)
class SentArrival:
    """Somebody who came without a seat."""

    uuid: UUID
    first_name: str
    last_name: str
    phone: str
    part: int
    signature: str
    at: datetime


@dataclass(frozen=True)
class Sent:
    """All that a device sends at once, in the order in which it happened."""

    device: str
    gestures: tuple[SentMark | SentArrival, ...]


def receive(*, session: Session, sent: Sent, by: User, organisation: Organisation | None) -> dict[str, str]:
    """Take every gesture, each in its own transaction; the same again changes nothing.

    Returns for each identifier why it was refused, in words; empty when it was taken.
    """
    parts = {part.pk: part for part in parts_of(session)}
    bookings = {one.pk: one for one in Booking.objects.filter(session=session).select_related("person")}
    answers: dict[str, str] = {}
    for gesture in sent.gestures:
        try:
            part = parts.get(gesture.part)
            if part is None:
                raise RefusedError("Cette demi-journée n’est plus au programme de la séance.")
            if isinstance(gesture, SentMark):
                _mark(session, gesture, part, bookings, by=by, device=sent.device)
            else:
                _arrival(session, gesture, part, by=by, organisation=organisation, device=sent.device)
        except ValidationError as error:
            answers[str(gesture.uuid)] = " ".join(error.messages)
        else:
            answers[str(gesture.uuid)] = ""
    return answers


def _mark(
    session: Session,
    gesture: SentMark,
    part: SessionPart,
    bookings: dict[int, Booking],
    *,
    by: User,
    device: str,
) -> None:
    booking = bookings.get(gesture.booking or 0)
    if gesture.arrival:
        booking = booking_of_arrival(session, gesture.arrival)
    if booking is None:
        raise RefusedError("Cette personne n’a pas de place à cette séance.")
    booking.session = session
    mark(
        uuid=gesture.uuid,
        booking=booking,
        part=part,
        status=gesture.status,
        means=gesture.means,
        by=by,
        signature=gesture.signature,
        reason=gesture.reason,
        device=device,
        marked_at=gesture.at,
        knew=gesture.knew,
        settles=gesture.settles,
    )


def _arrival(
    session: Session,
    gesture: SentArrival,
    part: SessionPart,
    *,
    by: User,
    organisation: Organisation | None,
    device: str,
) -> None:
    walk_in(
        session=session,
        uuid=gesture.uuid,
        first_name=gesture.first_name,
        last_name=gesture.last_name,
        phone=gesture.phone,
        by=by,
        organisation=organisation,
        part=part,
        came_at=gesture.at,
        signature=gesture.signature,
        device=device,
    )
