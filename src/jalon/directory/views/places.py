"""Registered places and sites."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from jalon.directory import actions, queries
from jalon.directory.access import RoleRequest
from jalon.directory.forms import EstablishmentForm, SiteForm
from jalon.directory.models import Organisation
from jalon.directory.views.doors import changes_organisation


@changes_organisation
def add_establishment(request: RoleRequest, organisation: Organisation) -> HttpResponse:
    """One SIRET more."""
    form = EstablishmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not queries.siret_taken(form.cleaned_data["siret"]):
            actions.add_establishment(organisation=organisation, **form.cleaned_data, by=request.user)
            return redirect("directory:organisation", pk=organisation.pk)
        form.add_error("siret", "Ce SIRET est déjà noté, ici ou chez une autre organisation.")
    return render(request, "directory/establishment.html", {"form": form, "organisation": organisation})


@changes_organisation
def add_site(request: RoleRequest, organisation: Organisation) -> HttpResponse:
    """One place more."""
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_site(organisation=organisation, **form.place(), by=request.user)
        return redirect("directory:organisation", pk=organisation.pk)
    return render(request, "directory/site.html", {"form": form, "organisation": organisation, "site": None})


@changes_organisation
def change_site(request: RoleRequest, organisation: Organisation, *, site: int) -> HttpResponse:
    """The place moved or is called otherwise."""
    found = queries.site_of(organisation, site)
    if found is None:
        raise Http404("site")
    initial = {"name": found.name, "address": found.address, "commune": found.commune}
    form = SiteForm(request.POST or None, initial={**initial, "coordinates": f"{found.lat}, {found.lon}"})
    if request.method == "POST" and form.is_valid():
        actions.change_site(site=found, **form.place(), by=request.user)
        return redirect("directory:organisation", pk=organisation.pk)
    return render(request, "directory/site.html", {"form": form, "organisation": organisation, "site": found})
