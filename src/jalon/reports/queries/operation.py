"""What the pages of operations show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import ActivityState, ParticipantKind
from jalon.activities.models import Activity, Session
from jalon.directory.models import Organisation
from jalon.reports.funders import Template, template_of
from jalon.reports.models import Operation, OperationActivity, Participation
from jalon.reports.queries import facts
from jalon.reports.queries.missing import Gap, gaps_of, seen_by
from jalon.reports.queries.participation import of_organisations


def listed(organisations: Iterable[Organisation] | None) -> list[Operation]:
    """Operations of these organisations (of all for None), with counts; 1 query."""
    found = (
        Operation.objects.all()
        if organisations is None
        else Operation.objects.filter(organisation__in=organisations)
    )
    counted = Count("participations", filter=Q(participations__counts=True))
    minutes = Sum("participations__minutes", filter=Q(participations__counts=True), default=0)
    annotated = found.select_related("organisation").annotate(counted=counted, signed=minutes)
    return list(annotated.order_by("state", "-starts_on", "pk"))


def find(organisations: Iterable[Organisation], operation_id: int) -> Operation | None:
    """One operation of these organisations."""
    found = Operation.objects.filter(organisation__in=organisations, pk=operation_id)
    return found.select_related("organisation").first()


def activities_for(organisation: Organisation) -> QuerySet[Activity]:
    """Activities that an operation of this organisation may pay for: those for inhabitants, its own first."""
    found = Activity.objects.filter(participants=ParticipantKind.PERSON)
    return found.exclude(state=ActivityState.DRAFT).select_related("organisation").order_by("title", "pk")


def activities_of(operation: Operation) -> list[Activity]:
    """What it pays for, by title."""
    paid = OperationActivity.objects.filter(operation=operation).values("activity")
    return list(Activity.objects.filter(pk__in=paid).select_related("organisation").order_by("title", "pk"))


# Of those who came a day or less, the latest are listed.
LATEST = 50


@dataclass(frozen=True)
class OperationPage:
    """All that one page shows; people whom the reader may not see are numbers only."""

    template: Template
    counted: list[Participation]
    short: list[Participation]
    held: list[Participation]
    hidden: int
    total: int
    hours: int
    gaps: dict[int, list[Gap]]
    missing: int
    late: int
    activities: list[Activity]
    sheets: list[Session]


def page(operation: Operation, user: User) -> OperationPage:
    """The operation with its people and what is missing."""
    all_rows = of_organisations([operation.organisation]).filter(operation=operation, halves__gt=0)
    counted = list(all_rows.filter(counts=True).order_by("entered_on", "pk"))
    others = list(all_rows.filter(counts=False).order_by("-last_on", "pk")[:LATEST])
    rows = [*counted, *others]
    seen = seen_by(user, rows)
    gaps = gaps_of(counted, user)
    by_row: dict[int, list[Gap]] = {}
    for gap in gaps:
        by_row.setdefault(gap.participation.pk, []).append(gap)
    shown = [row for row in rows if row.person_id in seen]
    return OperationPage(
        template=template_of(operation.funder),
        counted=[row for row in shown if row.counts],
        short=[row for row in shown if not row.counts and row.held_by is None],
        held=[row for row in shown if row.held_by is not None],
        hidden=len(rows) - len(shown),
        total=len(counted),
        hours=sum(row.minutes for row in counted) // 60,
        gaps=by_row,
        missing=len(gaps),
        late=sum(gap.late for gap in gaps),
        activities=activities_of(operation),
        sheets=unclosed(operation),
    )


def unclosed(operation: Operation) -> list[Session]:
    """Past sessions whose sheet is open: nobody who came there is counted yet."""
    past = facts.sessions_of(operation).filter(ends_at__lt=timezone.now(), sheet_closed_at__isnull=True)
    return list(past.select_related("activity").order_by("starts_at", "pk")[:50])


def sheets_of(operation: Operation) -> list[dict[str, Any]]:
    """Closed sheets, by date: session, half-days and how many people signed; 1 query."""
    came = Count(
        "parts__attendances__booking__person",
        filter=Q(parts__attendances__status__in=["present", "late", "left_early"]),
        distinct=True,
    )
    closed = facts.sessions_of(operation).filter(sheet_closed_at__isnull=False)
    found = closed.select_related("activity", "organisation").annotate(
        came=came, half_days=Count("parts", distinct=True)
    )
    return [
        {"session": session, "came": session.came, "halves": session.half_days}
        for session in found.order_by("starts_at", "pk")
    ]
