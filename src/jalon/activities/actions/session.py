"""Write a session, change it, open it, end it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions.hold import release_holds, take_for
from jalon.activities.actions.session_row import lock_session, note_change, set_halves
from jalon.activities.actions.tell_team import tell_kept_seats
from jalon.activities.actions.waiting import offer_free_seats
from jalon.activities.choices import ActivityState, SessionChangeKind, SessionState
from jalon.activities.models import (
    Activity,
    Resource,
    SeatAllotment,
    Series,
    Session,
    SessionFacilitator,
)
from jalon.activities.queries.hold import holds_of
from jalon.activities.rules.parts import Half, check_halves
from jalon.activities.rules.refusal import RefusedError
from jalon.activities.rules.session import check_live, check_move, check_open
from jalon.base.actions.short_link import close_links, open_link
from jalon.base.choices import Medium
from jalon.directory.models import Organisation

COLUMNS = (
    "title", "way", "site", "place", "lat", "lon", "what_to_bring", "public", "made_for", "seats_min",
    "seats_max",
)  # fmt: skip


@transaction.atomic
def write_session(
    *,
    activity: Activity,
    organisation: Organisation,
    values: dict[str, Any],
    by: User | None,
    series: Series | None = None,
) -> Session:
    """A draft with its half-days, its team, what it holds and the seats it keeps.

    `values` holds any of `COLUMNS`, and: `halves` (list of Half) or `starts_at` with `ends_at`;
    `facilitators`, list of (Organisation, User or None, name); `kept`, list of (Organisation, seats, until);
    `resources`, list of Resource; `equipment`, numbers by ResourceKind (« 10 headsets »).

    Raises:
        RefusedError: the dates cannot be, something is taken, or the seats do not fit.
    """
    halves = check_halves(_halves(values), timezone.now())
    columns = _columns(values)
    _check_seats(columns.get("seats_min", 1), columns["seats_max"], taken=0)
    session = Session.objects.create(
        activity=activity,
        organisation=organisation,
        series=series,
        starts_at=halves[0].starts_at,
        ends_at=halves[-1].ends_at,
        created_by=by,
        **columns,
    )
    set_halves(session, halves)
    _set_facilitators(session, values.get("facilitators", ()))
    _set_kept(session, values.get("kept", ()))
    take_for(session=session, resources=values.get("resources", ()), equipment=values.get("equipment"), by=by)
    note_change(session, SessionChangeKind.WRITTEN, "", by=by)
    return session


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """What stands in the session's row; a site brings its coordinates, for distances."""
    columns = {name: values[name] for name in COLUMNS if name in values}
    site = columns.get("site")
    if site is not None and columns.get("lat") is None:
        columns |= {"lat": site.lat, "lon": site.lon}
    return columns


def _halves(values: dict[str, Any]) -> list[Half]:
    return values.get("halves") or [Half(values["starts_at"], values["ends_at"])]


def _check_seats(least: int, most: int, *, taken: int) -> None:
    if most < 1:
        raise RefusedError("Il faut au moins une place.")
    if most < taken:
        raise RefusedError(
            f"{taken} places sont prises : le nombre de places ne peut pas descendre à {most}. "
            "Annulez d’abord des inscriptions."
        )
    if least > most:
        raise RefusedError("Le minimum ne peut pas dépasser le nombre de places.")


@transaction.atomic
def change_session(*, session: Session, values: dict[str, Any], by: User | None) -> Session:
    """Change what `values` names (as `write_session`); of an open session, dates and place move otherwise.

    More seats are offered at once to those who wait.

    Raises:
        RefusedError: fewer seats than are taken, something is taken elsewhere, or the session is over.
    """
    row = lock_session(session)
    check_live(row)
    columns = _columns(values)
    for name, value in columns.items():
        setattr(row, name, value)
    _check_seats(row.seats_min, row.seats_max, taken=row.seats_taken)
    row.save(update_fields=list(columns))
    if row.state == SessionState.DRAFT and "halves" in values:
        set_halves(row, check_halves(values["halves"], timezone.now()))
    if "facilitators" in values:
        _set_facilitators(row, values["facilitators"])
    if "kept" in values:
        _set_kept(row, values["kept"])
    if "resources" in values or "halves" in values:
        _hold_again(row, values, by=by)
    note_change(row, SessionChangeKind.CHANGED, row.state, by=by)
    if row.state == SessionState.OPEN:
        offer_free_seats(session=row)
    return row


