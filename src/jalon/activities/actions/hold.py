"""Take rooms and things for a while, and give them back."""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from psycopg.errors import ExclusionViolation
from psycopg.types.range import TimestamptzRange

from jalon.accounts.models import User
from jalon.activities.choices import ResourceKind
from jalon.activities.models import Resource, ResourceHold, Session, SessionPart
from jalon.activities.queries import hold as queries
from jalon.activities.rules.lending import Period, lent_during, said_hours, said_period
from jalon.activities.rules.refusal import RefusedError


@transaction.atomic
def hold_resource(
    *,
    resource: Resource,
    period: Period,
    by: User | None,
    part: SessionPart | None = None,
    label: str = "",
) -> ResourceHold:
    """Take a resource from one instant to another, for a half-day or for what `label` says.

    The database refuses a second taker at the same time, whatever ran in parallel.

    Raises:
        RefusedError: taken, by whom and what is free instead; retired; or not lent at these hours.
    """
    # Parallel writers that met on the constraint would wait for each other in a ring: they queue here.
    _lock([resource], kinds=())
    _check_lent(resource, period)
    try:
        with transaction.atomic():
            return ResourceHold.objects.create(
                resource=resource,
                part=part,
                label=label[:160],
                period=TimestamptzRange(*period),
                taken_by=by,
            )
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
    raise _taken(resource, period)


def _check_lent(resource: Resource, period: Period) -> None:
    if resource.retired:
        raise RefusedError(f"{resource.name} n’est plus prêté.")
    hours = list(resource.hours.order_by("weekday", "opens"))
    if not lent_during(hours, period):
        raise RefusedError(
            f"{resource.name} n’est pas prêté {said_period(period)} : c’est {said_hours(hours)}."
        )


def _taken(resource: Resource, period: Period) -> RefusedError:
    """Who holds it, and what is free instead."""
    hold = queries.first_hold(resource, period)
    who = f" par « {queries.holder(hold)} »" if hold else ""
    said = f"{resource.name} est déjà pris {said_period(period)}{who}."
    free = [one.name for one in queries.proposals(resource, period)]
    return RefusedError(f"{said} Libre à cette heure : {', '.join(free)}." if free else said)


@transaction.atomic
def take_for(
    *,
    session: Session,
    resources: Iterable[Resource],
    equipment: dict[str, int] | None = None,
    by: User | None,
) -> list[ResourceHold]:
    """These resources, and so many of each kind (« 10 headsets »), for every half-day of the session.

    Raises:
        RefusedError: one of them is taken, or too few are free; nothing is taken then.
    """
    wanted = {kind: number for kind, number in (equipment or {}).items() if number}
    parts = list(session.parts.order_by("starts_at", "pk"))
    chosen = _lock(resources, kinds=wanted)
    for kind, number in sorted(wanted.items()):
        chosen += _pick(kind, number, parts, without={one.pk for one in chosen})
    return [
        hold_resource(resource=resource, part=part, period=(part.starts_at, part.ends_at), by=by)
        for resource in chosen
        for part in parts
    ]


def _lock(resources: Iterable[Resource], *, kinds: Iterable[str]) -> list[Resource]:
    """Lock these and all of these kinds, in one order: two sessions that take the same wait, never cross."""
    asked = {resource.pk for resource in resources}
    rows = Resource.objects.select_for_update(no_key=True)
    locked = rows.filter(Q(pk__in=asked) | Q(kind__in=list(kinds), retired=False)).order_by("pk")
    return [resource for resource in locked if resource.pk in asked]


def _pick(kind: str, wanted: int, parts: Sequence[SessionPart], *, without: set[int]) -> list[Resource]:
    """So many free ones of a kind; those of one lender come together."""
    periods = [(part.starts_at, part.ends_at) for part in parts]
    free = [one for one in queries.free_among(queries.lendable(kind=kind), periods) if one.pk not in without]
    if len(free) < wanted:
        said = "aucun n’est libre" if not free else f"{len(free)} libre{'s' if len(free) > 1 else ''}"
        when = " et ".join(said_period(one) for one in periods)
        raise RefusedError(f"Il faut {wanted} fois « {ResourceKind(kind).label} » : {said} {when}.")
    lenders = [one.lender_id for one in free]
    free.sort(key=lambda one: (-lenders.count(one.lender_id), one.lender_id, one.name))
    return free[:wanted]


@transaction.atomic
def release_holds(*, session: Session) -> int:
    """Give back all that the session holds. Returns how many holds."""
    held = ResourceHold.objects.filter(part__session=session, released_at__isnull=True)
    return held.update(released_at=timezone.now())


@transaction.atomic
def release_hold(*, hold: ResourceHold) -> None:
    """Give back one hold."""
    ResourceHold.objects.filter(pk=hold.pk, released_at__isnull=True).update(released_at=timezone.now())
