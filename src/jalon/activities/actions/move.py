"""Move a session or cancel it: everybody hears of it, what it holds follows or is given back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions.booking import close_bookings_of
from jalon.activities.actions.booking_tell import tell_moved
from jalon.activities.actions.hold import release_holds, take_for
from jalon.activities.actions.session_row import lock_session, note_change, set_halves
from jalon.activities.actions.tell_team import tell_team
from jalon.activities.choices import SessionChangeKind, SessionState
from jalon.activities.models import Session, SessionPart
from jalon.activities.queries.hold import holds_of
from jalon.activities.rules.clock import at_clock
from jalon.activities.rules.parts import Half, check_halves
from jalon.activities.rules.refusal import RefusedError
from jalon.activities.rules.session import check_live, check_move, said_place
from jalon.base import words
from jalon.base.actions.short_link import close_links
from jalon.directory.models import Site


@transaction.atomic
def move_session(
    *,
    session: Session,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    halves: Sequence[Half] | None = None,
    site: Site | None = None,
    place: str | None = None,
    point: tuple[float, float] | None = None,
    reason: str,
    by: User | None,
) -> Session:
    """Another date, another place, or both; who is booked hears of it, and what is held comes along.

    Without `halves`, a session of several half-days is shifted as a whole, each at the same distance in
    days and hours on the wall. Without `site` and `place`, the place stays. `point` is latitude, longitude.

    Raises:
        RefusedError: the dates cannot be, nothing changes, or something held is taken then: nothing moves.
    """
    row = lock_session(session)
    check_live(row)
    was = (row.starts_at, said_place(row))
    parts = list(row.parts.order_by("starts_at", "pk"))
    new = check_halves(list(halves) if halves else _shifted(parts, starts_at, ends_at), timezone.now())
    moved = _set_place(row, site, place, point)
    if not moved and [_key(half) for half in new] == [_key(part) for part in parts]:
        raise RefusedError("Rien ne change : même date, même lieu.")
    if row.state == SessionState.OPEN and new[0].starts_at <= timezone.now():
        raise RefusedError("Cette date est passée : choisissez une date à venir.")
    held = holds_of(row)
    release_holds(session=row)
    set_halves(row, new)
    take_for(session=row, resources=held, by=by)
    _note_move(row, was, reason, by)
    return row


def _key(half: Half | SessionPart) -> tuple[datetime, datetime, int | None, str]:
    return half.starts_at, half.ends_at, half.site.pk if half.site else None, half.place


def _shifted(parts: list[SessionPart], starts_at: datetime | None, ends_at: datetime | None) -> list[Half]:
    """The half-days from the new start on; a single one may end at another hour."""
    begin, first = starts_at or parts[0].starts_at, parts[0]
    if len(parts) == 1:
        return [Half(begin, ends_at or begin + (first.ends_at - first.starts_at), first.site, first.place)]
    return [_by_wall(part, first.starts_at, begin) for part in parts]


def _by_wall(part: SessionPart, origin: datetime, begin: datetime) -> Half:
    """What a half-day becomes when the first one goes from `origin` to `begin`."""
    step = _wall(begin) - _wall(origin)
    starts, ends = _wall(part.starts_at) + step, _wall(part.ends_at) + step
    return Half(
        at_clock(starts.date(), starts.time()), at_clock(ends.date(), ends.time()), part.site, part.place
    )


def _wall(instant: datetime) -> datetime:
    return timezone.make_naive(instant)


def _set_place(row: Session, site: Site | None, place: str | None, point: tuple[float, float] | None) -> bool:
    """Whether the place changed."""
    if site is None and place is None:
        return False
    before = (row.site_id, row.place)
    row.site, row.place = site, place or ""
    row.lat, row.lon = point or ((site.lat, site.lon) if site else (None, None))
    row.save(update_fields=["site", "place", "lat", "lon"])
    return before != (row.site_id, row.place)


def _note_move(row: Session, was: tuple[datetime, str], reason: str, by: User | None) -> None:
    row.revision += 1
    row.save(update_fields=["revision"])
    note_change(row, SessionChangeKind.MOVED, row.state, by=by, reason=reason, was=was)
    if row.state != SessionState.OPEN:
        return
    tell_moved(session=row, was_starts_at=was[0], was_place=was[1])
    before = f"{words.moment(was[0])} ({was[1]})"
    tell_team(
        row,
        subject=f"Séance déplacée : {row}, {words.day(row.starts_at)}",
        lines=[
            f"« {row} », prévue {before}, est déplacée : {words.moment(row.starts_at)}, {said_place(row)}.",
            *([f"Raison : {reason}"] if reason else []),
            "Les personnes inscrites sont prévenues.",
        ],
        key=f"session-moved-{row.pk}-{row.revision}",
        by=by,
    )


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: User | None) -> Session:
    """It will not be held: bookings are closed, everybody hears what to do, what was held is free again.

    Raises:
        RefusedError: it is over already, or no reason is given.
    """
    row = lock_session(session)
    before = row.state
    check_move(before, SessionState.CANCELLED)
    if not reason.strip():
        raise RefusedError("Écrivez pourquoi : les personnes inscrites liront cette phrase.")
    row.state = SessionState.CANCELLED
    row.revision += 1
    row.save(update_fields=["state", "revision"])
    note_change(row, SessionChangeKind.CANCELLED, before, by=by, reason=reason)
    release_holds(session=row)
    close_links(kind="session", target_id=row.pk)
    if before == SessionState.OPEN:
        close_bookings_of(session=row, reason=reason, by=by)
        _tell_cancelled(row, reason, by)
    return row


def _tell_cancelled(row: Session, reason: str, by: User | None) -> None:
    tell_team(
        row,
        subject=f"Séance annulée : {row}, {words.day(row.starts_at)}",
        lines=[
            f"« {row} », prévue {words.moment(row.starts_at)} ({said_place(row)}), est annulée.",
            f"Raison : {reason}",
            "Les personnes inscrites sont prévenues. Salles et matériel sont rendus.",
        ],
        key=f"session-cancelled-{row.pk}",
        by=by,
    )
