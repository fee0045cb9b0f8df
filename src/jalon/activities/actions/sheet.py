"""The attendance sheet is closed, and says what it has to; or it is opened again."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions.attendance import rest_absent
from jalon.activities.actions.seat import lock_session
from jalon.activities.actions.session import finish_session
from jalon.activities.actions.session_row import note_change
from jalon.activities.choices import CAME, BookingState, SessionChangeKind, SessionState
from jalon.activities.models import Attendance, Booking, Session, SessionPart, WalkIn
from jalon.activities.rules import attendance as rules
from jalon.activities.rules.digital import gained
from jalon.activities.rules.refusal import RefusedError
from jalon.base.actions.event import publish
from jalon.casework.actions import complete_step
from jalon.people.actions import add_milestone


@transaction.atomic
def close_sheet(*, session: Session, by: User, rest: bool = False) -> Session:
    """Nobody adds to the sheet any more; each presence becomes a milestone, and its step is done.

    With `rest`, whoever has no mark was not there. An absence posts nothing. Closed twice, it is closed once.

    Raises:
        RefusedError: the last half-day has not begun, two marks disagree, or somebody has no mark.
    """
    row = lock_session(session)
    if row.sheet_closed_at is not None:
        return row
    if row.state in {SessionState.DRAFT, SessionState.CANCELLED}:
        raise RefusedError(f"Cette séance est {row.get_state_display()} : il n’y a pas de feuille à fermer.")
    parts = list(SessionPart.objects.filter(session=row).order_by("starts_at"))
    bookings = expected(row)
    _check(parts, bookings, rest=rest)
    if rest:
        rest_absent(session=row, parts=parts, by=by, bookings=bookings)
    row.sheet_closed_at, row.sheet_closed_by = timezone.now(), by
    row.save(update_fields=["sheet_closed_at", "sheet_closed_by"])
    _post(row, by)
    if row.state == SessionState.OPEN and row.ends_at <= row.sheet_closed_at:
        finish_session(session=row, by=by)
    # Who came without a seat is kept by name only as long as somebody may still find them one.
    WalkIn.objects.filter(session=row, booking__isnull=True).update(first_name="", last_name="", phone="")
    _written(row, SessionChangeKind.SHEET_CLOSED, by)
    return row


def expected(session: Session) -> list[Booking]:
    """Who is on the sheet: seats that are held, and whoever has a mark although the seat was given up."""
    held = Q(state=BookingState.BOOKED) | Q(attendances__isnull=False)
    rows = Booking.objects.filter(held, session=session).select_related("person__canonical", "step")
    return list(rows.order_by("pk").distinct())


def _check(parts: list[SessionPart], bookings: list[Booking], *, rest: bool) -> None:
    if not parts:
        raise RefusedError("Cette séance n’a pas de demi-journée : la feuille ne peut pas être fermée.")
    rows = Attendance.objects.filter(booking__in=bookings).order_by("pk")
    marked = {(row.booking_id, row.part_id): row for row in rows}
    disputed = {row.booking_id for row in marked.values() if row.conflict}
    missing = {one.pk for one in bookings for part in parts if (one.pk, part.pk) not in marked}
    rules.check_closable(
        last_starts_at=parts[-1].starts_at,
        now=timezone.now(),
        conflicts=[name_of(one) for one in bookings if one.pk in disputed],
        waiting=[] if rest else [name_of(one) for one in bookings if one.pk in missing],
    )


def name_of(booking: Booking) -> str:
    """First name, or the guest's name."""
    return (booking.person.first_name if booking.person else "") or booking.guest_name or "une personne"


def _post(session: Session, by: User) -> None:
    """What each presence leads to; written once, and taken back where a sheet opened again says otherwise."""
    came = {row.booking_id: row for row in _rows(session).filter(status__in=CAME)}
    posted = {row.booking_id: row for row in _rows(session).filter(posted_at__isnull=False)}
    for booking in expected(session):
        if booking.pk in came and booking.pk not in posted:
            _attended(session, booking, by)
        elif booking.pk in posted and booking.pk not in came:
            _taken_back(session, booking, by)
    now = timezone.now()
    _rows(session).filter(status__in=CAME, posted_at__isnull=True).update(posted_at=now)
    _rows(session).exclude(status__in=CAME).update(posted_at=None)


def _rows(session: Session) -> QuerySet[Attendance]:
    return Attendance.objects.filter(part__session=session).order_by("pk")


def _attended(session: Session, booking: Booking, by: User) -> None:
    _milestone(session, booking, "attended", by, rules.said_attended(str(session), _skills(session)))
    skill = gained(session.activity.digital_task)
    if skill:
        _milestone(session, booking, "skill", by, skill)
    if booking.step:
        complete_step(step=booking.step, reason=f"présence : {session}", by=by)


def _taken_back(session: Session, booking: Booking, by: User) -> None:
    _milestone(session, booking, "corrected", by, f"{session} : la présence était notée par erreur")


def _milestone(session: Session, booking: Booking, kind: str, by: User, detail: str) -> None:
    """Guests of an organisation have no file, and nothing is written of them."""
    if booking.person is None or booking.person.anonymised_at:
        return
    add_milestone(
        person=booking.person.canonical or booking.person,
        kind=f"activities.{kind}",
        organisation=session.organisation,
        by=by,
        detail=detail,
        about=("session", session.pk),
    )


def _skills(session: Session) -> list[str]:
    return [skill.label for skill in session.activity.skills.order_by("label")]


@transaction.atomic
def reopen_sheet(*, session: Session, by: User, reason: str) -> Session:
    """Correct a sheet that was closed; what was written stays until it is closed again.

    Raises:
        RefusedError: no reason is said.
    """
    row = lock_session(session)
    if row.sheet_closed_at is None:
        return row
    if not reason.strip():
        raise RefusedError("Dites pourquoi la feuille est rouverte.")
    row.sheet_closed_at = row.sheet_closed_by = None
    row.save(update_fields=["sheet_closed_at", "sheet_closed_by"])
    _written(row, SessionChangeKind.SHEET_OPENED, by, reason)
    return row


def _written(session: Session, kind: str, by: User, reason: str = "") -> None:
    note_change(session, kind, session.state, by=by, reason=reason.strip())
    publish(topic=f"session:{session.pk}", kind="sheet", payload={})
    publish(topic=f"desk:{session.organisation_id}", kind="sheet", payload={})
