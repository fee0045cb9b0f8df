"""Who signed which half-day: facts of closed attendance sheets, and nothing else."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from jalon.activities.choices import CAME, ParticipantKind, SessionState
from jalon.activities.models import Attendance, Session
from jalon.directory.models import Organisation
from jalon.reports import rules
from jalon.reports.models import Operation, OperationActivity


def days(since: date, until: date) -> tuple[datetime, datetime]:
    """From the first instant of a day to that after the last one, in France."""
    zone = timezone.get_default_timezone()
    begins = datetime.combine(since, time(), zone)
    return begins, datetime.combine(until + timedelta(days=1), time(), zone)


def signed(since: date, until: date) -> QuerySet[Attendance]:
    """Half-days signed by people on closed sheets; guests, cancelled sessions and absences are not here.

    Late or left early, the half-day was signed for: it counts as it was planned, since nobody notes minutes.
    """
    begins, ends = days(since, until)
    return Attendance.objects.filter(
        status__in=CAME,
        booking__person__isnull=False,
        part__starts_at__gte=begins,
        part__starts_at__lt=ends,
        part__session__sheet_closed_at__isnull=False,
        part__session__activity__participants=ParticipantKind.PERSON,
    ).exclude(part__session__state=SessionState.CANCELLED)


def of_operation(operation: Operation) -> QuerySet[Attendance]:
    """Half-days signed at the operation's activities, between its dates."""
    paid = OperationActivity.objects.filter(operation=operation).values("activity")
    return signed(operation.starts_on, operation.ends_on).filter(part__session__activity__in=paid)


def of_organisation(organisation: Organisation, since: date, until: date) -> QuerySet[Attendance]:
    """Half-days signed at the sessions that an organisation holds."""
    return signed(since, until).filter(part__session__organisation=organisation)


def tallies(attendances: QuerySet[Attendance]) -> dict[int, rules.Tally]:
    """What each person signed, joined files as one, by the file that is kept; 1 query."""
    person = Coalesce("booking__person__canonical", "booking__person")
    rows = attendances.annotate(kept=person).order_by("part__starts_at", "pk")
    spans: dict[int, set[rules.Span]] = defaultdict(set)
    for person_id, begins, ends in rows.values_list("kept", "part__starts_at", "part__ends_at"):
        spans[person_id].add((begins, ends))
    return {person_id: rules.tally(found) for person_id, found in spans.items()}


def sessions_of(operation: Operation) -> QuerySet[Session]:
    """Sessions of an operation that took place, or will, between its dates."""
    begins, ends = days(operation.starts_on, operation.ends_on)
    paid = OperationActivity.objects.filter(operation=operation).values("activity")
    held = Session.objects.filter(activity__in=paid, starts_at__gte=begins, starts_at__lt=ends)
    return held.exclude(state__in=[SessionState.CANCELLED, SessionState.DRAFT])
