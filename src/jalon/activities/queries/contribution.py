"""What each partner brings: hours of rooms and things lent, hours of facilitation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from jalon.activities.choices import ResourceKind, SessionState
from jalon.activities.models import ResourceHold, SessionFacilitator, SessionPart
from jalon.directory.queries.public import names

# Sessions that took place or will: drafts promise nothing, cancelled ones cost nothing.
COUNTED = (SessionState.OPEN, SessionState.DONE)


@dataclass
class Contribution:
    """Hours of a partner over a period, by kind of resource, and hours facilitated."""

    organisation_id: int
    name: str = ""
    lent: dict[str, float] = field(default_factory=dict)
    facilitated: float = 0.0

    @property
    def cells(self) -> list[float]:
        """Hours lent for each kind, in the order of ResourceKind, then hours facilitated."""
        return [*(self.lent.get(kind, 0.0) for kind in ResourceKind.values), self.facilitated]


def contributions(since: date, until: date) -> list[Contribution]:
    """Hours by partner, both days included, by name; 4 queries.

    Only what is over counts, to the minute inside the period. A resource given back before it was used, or
    held for a cancelled session, counts nothing. Two people of one partner who run an hour together bring
    two hours; a session that names nobody counts for the partner that holds it.
    """
    begins, ends = _instants(since, until)
    found: defaultdict[int, Contribution] = defaultdict(lambda: Contribution(0))
    for lender, kind, hours in _lent(begins, ends):
        lent = found[lender].lent
        lent[kind] = lent.get(kind, 0.0) + hours
    for organisation, hours in _facilitated(begins, ends):
        found[organisation].facilitated += hours
    known = names(found.keys())
    rows = [
        Contribution(pk, known[pk], one.lent, one.facilitated) for pk, one in found.items() if pk in known
    ]
    return sorted(rows, key=lambda row: row.name)


def total(rows: Iterable[Contribution]) -> list[float]:
    """The sum of each column."""
    return [sum(column) for column in zip(*(row.cells for row in rows), strict=True)]


def _instants(since: date, until: date) -> tuple[datetime, datetime]:
    """The period in time, ended now at the latest."""
    begins = timezone.make_aware(datetime.combine(since, time()))
    ends = timezone.make_aware(datetime.combine(until + timedelta(days=1), time()))
    return begins, max(begins, min(ends, timezone.now()))


def _hours(begins: datetime, ends: datetime, low: datetime, high: datetime) -> float:
    return max(0.0, (min(ends, high) - max(begins, low)).total_seconds() / 3600)


def _lent(begins: datetime, ends: datetime) -> Iterator[tuple[int, str, float]]:
    counted = Q(part__isnull=True) | Q(part__session__state__in=COUNTED)
    rows = ResourceHold.objects.filter(
        counted, released_at__isnull=True, period__overlap=TimestamptzRange(begins, ends)
    )
    for lender, kind, period in rows.order_by("pk").values_list(
        "resource__lender", "resource__kind", "period"
    ):
        yield lender, kind, _hours(period.lower, period.upper, begins, ends)


def _facilitated(begins: datetime, ends: datetime) -> Iterator[tuple[int, float]]:
    parts = SessionPart.objects.filter(
        session__state__in=COUNTED, starts_at__lt=ends, ends_at__gt=begins
    ).order_by("pk")
    columns = ("session", "session__organisation", "starts_at", "ends_at")
    rows = list(parts.values_list(*columns))
    who: defaultdict[int, list[int]] = defaultdict(list)
    people = SessionFacilitator.objects.filter(session__in={row[0] for row in rows}).order_by("pk")
    for session, organisation in people.values_list("session", "organisation"):
        who[session].append(organisation)
    for session, holder, starts_at, ends_at in rows:
        for organisation in who.get(session) or [holder]:
            yield organisation, _hours(starts_at, ends_at, begins, ends)
