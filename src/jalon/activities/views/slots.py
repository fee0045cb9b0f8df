"""Slots of an adviser: opened, free or taken, taken back; what an appointment came to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jalon.activities.actions import slots as actions
from jalon.activities.forms.slots import OutcomeForm, SlotsForm
from jalon.activities.queries import resource as places
from jalon.activities.queries import slots as queries
from jalon.activities.rules.catalogue import OWNERS
from jalon.activities.rules.refusal import RefusedError
from jalon.base import words
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.people.queries import find_visible

advisers = role_required(Role.ADVISER)


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def slots(request: RoleRequest) -> HttpResponse:
    """My slots: those ahead, those to note; opening more."""
    partners = _partners(request)
    form = SlotsForm(
        request.POST if request.method == "POST" else None,
        activities=queries.appointments_of(partners),
        organisations=partners,
        sites=places.sites_of(partners),
    )
    if form.is_bound and form.is_valid() and _opened(request, form):
        return redirect("activities:slots")
    days = queries.slots_ahead(request.user, reader=request.user)
    context = {
        "form": form,
        "days": days,
        "free": sum(slot.booking is None for day in days for slot in day.slots),
        "taken": sum(slot.booking is not None for day in days for slot in day.slots),
        "past": queries.slots_to_note(request.user, reader=request.user),
    }
    return render(request, "activities/slots.html", context, status=422 if form.is_bound else 200)


def _partners(request: RoleRequest) -> list[Organisation]:
    return [one for one in request.organisations if one.kind in OWNERS] or list(request.organisations)


def _opened(request: RoleRequest, form: SlotsForm) -> bool:
    try:
        done = actions.open_slots(**form.values(), user=request.user, by=request.user)
    except RefusedError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, _said(done))
    return True


def _said(done: actions.Opened) -> str:
    """« 12 créneaux ouverts. Laissés : mercredi 11 novembre (11 novembre). 2 où vous étiez pris. »."""
    many = len(done.sessions) > 1
    said = [f"{len(done.sessions)} créneau{'x' if many else ''} ouvert{'s' if many else ''}."]
    if done.days_out:
        days = ", ".join(f"{words.day(day)} ({why})" for day, why in done.days_out)
        said.append(f"Laissés de côté : {days}.")
    if done.busy:
        said.append(f"{done.busy} de moins : vous animez déjà autre chose à ces heures.")
    return " ".join(said)


@require_POST
@advisers
def withdraw(request: RoleRequest, session_id: int) -> HttpResponse:
    """Take back a free slot."""
    session = queries.find_slot(session_id, request.organisations)
    if session is None:
        raise Http404("slot")
    try:
        actions.withdraw_slot(session=session, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Le créneau de {words.moment(session.starts_at)} est retiré.")
    return redirect("activities:slots")


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def outcome(request: RoleRequest, booking_id: int) -> HttpResponse:
    """A few words on an appointment."""
    booking = queries.find_appointment(booking_id, request.organisations)
    if booking is None:
        raise Http404("appointment")
    data = request.POST if request.method == "POST" else None
    form = OutcomeForm(data, initial={"outcome": booking.outcome})
    if data is not None and form.is_valid():
        try:
            actions.write_outcome(booking=booking, outcome=form.cleaned_data["outcome"], by=request.user)
        except RefusedError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "C’est noté.")
            return redirect("activities:slots")
    context: dict[str, Any] = {"booking": booking, "form": form, "who": _who(request, booking.person_id)}
    return render(request, "activities/outcome.html", context, status=422 if data is not None else 200)


def _who(request: RoleRequest, person_id: int | None) -> str:
    """The name, where the reader may open the file."""
    person = find_visible(request.user, person_id) if person_id else None
    return str(person) if person else ""
