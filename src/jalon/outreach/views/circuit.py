"""Circuits: the list, one of them with its halts and coming days, and its paper."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jalon.base.words import day
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.outreach import actions, paper, queries
from jalon.outreach.forms.circuit import CircuitForm, PlanForm
from jalon.outreach.models import Circuit
from jalon.outreach.views.guard import accepted, attempt, found_or_404

_SHOWN = timedelta(days=35)


@role_required(Role.ADVISER)
def index(request: RoleRequest) -> HttpResponse:
    """Where we stand today, who waits for a call, and every circuit."""
    context = {
        "today": timezone.localdate(),
        "stands": queries.today_stands(request.organisations),
        "circuits": queries.listed_circuits(request.organisations),
        "to_call": queries.count_to_call(request.organisations),
    }
    return render(request, "outreach/index.html", context)


@role_required(Role.ADVISER)
def new(request: RoleRequest) -> HttpResponse:
    """Begin a circuit."""
    form = CircuitForm(request.POST or None)
    if request.method == "POST":
        circuit = accepted(form, lambda: _write(request, form))
        if circuit:
            messages.success(request, "La tournée est ouverte. Ajoutez ses arrêts.")
            return redirect("outreach:halt_new", circuit.pk)
    context = {"form": form, "circuit": None}
    return render(request, "outreach/circuit_form.html", context, status=422 if form.errors else 200)


def _write(request: RoleRequest, form: CircuitForm) -> Circuit:
    return actions.write_circuit(organisation=request.organisation, values=form.values, by=request.user)


@role_required(Role.ADVISER)
def show(request: RoleRequest, circuit_id: int) -> HttpResponse:
    """Halts with their week, and what is planned."""
    circuit = found_or_404(queries.find_circuit, request, circuit_id)
    return _render(request, circuit, PlanForm(initial=PlanForm.next_weeks()))


def _render(request: RoleRequest, circuit: Circuit, form: PlanForm) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "circuit": circuit,
        "halts": queries.halts_of(circuit),
        "outings": queries.outings_of(circuit, today - timedelta(days=7), today + _SHOWN),
        "today": today,
        "form": form,
    }
    return render(request, "outreach/circuit.html", context, status=422 if form.errors else 200)


@role_required(Role.ADVISER)
def change(request: RoleRequest, circuit_id: int) -> HttpResponse:
    """Correct a circuit."""
    circuit = found_or_404(queries.find_circuit, request, circuit_id)
    form = CircuitForm(request.POST or None, initial=CircuitForm.filled(circuit))
    if request.method == "POST" and accepted(
        form, lambda: actions.change_circuit(circuit=circuit, values=form.values, by=request.user)
    ):
        return redirect("outreach:circuit", circuit.pk)
    context = {"form": form, "circuit": circuit}
    return render(request, "outreach/circuit_form.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(Role.ADVISER)
def retire(request: RoleRequest, circuit_id: int) -> HttpResponse:
    """It is over."""
    circuit = found_or_404(queries.find_circuit, request, circuit_id)
    done = attempt(
        request,
        lambda: actions.retire_circuit(circuit=circuit, by=request.user),
        f"« {circuit.name} » est terminée. Ses chiffres restent.",
    )
    return redirect("outreach:index") if done else redirect("outreach:circuit", circuit.pk)


@require_POST
@role_required(Role.ADVISER)
def plan(request: RoleRequest, circuit_id: int) -> HttpResponse:
    """Make the stands of some weeks; each day that was left is said with its reason."""
    circuit = found_or_404(queries.find_circuit, request, circuit_id)
    form = PlanForm(request.POST)
    done = accepted(form, lambda: actions.plan(circuit=circuit, by=request.user, **form.cleaned_data))
    if done is None:
        return _render(request, circuit, form)
    _say_planned(request, done)
    return redirect("outreach:circuit", circuit.pk)


def _say_planned(request: RoleRequest, done: actions.Planned) -> None:
    said = {0: "Rien de nouveau : tout était déjà prévu.", 1: "Un passage est prévu."}
    messages.success(request, said.get(done.stands, f"{done.stands} passages sont prévus."))
    if done.left:
        days = " ".join(f"{day(when).capitalize()} : {why.rstrip('.')}." for when, why in done.left[:8])
        more = f" Et {len(done.left) - 8} autres jours." if len(done.left) > 8 else ""
        messages.warning(request, f"Jours laissés. {days}{more}")


@role_required(Role.ADVISER)
def poster(request: RoleRequest, circuit_id: int, size: str) -> HttpResponse:
    """The weeks of the circuit on one page, A4 or A3, with a QR code to the public page."""
    circuit = found_or_404(queries.find_circuit, request, circuit_id)
    response = HttpResponse(paper.circuit_poster(circuit, size), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="tournee-{circuit.pk}-{size}.pdf"'
    return response
