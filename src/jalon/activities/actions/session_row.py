"""One session under lock, its half-days and its history."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.models import Session, SessionChange, SessionPart
from jalon.activities.rules.parts import Half
from jalon.activities.rules.refusal import RefusedError


def lock_session(session: Session) -> Session:
    """The session as it is now, locked until the transaction ends.

    Locked first, joined afterwards: a join made before the wait would show what was before.
    """
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    related = ("activity", "organisation", "site", "made_for", "series")
    return Session.objects.select_related(*related).get(pk=session.pk)


def note_change(
    session: Session,
    kind: str,
    from_state: str,
    *,
    by: User | None,
    reason: str = "",
    was: tuple[datetime | None, str] = (None, ""),
) -> SessionChange:
    """A line of history; `was` holds the start and the place before a move."""
    return SessionChange.objects.create(
        session=session,
        kind=kind,
        from_state=from_state,
        to_state=session.state,
        was_starts_at=was[0],
        was_place=was[1][:200],
        reason=reason[:255],
        by=by,
    )


def set_halves(session: Session, halves: Sequence[Half]) -> None:
    """These half-days, in order: rows stay where marks point at them, the session begins and ends with them.

    Raises:
        RefusedError: a half-day would go for which somebody already signed.
    """
    rows = list(session.parts.order_by("starts_at", "pk"))
    for row, half in zip(rows, halves, strict=False):
        row.starts_at, row.ends_at, row.site, row.place = half.starts_at, half.ends_at, half.site, half.place
        row.save(update_fields=["starts_at", "ends_at", "site", "place"])
    for row in rows[len(halves) :]:
        _drop(row)
    SessionPart.objects.bulk_create(
        SessionPart(
            session=session,
            starts_at=half.starts_at,
            ends_at=half.ends_at,
            site=half.site,
            place=half.place,
        )
        for half in halves[len(rows) :]
    )
    session.starts_at, session.ends_at = halves[0].starts_at, halves[-1].ends_at
    session.save(update_fields=["starts_at", "ends_at"])


def _drop(part: SessionPart) -> None:
    """Holds of a half-day that goes are given back, and keep the words for what they were."""
    if part.marks.exists():
        raise RefusedError("Des présences sont notées pour cette demi-journée : elle ne peut plus partir.")
    held = part.holds.all()
    held.filter(released_at__isnull=True).update(released_at=timezone.now())
    held.update(part=None, label=str(part.session)[:160])
    part.delete()
