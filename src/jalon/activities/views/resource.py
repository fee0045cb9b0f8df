"""Rooms and things that partners lend, a week of each, and what each partner brings."""

import csv
from datetime import timedelta
from io import StringIO

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalon.activities.actions import resource as actions
from jalon.activities.choices import ResourceKind
from jalon.activities.forms.resource import PeriodForm, ResourceFilterForm, ResourceForm, WeekForm
from jalon.activities.models import Resource
from jalon.activities.queries import catalogue, contribution
from jalon.activities.queries import resource as queries
from jalon.activities.rules import catalogue as rules
from jalon.activities.rules.lending import said_hours
from jalon.activities.rules.refusal import RefusedError
from jalon.base.tables import harmless
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Organisation

advisers = role_required(Role.ADVISER)


@require_safe
@advisers
def resources(request: RoleRequest) -> HttpResponse:
    """All that is lent, by kind."""
    form = ResourceFilterForm(request.GET)
    form.full_clean()
    retired = request.GET.get("state") == "retired"
    rows = queries.listed(kind=form.cleaned_data.get("kind", ""), retired=retired)
    groups = [(kind, [row for row in rows if row.kind == kind]) for kind in ResourceKind]
    context = {
        "form": form,
        "groups": [(str(kind.label), found) for kind, found in groups if found],
        "asked": bool(request.GET.get("kind")),
        "retired": retired,
        "may_write": bool(owners_for(request)),
    }
    return render(request, "activities/resources.html", context)


def _found_or_404(resource_id: int) -> Resource:
    found = queries.find_resource(resource_id)
    if found is None:
        raise Http404("resource")
    return found


def _writable_or_404(request: RoleRequest, resource_id: int) -> Resource:
    found = _found_or_404(resource_id)
    if not rules.may_write(request.organisations, found.lender):
        raise Http404("resource")
    return found


@require_safe
@advisers
def resource(request: RoleRequest, resource_id: int) -> HttpResponse:
    """One resource, and its week: what is taken by whom."""
    found = _found_or_404(resource_id)
    week = queries.week_of(found, WeekForm(request.GET).day())
    context = {
        "resource": found,
        "week": week,
        "before": week.first - timedelta(days=7),
        "after": week.first + timedelta(days=7),
        "last": week.first + timedelta(days=6),
        "hours": said_hours(found.hours.all()),
        "may_write": rules.may_write(request.organisations, found.lender),
        "outside": any(not one.lent for day in week.days for one in day.taken),
    }
    return render(request, "activities/resource.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def new(request: RoleRequest) -> HttpResponse:
    """Something more to lend."""
    return _write(request, owners_for(request), None)


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def change(request: RoleRequest, resource_id: int) -> HttpResponse:
    """Name, place, hours, contact."""
    found = _writable_or_404(request, resource_id)
    return _write(request, [found.lender], found)


def owners_for(request: RoleRequest) -> list[Organisation]:
    """For whom the reader writes: their partners; the host for all."""
    mine = [one for one in request.organisations if one.kind in rules.OWNERS]
    if not any(one.kind == OrganisationKind.HOST for one in mine):
        return mine
    ids = {one.pk for one in mine}
    return [*mine, *(one for one in catalogue.owners() if one.pk not in ids)]


def _write(request: RoleRequest, lenders: list[Organisation], found: Resource | None) -> HttpResponse:
    if not lenders:
        raise Http404("resource")
    data = request.POST if request.method == "POST" else None
    form = ResourceForm(data, lenders=lenders, sites=queries.sites_of(lenders), resource=found)
    if data is not None and form.is_valid():
        try:
            saved = actions.write_resource(
                lender=form.owner(), values=form.values(), week=form.week, resource=found
            )
        except RefusedError as refusal:
            form.add_error("name", refusal)
        else:
            messages.success(request, "C’est enregistré.")
            return redirect("activities:resource", saved.pk)
    context = {"form": form, "resource": found, "lender": lenders[0]}
    return render(request, "activities/resource_write.html", context, status=422 if data is not None else 200)


@require_POST
@advisers
def retire(request: RoleRequest, resource_id: int, *, retired: bool) -> HttpResponse:
    """Out of use, or back."""
    found = _writable_or_404(request, resource_id)
    actions.retire_resource(resource=found, retired=retired)
    messages.success(request, "Ce n’est plus prêté." if retired else "C’est de nouveau prêté.")
    return redirect("activities:resource", found.pk)


@require_safe
@advisers
def contributions(request: RoleRequest) -> HttpResponse:
    """Hours lent and facilitated, by partner."""
    form = PeriodForm(request.GET)
    since, until = form.period()
    rows = contribution.contributions(since, until)
    context = {
        "form": form,
        "since": since,
        "until": until,
        "rows": rows,
        "total": contribution.total(rows),
        "kinds": [str(label).capitalize() for label in ResourceKind.labels],
        "query": f"since={since:%Y-%m-%d}&until={until:%Y-%m-%d}",
    }
    return render(request, "activities/contributions.html", context)


@require_safe
@advisers
def contributions_csv(request: RoleRequest) -> HttpResponse:
    """The same table for a spreadsheet: hours with a decimal comma, separated by semicolons."""
    since, until = PeriodForm(request.GET).period()
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(
        ["partenaire", "du", "au", *(f"{kind.value}_heures" for kind in ResourceKind), "animation_heures"]
    )
    for row in contribution.contributions(since, until):
        cells = (f"{hours:.2f}".replace(".", ",") for hours in row.cells)
        writer.writerow([harmless(row.name), since, until, *cells])
    response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contributions.csv"'
    return response
