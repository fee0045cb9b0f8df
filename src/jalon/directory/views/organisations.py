"""The list of organisations, and one of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from jalon.directory import actions, queries, rules
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import OrganisationKind, Role, Weekday
from jalon.directory.forms import NewOrganisationForm, OrganisationForm
from jalon.directory.models import Organisation
from jalon.directory.views.doors import EVERYBODY, changes_organisation, reads_organisation, staff_only


@role_required(Role.ADVISER, Role.ADMINISTRATOR)
def index(request: RoleRequest) -> HttpResponse:
    """Search and filter; the page number is in the address."""
    text, kind = request.GET.get("q", ""), request.GET.get("kind", "")
    context = {
        "found": queries.search(request.user, text=text, kind=kind, page=request.GET.get("page", 1)),
        "text": text,
        "kind": kind,
        "kinds": OrganisationKind.choices,
        "waiting": queries.to_vet().count(),
        "is_staff": queries.is_staff(request.user),
    }
    return render(request, "directory/organisations.html", context)


@role_required(*EVERYBODY)
def own(request: RoleRequest) -> HttpResponse:
    """The organisation one acts for."""
    if not request.organisations:
        return redirect("directory:organisations")
    return redirect("directory:organisation", pk=request.organisation.pk)


@reads_organisation
def show(request: RoleRequest, organisation: Organisation) -> HttpResponse:
    """All that is known of one organisation."""
    week = queries.week_of(organisation)
    context = {
        "organisation": organisation,
        "facts": queries.facts(organisation),
        "week": [(day.label, rules.said_hours(week.get(day.value, ()))) for day in Weekday],
        "may_change": queries.changeable(request.user, organisation.pk) is not None,
        "is_staff": queries.is_staff(request.user),
        "is_member": queries.membership_of(organisation, request.user) is not None,
        "usual_week": week is rules.USUAL_WEEK,
    }
    return render(request, "directory/organisation.html", context)


@staff_only
def create(request: RoleRequest) -> HttpResponse:
    """A partner, an employer or an operator that the staff knows."""
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = actions.create_organisation(**form.cleaned_data, by=request.user)
        return redirect("directory:organisation", pk=organisation.pk)
    return render(request, "directory/create.html", {"form": form})


@changes_organisation
def change(request: RoleRequest, organisation: Organisation) -> HttpResponse:
    """Its name and how it is reached."""
    initial = {name: getattr(organisation, name) for name in ("name", "siren", "phone", "email")}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_organisation(organisation=organisation, **form.cleaned_data, by=request.user)
        messages.success(request, "C’est enregistré.")
        return redirect("directory:organisation", pk=organisation.pk)
    return render(request, "directory/change.html", {"form": form, "organisation": organisation})
