"""Who came: marks are added and never changed; what holds follows from them."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions.seat import lock_session
from jalon.activities.choices import CAME, MarkMeans, SessionState
from jalon.activities.models import Attendance, AttendanceMark, Booking, Session, SessionPart
from jalon.activities.rules.attendance import (
    Held,
    clean_signature,
    clean_status,
    minutes_there,
    outcome,
)
from jalon.activities.rules.refusal import RefusedError
from jalon.base.actions.event import publish


@transaction.atomic
def mark(
    *,
    uuid: UUID,
    booking: Booking,
    part: SessionPart,
    status: str,
    means: str,
    by: User | None = None,
    signature: str = "",
    reason: str = "",
    device: str = "",
    marked_at: datetime | None = None,
    knew: UUID | None = None,
    settles: bool = False,
) -> Attendance | None:
    """Note how somebody was there for a half-day; the same `uuid` again is the same mark.

    `knew` is the mark that held as far as the device knew: when it is another one, and says something else,
    what holds is in conflict until somebody chooses (`settles`). An empty status undoes the gesture before.
    After the sheet is closed a mark is kept, and changes nothing. Returns what holds, None when nothing does.

    Raises:
        RefusedError: a status, reason or signature that cannot be, or another session's half-day.
    """
    session = lock_session(booking.session)
    sent = AttendanceMark.objects.filter(uuid=uuid).first()
    if sent is not None:
        return _again(sent, booking, part)
    if part.session_id != session.pk or booking.session_id != session.pk:
        raise RefusedError("Cette demi-journée n’est pas de cette séance.")
    if session.state == SessionState.DRAFT:
        raise RefusedError("Cette séance est encore un brouillon : ouvrez-la d’abord.")
    status, reason = clean_status(status, reason)
    row = AttendanceMark.objects.create(
        uuid=uuid,
        booking=booking,
        part=part,
        status=status,
        reason=reason,
        means=MarkMeans(means),
        signature=clean_signature(signature) if status in CAME else "",
        device=device[:40],
        knew=knew,
        settles=settles,
        after_closing=session.sheet_closed_at is not None,
        marked_at=marked_at or timezone.now(),
        marked_by=by,
    )
    publish(topic=f"session:{session.pk}", kind="attendance", payload={})
    return held_now(booking, part) if row.after_closing else _hold(row)


def _again(sent: AttendanceMark, booking: Booking, part: SessionPart) -> Attendance | None:
    if (sent.booking_id, sent.part_id) != (booking.pk, part.pk):
        raise RefusedError("Ce geste est déjà noté pour quelqu’un d’autre.")
    return held_now(booking, part)


def held_now(booking: Booking, part: SessionPart) -> Attendance | None:
    """What holds for somebody and a half-day, with the mark it comes from."""
    return Attendance.objects.select_related("mark").filter(booking=booking, part=part).first()


def _hold(row: AttendanceMark) -> Attendance | None:
    """Let a new mark change what holds, as the rules say; its session is locked."""
    current = held_now(row.booking, row.part)
    held = Held(current.mark.uuid, current.mark.knew, current.status, current.conflict) if current else None
    result = outcome(held, uuid=row.uuid, status=row.status, knew=row.knew, settles=row.settles)
    if not result.holds:
        return current
    if not row.status:
        if current:
            current.delete()
        return None
    values = {
        "mark": row,
        "status": row.status,
        "conflict": result.conflict,
        "minutes": minutes_there(row.status, row.part.starts_at, row.part.ends_at, row.marked_at),
    }
    found, _ = Attendance.objects.update_or_create(booking=row.booking, part=row.part, defaults=values)
    return found


def settle(*, attendance: Attendance, status: str, by: User, reason: str = "") -> Attendance:
    """Somebody saw marks that disagree, and says how it was.

    Raises:
        RefusedError: the sheet is closed, or somebody is excused without a reason.
    """
    with transaction.atomic():
        session = lock_session(attendance.booking.session)
        check_open_sheet(session)
        current = Attendance.objects.select_related("mark", "part", "booking").get(pk=attendance.pk)
        found = mark(
            uuid=uuid4(),
            booking=current.booking,
            part=current.part,
            status=status,
            means=MarkMeans.DESK,
            by=by,
            reason=reason,
            marked_at=_moment_of(current, status),
            knew=current.mark.uuid,
            settles=True,
        )
    if found is None:
        raise RefusedError("Dites comment la personne était là.")
    return found


def _moment_of(attendance: Attendance, status: str) -> datetime | None:
    """The hour of the mark that is chosen: what counts is when it was made, not when somebody chose."""
    made = AttendanceMark.objects.filter(
        booking=attendance.booking, part=attendance.part, status=status, after_closing=False
    )
    chosen = made.order_by("-pk").first()
    return chosen.marked_at if chosen else None


def check_open_sheet(session: Session) -> None:
    """RefusedError when the sheet is closed."""
    if session.sheet_closed_at is not None:
        raise RefusedError("La feuille est fermée. Rouvrez-la pour la corriger.")


def rest_absent(*, session: Session, parts: list[SessionPart], by: User, bookings: list[Booking]) -> None:
    """Whoever has no mark for a half-day was not there."""
    marked = set(Attendance.objects.filter(part__in=parts).order_by().values_list("booking_id", "part_id"))
    for booking in bookings:
        booking.session = session
        for part in parts:
            if (booking.pk, part.pk) not in marked:
                mark(
                    uuid=uuid4(),
                    booking=booking,
                    part=part,
                    status="absent",
                    means=MarkMeans.DESK,
                    by=by,
                    marked_at=part.ends_at + timedelta(minutes=1),
                )
