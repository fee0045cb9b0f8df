"""Figures and districts."""

import csv

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.outreach import actions, queries
from jalon.outreach.forms.relay import DistrictFileForm, PeriodForm
from jalon.outreach.rules import small
from jalon.outreach.views.guard import accepted

_HEADINGS = (
    "tableau", "nom", "précision", "quartier prioritaire", "passages", "heures d’équipe", "kilomètres",
    "visites du code",
    "personnes rencontrées", "contacts", "souhaits", "jamais rencontrées avant",
    "offres qui intéressent", "inscriptions",
)  # fmt: skip


@role_required(Role.ADVISER)
def show(request: RoleRequest) -> HttpResponse:
    """Tables of a period."""
    first, last = PeriodForm(request.GET).period()
    context = {
        "figures": queries.figures(request.organisations, first, last),
        "form": PeriodForm(initial={"since": first, "until": last}),
        "period": f"since={first}&until={last}",
    }
    return render(request, "outreach/figures.html", context)


@role_required(Role.ADVISER)
def download(request: RoleRequest) -> HttpResponse:
    """The same as CSV for outside the team: one to four people are not told apart."""
    first, last = PeriodForm(request.GET).period()
    found = queries.figures(request.organisations, first, last)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="aller-vers-{first}-{last}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(_HEADINGS)
    tables = [*((title, rows) for _, title, rows in found.tables), ("Par relais", found.relays)]
    writer.writerows(_cells(title, row) for title, rows in tables for row in rows)
    return response


def _cells(title: str, row: queries.Row) -> list[str]:
    effort = [str(row.stands), f"{row.hours:.1f}".replace(".", ","), f"{row.km:.0f}", str(row.scans)]
    names = ("people", "contacts", "wishes", "new_to_all", "interests", "bookings")
    said = [title, row.label, row.detail, "oui" if row.priority else "non"]
    return [_plain(cell) for cell in said] + effort + [small(getattr(row, name)) for name in names]


def _plain(cell: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


@role_required(Role.ADVISER)
def districts(request: RoleRequest) -> HttpResponse:
    """Districts known, and a file of them."""
    form = DistrictFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        loaded = accepted(form, lambda: _load(form))
        if loaded:
            messages.success(request, loaded_words(loaded))
            return redirect("outreach:districts")
    context = {"form": form, "districts": queries.districts()}
    return render(request, "outreach/districts.html", context, status=422 if form.errors else 200)


def _load(form: DistrictFileForm) -> actions.Loaded:
    given = form.cleaned_data
    return actions.load_districts(content=given["file"].read(), all_priority=given["all_priority"])


def loaded_words(loaded: actions.Loaded) -> str:
    """What a file brought, in words."""
    said = f"{loaded.districts} quartiers lus, dont {loaded.priority} prioritaires."
    return f"{said} {loaded.placed} arrêts et relais sont dans l’un d’eux, {loaded.outside} en dehors."
