"""On which dates a series is held."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from jalon.activities.models import Session
from jalon.activities.rules.holidays import holiday
from jalon.activities.rules.parts import Half
from jalon.activities.rules.series import Dates, dates
from jalon.directory.models import Closure, Organisation, Site


def plan_series(
    *,
    organisations: Iterable[Organisation],
    halves: list[Half],
    rule: str,
    until: date | None = None,
    count: int | None = None,
) -> Dates:
    """Dates on which the first half-day falls, without public holidays and without the organisations'
    closing days; 1 query. RefusedError when the rule cannot be.
    """
    first = timezone.localdate(halves[0].starts_at)
    return dates(rule, first, until=until, count=count, closed=_closed(organisations, first))


def closing_for(organisation: Organisation, site: Site | None) -> list[Organisation]:
    """Whose closing days count: who holds the series, and who receives it."""
    return [organisation, *([site.organisation] if site else [])]


def _closed(organisations: Iterable[Organisation], since: date) -> Callable[[date], str]:
    rows = Closure.objects.filter(Q(organisation__in=list(organisations)), last_date__gte=since)
    closures = list(rows.select_related("organisation").order_by("first_date", "pk"))

    def reason(day: date) -> str:
        if name := holiday(day):
            return f"jour férié ({name})"
        for closure in closures:
            if closure.first_date <= day <= closure.last_date:
                return f"{closure.organisation.name} est fermé" + (
                    f" ({closure.label})" if closure.label else ""
                )
        return ""

    return reason


def siblings(session: Session) -> list[Session]:
    """Sessions of the same series, by date; none for a session alone."""
    if session.series_id is None:
        return []
    return list(Session.objects.filter(series=session.series_id).order_by("starts_at", "pk"))
