"""The ten-minute check of a person: exercises, result, workshops that fill the gaps."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jalon.activities import actions
from jalon.activities.attendance_paper import check_pdf
from jalon.activities.forms.digital import CheckForm
from jalon.activities.models import DigitalCheck
from jalon.activities.queries import digital as queries
from jalon.activities.rules.refusal import RefusedError
from jalon.base.choices import Medium
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people import queries as people
from jalon.people.actions import record_access
from jalon.people.models import Person

advisers = role_required(Role.ADVISER)


def _person_or_404(request: RoleRequest, person_id: int) -> Person:
    person = people.find_visible(request.user, person_id)
    if person is None:
        raise Http404("person")
    record_access(person=person, user=request.user, page="numérique", organisation=request.organisation)
    return person


def _check_or_404(request: RoleRequest, person_id: int, check_id: int) -> DigitalCheck:
    check = queries.find_check(_person_or_404(request, person_id), check_id)
    if check is None:
        raise Http404("check")
    return check


@advisers
def check(request: RoleRequest, person_id: int) -> HttpResponse:
    """Five exercises, done together."""
    person = _person_or_404(request, person_id)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        held = actions.hold_check(
            person=person, organisation=request.organisation, levels=form.cleaned_data, by=request.user
        )
        return redirect("activities:digital_result", person.pk, held.pk)
    context = {"person": person, "form": form, "before": queries.checks_of(person)}
    return render(request, "activities/digital.html", context, status=422 if form.is_bound else 200)


@require_safe
@advisers
def result(request: RoleRequest, person_id: int, check_id: int) -> HttpResponse:
    """What the person can do, what comes next, and where."""
    held = _check_or_404(request, person_id, check_id)
    context = {"check": held, "person": held.person, "results": queries.results_of(held)}
    return render(request, "activities/digital_result.html", context)


@require_POST
@advisers
def book(request: RoleRequest, person_id: int, check_id: int) -> HttpResponse:
    """A seat at one of the workshops that the result proposes."""
    held = _check_or_404(request, person_id, check_id)
    session = queries.proposed(held, request.POST.get("session", ""))
    if session is None:
        raise Http404("session")
    try:
        booking = actions.book(session=session, person=held.person, by=request.user, medium=Medium.DESK)
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"{held.person} : {booking.get_state_display()}, {session}.")
    return redirect("activities:digital_result", held.person_id, held.pk)


@require_safe
@advisers
def pdf(request: RoleRequest, person_id: int, check_id: int) -> HttpResponse:
    """The result on one page, for the person."""
    held = _check_or_404(request, person_id, check_id)
    response = HttpResponse(check_pdf(held, queries.results_of(held)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="numerique-{held.pk}.pdf"'
    return response
