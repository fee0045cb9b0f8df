"""Halts of a circuit."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.outreach import actions, queries
from jalon.outreach.forms.circuit import HaltForm
from jalon.outreach.models import Circuit, Halt
from jalon.outreach.views.guard import accepted, attempt, found_or_404


@role_required(Role.ADVISER)
def new(request: RoleRequest, circuit_id: int) -> HttpResponse:
    """One halt more."""
    circuit = found_or_404(queries.find_circuit, request, circuit_id)
    form = HaltForm(request.POST or None)
    if request.method == "POST" and accepted(
        form,
        lambda: actions.write_halt(circuit=circuit, values=form.values, hours=form.hours, by=request.user),
    ):
        return redirect("outreach:circuit", circuit.pk)
    return _render(request, form, circuit, None)


@role_required(Role.ADVISER)
def change(request: RoleRequest, halt_id: int) -> HttpResponse:
    """Correct a halt."""
    halt = found_or_404(queries.find_halt, request, halt_id)
    form = HaltForm(request.POST or None, initial=HaltForm.filled(halt, queries.hours_of(halt)))
    if request.method == "POST" and accepted(
        form, lambda: actions.change_halt(halt=halt, values=form.values, hours=form.hours, by=request.user)
    ):
        return redirect("outreach:circuit", halt.circuit_id)
    return _render(request, form, halt.circuit, halt)


def _render(request: RoleRequest, form: HaltForm, circuit: Circuit, halt: Halt | None) -> HttpResponse:
    context = {"form": form, "circuit": circuit, "halt": halt}
    return render(request, "outreach/halt_form.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(Role.ADVISER)
def retire(request: RoleRequest, halt_id: int) -> HttpResponse:
    """We stop there no more."""
    halt = found_or_404(queries.find_halt, request, halt_id)
    attempt(
        request,
        lambda: actions.retire_halt(halt=halt, by=request.user),
        f"On ne s’arrête plus à « {halt.name} ». Ses chiffres restent.",
    )
    return redirect("outreach:circuit", halt.circuit_id)