def _hold_again(session: Session, values: dict[str, Any], *, by: User | None) -> None:
    """Give all back and take what is wanted now, in one transaction: nobody comes between."""
    wanted: Iterable[Resource] = values["resources"] if "resources" in values else holds_of(session)
    release_holds(session=session)
    take_for(session=session, resources=wanted, equipment=values.get("equipment"), by=by)


def _set_facilitators(session: Session, wanted: Iterable[tuple[Organisation, User | None, str]]) -> None:
    session.facilitators.all().delete()
    SessionFacilitator.objects.bulk_create(
        SessionFacilitator(
            session=session, organisation=organisation, user=user, name="" if user else name[:120]
        )
        for organisation, user, name in wanted
    )


def _set_kept(session: Session, wanted: Iterable[tuple[Organisation, int, Any]]) -> None:
    """Seats kept per partner; those that its people took stay theirs."""
    rows = {row.organisation_id: row for row in session.allotments.select_for_update().order_by("pk")}
    kept = {organisation.pk: (organisation, seats, until) for organisation, seats, until in wanted}
    if sum(seats for _, seats, _ in kept.values()) > session.seats_max:
        raise RefusedError(f"Il y a {session.seats_max} places : on ne peut pas en garder davantage.")
    for organisation_id, row in rows.items():
        _shrink(row, kept.get(organisation_id))
    SeatAllotment.objects.bulk_create(
        SeatAllotment(session=session, organisation=organisation, seats=seats, until=until)
        for organisation, seats, until in kept.values()
        if organisation.pk not in rows and seats
    )


def _shrink(row: SeatAllotment, wanted: tuple[Organisation, int, Any] | None) -> None:
    seats, until = (wanted[1], wanted[2]) if wanted else (0, row.until)
    if seats == 0 and not row.bookings.exists():
        row.delete()
        return
    row.seats, row.until = max(seats, row.taken), until
    row.save(update_fields=["seats", "until"])


@transaction.atomic
def open_session(*, session: Session, by: User | None) -> Session:
    """People may book from now on; a public one gets its short code, partners hear of their kept seats.

    Raises:
        RefusedError: it began, has no place, or its activity is not in the catalogue.
    """
    row = lock_session(session)
    check_open(row, timezone.now())
    if row.activity.state != ActivityState.PUBLISHED:
        raise RefusedError(f"« {row.activity} » n’est pas au catalogue : publiez l’activité, puis ouvrez.")
    row.state = SessionState.OPEN
    row.save(update_fields=["state"])
    note_change(row, SessionChangeKind.OPENED, SessionState.DRAFT, by=by)
    if row.public:
        open_link(kind="session", target_id=row.pk, medium=Medium.POSTER)
    tell_kept_seats(row, by=by)
    return row


@transaction.atomic
def finish_session(*, session: Session, by: User | None = None) -> Session:
    """It was held. RefusedError before its end, or when it was cancelled."""
    row = lock_session(session)
    check_move(row.state, SessionState.DONE)
    if row.ends_at > timezone.now():
        raise RefusedError("Cette séance n’est pas encore finie.")
    row.state = SessionState.DONE
    row.save(update_fields=["state"])
    note_change(row, SessionChangeKind.FINISHED, SessionState.OPEN, by=by)
    close_links(kind="session", target_id=row.pk)
    return row


def finish_due(sessions: Sequence[Session]) -> int:
    """End these, each in its own transaction; one ended or cancelled meanwhile is left. Returns how many."""
    done = 0
    for session in sessions:
        try:
            finish_session(session=session)
        except RefusedError:
            continue
        done += 1
    return done
