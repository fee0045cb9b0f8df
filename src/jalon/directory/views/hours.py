"""Opening hours, closing days, absences."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.directory import actions, queries
from jalon.directory.access import RoleRequest
from jalon.directory.forms import ClosureForm, DaysForm, WeekForm
from jalon.directory.models import Organisation
from jalon.directory.views.doors import changes_organisation


@changes_organisation
def week(request: RoleRequest, organisation: Organisation) -> HttpResponse:
    """When the organisation answers: promises count these hours."""
    form = WeekForm(request.POST or None, week=queries.week_of(organisation))
    if request.method == "POST" and form.is_valid():
        actions.set_week(organisation=organisation, week=form.week(), by=request.user)
        messages.success(request, "Les horaires sont enregistrés.")
        return redirect("directory:organisation", pk=organisation.pk)
    return render(request, "directory/hours.html", {"form": form, "organisation": organisation})


@changes_organisation
def add_closure(request: RoleRequest, organisation: Organisation) -> HttpResponse:
    """Days on which nobody answers."""
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_closure(organisation=organisation, **form.cleaned_data, by=request.user)
        return redirect("directory:organisation", pk=organisation.pk)
    return render(request, "directory/closure.html", {"form": form, "organisation": organisation})


@require_POST
@changes_organisation
def remove_closure(request: RoleRequest, organisation: Organisation, *, closure: int) -> HttpResponse:
    """Open again on these days."""
    if not actions.remove_closure(organisation=organisation, closure_id=closure, by=request.user):
        raise Http404("closure")
    return redirect("directory:organisation", pk=organisation.pk)


@changes_organisation
def absences(request: RoleRequest, organisation: Organisation) -> HttpResponse:
    """One's own days away: the team takes over."""
    membership = queries.membership_of(organisation, request.user)
    if membership is None:
        raise Http404("membership")
    form = DaysForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_absence(membership=membership, **form.cleaned_data, by=request.user)
        return redirect("directory:absences", pk=organisation.pk)
    context = {"form": form, "organisation": organisation, "absences": queries.absences(membership)}
    return render(request, "directory/absences.html", context)


@require_POST
@changes_organisation
def remove_absence(request: RoleRequest, organisation: Organisation, *, absence: int) -> HttpResponse:
    """There after all."""
    membership = queries.membership_of(organisation, request.user)
    if membership is None or not actions.remove_absence(
        membership=membership, absence_id=absence, by=request.user
    ):
        raise Http404("absence")
    return redirect("directory:absences", pk=organisation.pk)
