"""Who holds what, and what is free."""

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from psycopg.types.range import TimestamptzRange

from jalon.activities.models import Resource, ResourceHold, Session
from jalon.activities.rules.lending import Period, lent_during

# A message proposes a few, not the whole store.
PROPOSED = 3


def holds_during(resources: Iterable[Resource], periods: Sequence[Period]) -> QuerySet[ResourceHold]:
    """Holds of these resources that overlap one of the periods."""
    overlapping = [Q(period__overlap=TimestamptzRange(begins, ends)) for begins, ends in periods]
    held = ResourceHold.objects.filter(resource__in=list(resources), released_at__isnull=True)
    return held.filter(reduce(or_, overlapping)) if overlapping else held.none()


def lendable(*, kind: str = "") -> QuerySet[Resource]:
    """Resources in use, of one kind or all."""
    found = Resource.objects.filter(retired=False)
    return found.filter(kind=kind) if kind else found


def free_among(
    resources: QuerySet[Resource], periods: Sequence[Period], *, besides: Session | None = None
) -> list[Resource]:
    """Those that are lent and free during all periods, by lender and name; 3 queries.

    What `besides` holds counts as free: a session may keep its own.
    """
    candidates = list(
        resources.select_related("lender", "site").prefetch_related("hours").order_by("lender", "name", "pk")
    )
    holds = holds_during(candidates, periods)
    if besides is not None:
        holds = holds.exclude(part__session=besides)
    taken = set(holds.order_by().values_list("resource", flat=True))
    return [
        resource
        for resource in candidates
        if resource.pk not in taken and all(lent_during(resource.hours.all(), one) for one in periods)
    ]


def holder(hold: ResourceHold) -> str:
    """« Atelier CV (PLIE des Dunes) »: what holds it, for a message."""
    if hold.part is None:
        return hold.label
    session = hold.part.session
    return f"{session} ({session.organisation.name})"


def first_hold(resource: Resource, period: Period, *, besides: Session | None = None) -> ResourceHold | None:
    """What holds it at this time."""
    found = holds_during([resource], [period])
    if besides is not None:
        found = found.exclude(part__session=besides)
    related = found.select_related("part__session__activity", "part__session__organisation")
    return related.order_by("period", "pk").first()


def proposals(resource: Resource, period: Period, *, without: Collection[int] = ()) -> list[Resource]:
    """A few free ones of the same kind, those at the same place first."""
    free = free_among(lendable(kind=resource.kind), [period])
    others = [one for one in free if one.pk != resource.pk and one.pk not in without]
    others.sort(key=lambda one: (one.site_id != resource.site_id, one.name))
    return others[:PROPOSED]


def holds_of(session: Session) -> list[Resource]:
    """What the session holds, each once, with lender, place and contact."""
    held = ResourceHold.objects.filter(part__session=session, released_at__isnull=True)
    found = Resource.objects.filter(pk__in=held.values("resource")).select_related("lender", "site")
    return list(found.order_by("kind", "name", "pk"))
