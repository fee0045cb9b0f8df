"""Figures of the territory: a table, a chart, a CSV."""

import csv
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.portal.forms import PeriodForm
from jalon.portal.queries import figures as queries

READERS = (Role.ADVISER, Role.OPERATOR, Role.ADMINISTRATOR)
HEADINGS = (
    "passages à l’écran",
    "codes suivis",
    "manifestations d’intérêt",
    "mises en relation",
    "entretiens",
    "embauches",
)


@role_required(*READERS)
def page(request: RoleRequest) -> HttpResponse:
    """Counts of each step, by line, stop, employer or week."""
    form = PeriodForm(request.GET or None)
    by, since, until = form.chosen(queries.default_period())
    found = queries.figures(by, since, until)
    steps = [
        {"name": name, "count": n, "percent": p} for name, (n, p) in zip(HEADINGS, found.bars, strict=True)
    ]
    context = {
        "form": form,
        "figures": found,
        "steps": steps,
        "headings": HEADINGS,
        "query": _query(by, since, until),
    }
    return render(request, "portal/figures.html", context)


@role_required(*READERS)
def as_csv(request: RoleRequest) -> HttpResponse:
    """The same table for a spreadsheet."""
    by, since, until = PeriodForm(request.GET or None).chosen(queries.default_period())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="chiffres-{by}-{since}-{until}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["", *HEADINGS])
    writer.writerows([_safe(row.name), *row.cells] for row in queries.figures(by, since, until).rows)
    return response


def _query(by: str, since: date, until: date) -> str:
    return f"by={by}&since={since:%Y-%m-%d}&until={until:%Y-%m-%d}"


def _safe(text: str) -> str:
    """A name that a spreadsheet cannot take for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" else text
