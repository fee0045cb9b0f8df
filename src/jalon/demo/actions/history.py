"""Sessions of the last three months: who came, signed, closed; sixty of the hundred and forty employees in
insertion took part."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from uuid import UUID

from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions import close_sheet, mark
from jalon.activities.choices import (
    INDIVIDUAL,
    AttendanceStatus,
    BookingState,
    MarkMeans,
    ParticipantKind,
    SessionState,
)
from jalon.activities.models import Booking, Session, SessionFacilitator, SessionPart
from jalon.base.choices import Medium
from jalon.demo.actions.calendar import halves, session_values
from jalon.demo.actions.catalogue import Offered
from jalon.demo.actions.directory import Cast
from jalon.demo.actions.inhabitants import Resident
from jalon.demo.partners import CHANTIER_CANAL, CHANTIER_DUNES, PARTNERS
from jalon.people.models import Milestone

COUNT, DAYS = 40, 90
INSERTION_TOOK_PART = 60
_SEED = 90
_UNCLOSED = 3
# A finger's line, as the door page draws it.
_SIGNATURE = "M40 120L120 60L180 140L260 70L330 130L420 80"
_STATUSES = (AttendanceStatus.PRESENT,) * 8 + (
    AttendanceStatus.LATE, AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT,
)  # fmt: skip


def build_history(cast: Cast, offered: list[Offered], residents: list[Resident]) -> None:
    """Past sessions are written as they were left: no action books a seat in the past."""
    chance = Random(_SEED)
    kinds = cycle([one for one in offered if _collective(one)])
    guests = _participants(residents, chance)
    for number, day in enumerate(_days(chance)):
        session = _session(next(kinds), day, cast, chance)
        by = cast.users["claire@jalon.example"]
        people = [next(guests) for _ in range(min(session.seats_max, chance.randint(5, 10)))]
        _seat(session, people, cast)
        if number >= _UNCLOSED:
            _close(session, by, chance)


def _collective(offer: Offered) -> bool:
    activity = offer.activity
    return activity.kind not in INDIVIDUAL and activity.participants == ParticipantKind.PERSON


def _days(chance: Random) -> Iterator[datetime]:
    """Working mornings of the last three months, the latest first."""
    now = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    for ago in sorted(chance.randint(4, DAYS) for _ in range(COUNT)):
        day = now - timedelta(days=ago)
        yield day - timedelta(days=max(day.weekday() - 4, 0))


def _participants(residents: list[Resident], chance: Random) -> Iterator[Resident]:
    """Everybody but eighty of the employees in insertion, again and again, in an order of chance."""
    names = {CHANTIER_DUNES, CHANTIER_CANAL}
    insertion = [one for one in residents if any(partner.name in names for partner in one.partners)]
    out = {one.person.pk for one in insertion[INSERTION_TOOK_PART:]}
    coming = [one for one in residents if one.person.pk not in out]
    chance.shuffle(coming)
    # The sixty come first, so that each of them took part at least once.
    coming.sort(key=lambda one: one.person.pk not in {row.person.pk for row in insertion})
    return cycle(coming)


def _session(offer: Offered, day: datetime, cast: Cast, chance: Random) -> Session:
    partner = next(one for one in PARTNERS if one.name == offer.entry.partner)
    by = chance.choice(cast.advisers_of(partner))
    values = session_values(offer, partner, by, cast, chance)
    facilitators = values.pop("facilitators")
    spans = [
        span
        for span in halves(day.date(), day.time(), offer.activity.minutes)
        if span.ends_at < timezone.now()
    ]
    session = Session.objects.create(
        activity=offer.activity,
        organisation=cast.partners[partner.name],
        starts_at=spans[0].starts_at,
        ends_at=spans[-1].ends_at,
        state=SessionState.OPEN,
        created_by=by,
        created_at=day - timedelta(days=20),
        **values,
    )
    for span in spans:
        SessionPart.objects.create(session=session, starts_at=span.starts_at, ends_at=span.ends_at)
    for organisation, user, name in facilitators:
        SessionFacilitator.objects.create(session=session, organisation=organisation, user=user, name=name)
    return session


def _seat(session: Session, people: Sequence[Resident], cast: Cast) -> None:
    chosen = list({one.person.pk: one for one in people}.values())
    Booking.objects.bulk_create(
        Booking(
            session=session,
            person=one.person,
            organisation=cast.partners[one.partners[0].name],
            booked_by=cast.advisers_of(one.partners[0])[0],
            state=BookingState.BOOKED,
            medium=Medium.DESK,
            door_code=f"{1000 + number}",
            created_at=session.starts_at - timedelta(days=9),
        )
        for number, one in enumerate(chosen)
    )
    session.seats_taken = len(chosen)
    session.save(update_fields=["seats_taken"])


def _close(session: Session, by: User, chance: Random) -> None:
    """Each person signs each half-day, or does not; then the sheet is closed and dated back."""
    parts = list(session.parts.order_by("starts_at"))
    for booking in session.bookings.order_by("pk"):
        status = chance.choice(_STATUSES)
        for part in parts:
            signed = status in (AttendanceStatus.PRESENT, AttendanceStatus.LATE)
            mark(
                uuid=UUID(int=chance.getrandbits(128), version=4),
                booking=booking,
                part=part,
                status=status,
                means=MarkMeans.TABLET,
                by=by,
                reason="rendez-vous médical" if status == AttendanceStatus.EXCUSED else "",
                signature=_SIGNATURE if signed else "",
                marked_at=part.starts_at,
            )
    close_sheet(session=session, by=by)
    Milestone.objects.filter(about_kind="session", about_id=session.pk).update(at=session.ends_at)
    Session.objects.filter(pk=session.pk).update(sheet_closed_at=session.ends_at + timedelta(hours=1))
