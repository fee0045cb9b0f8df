"""The catalogue exchanged with others: what is given, what is received, what was refused."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from jalon.activities.actions.exchange import import_services
from jalon.activities.forms.exchange import ServicesForm
from jalon.activities.models import CatalogueImport
from jalon.activities.queries import exchange as queries
from jalon.activities.rules.catalogue import may_write
from jalon.activities.views.resource import owners_for
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role

advisers = role_required(Role.ADVISER)


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def exchange(request: RoleRequest) -> HttpResponse:
    """Give the catalogue, receive a file, see what became of the last ones."""
    partners = owners_for(request)
    if not partners:
        raise Http404("exchange")
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ServicesForm(*data, partners=partners)
    if data and form.is_valid():
        name = form.cleaned_data["file"].name or "services.json"
        done = import_services(organisation=form.owner(), rows=form.rows, file_name=name, by=request.user)
        return redirect("activities:exchange_import", done.pk)
    context = {"form": form, "imports": queries.imports_of(request.organisations)}
    return render(request, "activities/exchange.html", context, status=422 if data else 200)


def _found_or_404(request: RoleRequest, import_id: int) -> CatalogueImport:
    found = queries.find_import(import_id)
    if found is None or not may_write(request.organisations, found.organisation):
        raise Http404("import")
    return found


@require_safe
@advisers
def exchange_import(request: RoleRequest, import_id: int) -> HttpResponse:
    """What became of each service."""
    found = _found_or_404(request, import_id)
    refused = [(_named(one["row"]), one["reasons"]) for one in found.refused[:100]]
    context = {"found": found, "refused": refused, "left": max(0, len(found.refused) - len(refused))}
    return render(request, "activities/exchange_import.html", context)


def _named(row: object) -> str:
    """How a refused row is called on the page."""
    if isinstance(row, dict):
        return str(row.get("nom") or row.get("id") or "service sans nom")[:120]
    return json.dumps(row, ensure_ascii=False)[:120]


@require_safe
@advisers
def refused(request: RoleRequest, import_id: int) -> HttpResponse:
    """The refused rows as they came, each with its reasons: to correct and send again."""
    found = _found_or_404(request, import_id)
    rows = [
        {**one["row"], "motifs": one["reasons"]} if isinstance(one["row"], dict) else one
        for one in found.refused
    ]
    content = json.dumps(rows, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="refus-{found.pk}.json"'
    return response
