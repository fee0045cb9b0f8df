"""One day on the road, and one stand of it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jalon.base.forms import JalonForm
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.outreach import actions, queries
from jalon.outreach.forms.stand import CrewForm, MoveForm, ReasonForm, ReportForm
from jalon.outreach.models import Outing, Stand
from jalon.outreach.views.guard import accepted, found_or_404


@role_required(Role.ADVISER)
def show(request: RoleRequest, stand_id: int) -> HttpResponse:
    """What it counted, what changed; move it or cancel it."""
    return _render(request, found_or_404(queries.find_stand, request, stand_id))


def _render(request: RoleRequest, stand: Stand, **filled: JalonForm) -> HttpResponse:
    context = {
        "stand": stand,
        "counted": queries.count_of(stand),
        "changes": queries.changes_of(stand),
        "over": stand.ends_at <= timezone.now(),
        "move_form": filled.get("move_form") or MoveForm(initial=MoveForm.filled(stand)),
        "cancel_form": filled.get("cancel_form") or ReasonForm(auto_id="id_cancel_%s"),
    }
    return render(request, "outreach/stand.html", context, status=422 if filled else 200)


@require_POST
@role_required(Role.ADVISER)
def move(request: RoleRequest, stand_id: int) -> HttpResponse:
    """Another moment or place, once."""
    stand = found_or_404(queries.find_stand, request, stand_id)
    form = MoveForm(request.POST)
    if not accepted(form, lambda: actions.move_stand(stand=stand, by=request.user, **form.values)):
        return _render(request, stand, move_form=form)
    return redirect("outreach:stand", stand.pk)


@require_POST
@role_required(Role.ADVISER)
def cancel(request: RoleRequest, stand_id: int) -> HttpResponse:
    """It does not take place."""
    stand = found_or_404(queries.find_stand, request, stand_id)
    form = ReasonForm(request.POST, auto_id="id_cancel_%s")
    if not accepted(form, lambda: actions.cancel_stand(stand=stand, by=request.user, **form.cleaned_data)):
        return _render(request, stand, cancel_form=form)
    return redirect("outreach:stand", stand.pk)


@role_required(Role.ADVISER)
def outing(request: RoleRequest, outing_id: int) -> HttpResponse:
    """The stands of a day, its crew, and what it came to."""
    return _render_outing(request, found_or_404(queries.find_outing, request, outing_id))


def _render_outing(request: RoleRequest, found: Outing, **filled: JalonForm) -> HttpResponse:
    context = {
        "outing": found,
        "today": timezone.localdate(),
        "crew_form": filled.get("crew_form") or CrewForm(outing=found, initial=CrewForm.filled(found)),
        "report_form": filled.get("report_form") or ReportForm(initial=ReportForm.filled(found)),
    }
    return render(request, "outreach/outing.html", context, status=422 if filled else 200)


@require_POST
@role_required(Role.ADVISER)
def crew(request: RoleRequest, outing_id: int) -> HttpResponse:
    """Who goes."""
    found = found_or_404(queries.find_outing, request, outing_id)
    form = CrewForm(request.POST, outing=found)
    if not accepted(form, lambda: actions.set_crew(outing=found, by=request.user, **form.values)):
        return _render_outing(request, found, crew_form=form)
    return redirect("outreach:outing", found.pk)


@require_POST
@role_required(Role.ADVISER)
def report(request: RoleRequest, outing_id: int) -> HttpResponse:
    """What the day came to."""
    found = found_or_404(queries.find_outing, request, outing_id)
    form = ReportForm(request.POST)
    if not accepted(form, lambda: actions.report_outing(outing=found, by=request.user, **form.cleaned_data)):
        return _render_outing(request, found, report_form=form)
    return redirect("outreach:outing", found.pk)
