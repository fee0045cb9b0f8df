"""Where the bus is this week, and what telephones subscribe to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from jalon.base.calendar import CalendarEntry
from jalon.outreach.choices import CircuitKind, StandState
from jalon.outreach.models import Circuit, Stand, StandChange

# Calendars show what was, a little, and what is planned.
_BEFORE, _AFTER = timedelta(days=30), timedelta(days=200)


@dataclass(frozen=True)
class Day:
    """One day of the public page."""

    date: date
    stands: list[Stand]


def week_starting(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def week_to_show() -> date:
    """The Monday of this week, or of the next one when nothing of this one is left."""
    this = week_starting(timezone.localdate())
    after = this + timedelta(days=7)
    left = _public(this, after).filter(ends_at__gt=timezone.now(), state=StandState.PLANNED)
    return this if left.exists() else after


def stands_this_week(monday: date | None = None, *, kind: str = "", left: bool = False) -> list[Day]:
    """Stands of all circuits from Monday to Sunday, by day and hour, cancelled ones among them; 2 queries.

    Each stand has `latest`, its changes, newest first. Without `monday` it is the week of today; `left`
    leaves out the days that are over, `kind` is one way of meeting people.
    """
    first = monday or week_starting(timezone.localdate())
    rows = _public(max(first, timezone.localdate()) if left else first, first + timedelta(days=7))
    return _by_day(rows.filter(outing__circuit__kind=kind) if kind else rows)


def coming_stands(*, limit: int) -> list[Stand]:
    """The next stands of all circuits that are not cancelled; what goes on now comes first."""
    rows = _stands().filter(ends_at__gt=timezone.now(), outing__circuit__retired_at__isnull=True)
    return list(rows.filter(state=StandState.PLANNED).order_by("starts_at", "pk")[:limit])


def _stands() -> QuerySet[Stand]:
    changes = Prefetch("changes", StandChange.objects.order_by("-at", "-pk"), to_attr="latest")
    related = ("halt__district", "halt__site__organisation", "outing__circuit__organisation")
    return Stand.objects.select_related(*related).prefetch_related(changes)


def _public(first: date, after: date) -> QuerySet[Stand]:
    begins, ends = _midnight(first), _midnight(after)
    return _stands().filter(starts_at__gte=begins, starts_at__lt=ends).order_by("starts_at", "pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _by_day(rows: QuerySet[Stand]) -> list[Day]:
    days: dict[date, list[Stand]] = {}
    for stand in rows:
        days.setdefault(timezone.localdate(stand.starts_at), []).append(stand)
    return [Day(day, stands) for day, stands in sorted(days.items())]


def public_circuits() -> list[Circuit]:
    """Circuits in use, buses first."""
    rows = Circuit.objects.filter(retired_at__isnull=True).select_related("organisation")
    order = {kind: rank for rank, kind in enumerate(CircuitKind.values)}
    return sorted(rows.order_by("name", "pk"), key=lambda one: order[one.kind])


def public_circuit(circuit_id: int) -> Circuit | None:
    """A circuit in use."""
    rows = Circuit.objects.filter(retired_at__isnull=True, pk=circuit_id)
    return rows.select_related("organisation").first()


def circuit_entries(circuit: Circuit) -> list[CalendarEntry]:
    """The public calendar of a circuit."""
    return [_entry(stand) for stand in _window(Q(outing__circuit=circuit))]


def calendar_entries(kind: str, target_id: int) -> list[CalendarEntry]:
    """What our stands put into the calendar of a partner, a site or an adviser (kinds of the registry)."""
    whose = {
        "partner": Q(outing__circuit__organisation=target_id) | Q(halt__site__organisation=target_id),
        "site": Q(halt__site=target_id),
        "adviser": Q(outing__crew__user=target_id),
    }.get(kind)
    return [_entry(stand) for stand in _window(whose)] if whose is not None else []


def _window(whose: Q) -> QuerySet[Stand]:
    now = timezone.now()
    rows = _stands().filter(whose, starts_at__range=(now - _BEFORE, now + _AFTER))
    return rows.distinct().order_by("starts_at", "pk")


def _entry(stand: Stand) -> CalendarEntry:
    circuit = stand.outing.circuit
    district = stand.halt.district
    place = ", ".join(filter(None, [stand.where, district.name if district else ""]))
    return CalendarEntry(
        uid=f"stand-{stand.pk}@{settings.PUBLIC_URL.partition('://')[2]}",
        starts_at=stand.starts_at,
        ends_at=stand.ends_at,
        title=f"{circuit.name} : {stand.halt.name}",
        place=place,
        detail=stand.cancelled_reason or circuit.summary,
        sequence=stand.revision,
        cancelled=stand.is_cancelled,
    )
