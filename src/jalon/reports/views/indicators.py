"""Indicators of the territory: a table, bars, a CSV, and the list behind each figure."""

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.reports import exports
from jalon.reports.forms import PeriodForm
from jalon.reports.queries import indicator_lists as lists
from jalon.reports.queries import indicators as queries
from jalon.reports.queries.columns import Cell
from jalon.reports.rules import NO_SANCTION
from jalon.reports.views.operation import is_adviser

READERS = (Role.ADVISER, Role.ADMINISTRATOR)
HEADINGS = (
    "prestations", "séances", "annulées", "places", "places prises", "remplissage %", "venues",
    "excusées", "absentes", "en attente", "première fois",
)  # fmt: skip


def _asked(request: RoleRequest) -> tuple[PeriodForm, queries.Filters]:
    form = PeriodForm(request.GET or None)
    since, until, by, value = form.chosen(queries.usual_period())
    if not request.GET:
        form.initial = {"par": by, "since": since, "until": until}
    return form, queries.Filters(since, until, by, value)


def _query(filters: queries.Filters, **more: str) -> str:
    asked = {"par": filters.by, "since": f"{filters.since:%Y-%m-%d}", "until": f"{filters.until:%Y-%m-%d}"}
    return urlencode({**asked, **more})


@role_required(*READERS)
def page(request: RoleRequest) -> HttpResponse:
    """Counts by partner, kind, theme, place, axis or month; each opens its list."""
    form, filters = _asked(request)
    rows, total = queries.table(filters)
    longest = max((row.sessions for row in rows), default=0) or 1
    context = {
        "form": form,
        "filters": filters,
        "rows": [(row, round(100 * row.sessions / longest)) for row in rows],
        "total": total,
        "query": _query(filters),
        "sheets_open": queries.sheets_open(filters),
        "shares": queries.shares_at_hand(filters.since, filters.until),
        "own": {organisation.pk for organisation in request.organisations} if is_adviser(request) else set(),
        "no_sanction": NO_SANCTION,
    }
    return render(request, "reports/indicators.html", context)


@role_required(*READERS)
def shares(request: RoleRequest) -> HttpResponse:
    """Of each partner's people, who came: counted apart, since people cannot be added up from sessions."""
    _, filters = _asked(request)
    context = {
        "filters": filters,
        "query": _query(filters),
        "shares": queries.shares(filters.since, filters.until),
        "own": {organisation.pk for organisation in request.organisations} if is_adviser(request) else set(),
        "no_sanction": NO_SANCTION,
    }
    asked_by_page = request.headers.get("HX-Request")
    return render(
        request, "reports/shares.html" if asked_by_page else "reports/indicator_shares.html", context
    )


@role_required(*READERS)
def as_csv(request: RoleRequest) -> HttpResponse:
    """The same table for a spreadsheet."""
    _, filters = _asked(request)
    rows, total = queries.table(filters)
    cells: list[list[Cell]] = [
        [
            row.name, row.activities, row.sessions, row.cancelled, row.seats, row.booked, row.fill,
            row.attended, row.excused, row.absent, row.waiting, row.new_people,
        ]
        for row in (*rows, total)
    ]  # fmt: skip
    cells.append([NO_SANCTION])
    content = exports.as_csv(["", *HEADINGS], cells)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"indicateurs-{filters.by}-{filters.since}-{filters.until}"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@role_required(*READERS)
def sessions(request: RoleRequest) -> HttpResponse:
    """The sessions that a figure counts."""
    _, filters = _asked(request)
    number = request.GET.get("operation", "")
    if number and not number.isdecimal():
        raise Http404("operation")
    found = lists.sessions(filters, int(number) if number else None, request.GET.get("page", "1"))
    context = {
        "filters": filters,
        "found": found,
        "query": _query(filters, valeur=filters.value, **({"operation": number} if number else {})),
        "opens": is_adviser(request),
        "no_sanction": NO_SANCTION,
    }
    return render(request, "reports/indicator_sessions.html", context)


@role_required(Role.ADVISER)
def people(request: RoleRequest) -> HttpResponse:
    """Of one's own people, who came in the period, and who did not."""
    since, until = _period(request)
    found = lists.people(request.user, request.organisation, since, until, request.GET.get("page", "1"))
    context = {
        "found": found,
        "since": since,
        "until": until,
        "organisation": request.organisation,
        "query": urlencode(
            {"organisation": request.organisation.pk, "since": since.isoformat(), "until": until.isoformat()}
        ),
        "no_sanction": NO_SANCTION,
    }
    return render(request, "reports/indicator_people.html", context)


def _period(request: RoleRequest) -> tuple[date, date]:
    _, filters = _asked(request)
    return filters.since, filters.until
