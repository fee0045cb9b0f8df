"""From the hours of a week to dated stands; the vehicle is held, so that it is never in two places."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions.hold import hold_resource, release_hold
from jalon.activities.rules.clock import at_clock
from jalon.activities.rules.holidays import holiday
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Closure
from jalon.outreach.choices import StandChangeKind, StandState
from jalon.outreach.models import Circuit, HaltHours, Outing, Stand, StandChange
from jalon.outreach.rules import check_live, check_span, is_served


@dataclass
class Planned:
    """What planning did: how many new stands, and each day that was left, with the reason."""

    stands: int = 0
    left: list[tuple[date, str]] = field(default_factory=list)


@transaction.atomic
def plan(*, circuit: Circuit, first: date, last: date, by: User) -> Planned:
    """Make the stands of every day from `first` to `last` (both included) by the week's hours.

    Planning twice adds nothing, also for stands that were moved or cancelled since. Public holidays and
    closing days of the organisation are left, and so is a day on which the vehicle is taken.

    Raises:
        RefusedError: the span is too long, or the circuit has no hours.
    """
    check_span(first, last)
    Circuit.objects.select_for_update(no_key=True).get(pk=circuit.pk)
    if circuit.retired_at:
        raise RefusedError("Cette tournée est terminée.")
    week = list(
        HaltHours.objects.filter(halt__circuit=circuit, halt__retired_at__isnull=True)
        .select_related("halt")
        .order_by("starts_at", "halt", "pk")
    )
    if not week:
        raise RefusedError("Aucun arrêt n’a d’horaire : ajoutez d’abord un arrêt et ses heures.")
    done, chosen = Planned(), _Plan(circuit, week, _closures(circuit, first, last), by)
    for offset in range((last - first).days + 1):
        _plan_day(chosen, first + timedelta(days=offset), done)
    return done


def _closures(circuit: Circuit, first: date, last: date) -> list[Closure]:
    rows = Closure.objects.filter(
        organisation=circuit.organisation, first_date__lte=last, last_date__gte=first
    )
    return list(rows.order_by("first_date", "pk"))


@dataclass(frozen=True)
class _Plan:
    """What planning knows before the first day."""

    circuit: Circuit
    week: list[HaltHours]
    closures: list[Closure]
    by: User

    def closed(self, day: date) -> str:
        """Why nothing is planned on a day; empty when something may be."""
        closing = (one for one in self.closures if one.first_date <= day <= one.last_date)
        return holiday(day) or next((one.label or "fermeture" for one in closing), "")


def _plan_day(chosen: _Plan, day: date, done: Planned) -> None:
    due = [row for row in chosen.week if row.weekday == day.weekday() and is_served(row.rhythm, day)]
    if not due:
        return
    if reason := chosen.closed(day):
        done.left.append((day, reason))
        return
    try:
        with transaction.atomic():
            done.stands += _make(chosen.circuit, day, due, chosen.by)
    except RefusedError as refusal:
        done.left.append((day, str(refusal)))


def _make(circuit: Circuit, day: date, due: list[HaltHours], by: User) -> int:
    outing, _ = Outing.objects.get_or_create(circuit=circuit, date=day)
    made = 0
    for row in due:
        starts, ends = at_clock(day, row.starts_at), at_clock(day, row.ends_at)
        if starts >= ends:
            raise RefusedError("ces heures n’existent pas : on change d’heure cette nuit-là")
        _, new = Stand.objects.get_or_create(
            halt=row.halt,
            planned_for=starts,
            defaults={"outing": outing, "starts_at": starts, "ends_at": ends},
        )
        made += new
    if made:
        hold_vehicle(outing, by)
    elif not outing.stands.exists():
        outing.delete()
    return made


def hold_vehicle(outing: Outing, by: User) -> None:
    """Hold the circuit's vehicle from the first stand of the day to the end of the last, or RefusedError."""
    if outing.hold:
        release_hold(hold=outing.hold)
    outing.hold = None
    stands = outing.stands.filter(state=StandState.PLANNED)
    spans = list(stands.order_by("starts_at").values_list("starts_at", "ends_at"))
    vehicle = outing.circuit.vehicle
    if vehicle is not None and spans:
        period = (spans[0][0], max(ends for _, ends in spans))
        label = f"Tournée « {outing.circuit.name} »"
        outing.hold = hold_resource(resource=vehicle, period=period, label=label, by=by)
    outing.save(update_fields=["hold"])


@transaction.atomic
def move_stand(
    *, stand: Stand, starts_at: datetime, ends_at: datetime, place: str = "", reason: str, by: User
) -> Stand:
    """Another hour, another day or another place, this once; `place` empty is the halt's own.

    Raises:
        RefusedError: it is over or cancelled, the hours cannot be, or the vehicle is taken then.
    """
    row = _lock(stand)
    now = timezone.now()
    check_live(row, now)
    if starts_at >= ends_at:
        raise RefusedError("Le passage finit après son début.")
    if ends_at <= now:
        raise RefusedError("Ces heures sont passées : choisissez un moment à venir.")
    _note(row, StandChangeKind.MOVED, reason, by)
    before = row.outing
    row.outing, _ = Outing.objects.get_or_create(circuit=before.circuit, date=timezone.localdate(starts_at))
    row.starts_at, row.ends_at, row.place = starts_at, ends_at, place.strip()
    row.revision += 1
    row.save(update_fields=["outing", "starts_at", "ends_at", "place", "revision"])
    if before.pk != row.outing_id:
        hold_vehicle(before, by)
    hold_vehicle(Outing.objects.select_related("circuit__vehicle", "hold").get(pk=row.outing_id), by)
    return row


@transaction.atomic
def cancel_stand(*, stand: Stand, reason: str, by: User) -> Stand:
    """Nobody stands there after all; the public page says so with the reason, and the vehicle is free."""
    row = _lock(stand)
    check_live(row, timezone.now())
    _note(row, StandChangeKind.CANCELLED, reason, by)
    row.state, row.cancelled_reason = StandState.CANCELLED, reason.strip()
    row.revision += 1
    row.save(update_fields=["state", "cancelled_reason", "revision"])
    hold_vehicle(row.outing, by)
    return row


def _lock(stand: Stand) -> Stand:
    """The stand as it is now; changes of one circuit wait for each other."""
    Circuit.objects.select_for_update(no_key=True).get(outings__stands=stand)
    related = ("halt", "outing__circuit__vehicle", "outing__hold")
    return Stand.objects.select_related(*related).get(pk=stand.pk)


def _note(row: Stand, kind: str, reason: str, by: User) -> None:
    if not reason.strip():
        raise RefusedError("Dites pourquoi : la page publique le montre.")
    StandChange.objects.create(
        stand=row, kind=kind, was_starts_at=row.starts_at, was_place=row.place, reason=reason.strip(), by=by
    )
