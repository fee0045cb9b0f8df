"""Write circuits, their halts and the hours of their week."""

from collections.abc import Sequence
from datetime import time
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Organisation
from jalon.outreach.choices import CircuitKind, StandState
from jalon.outreach.models import Circuit, Halt, HaltHours, Stand
from jalon.outreach.queries.district import district_at


class Hours(NamedTuple):
    """One row of a halt's week; weekday 0 is Monday."""

    weekday: int
    starts_at: time
    ends_at: time
    rhythm: str = "every"


_CIRCUIT = ("kind", "name", "summary", "vehicle")
_HALT = ("name", "place", "site", "lat", "lon", "accessibility")


@transaction.atomic
def write_circuit(*, organisation: Organisation, values: dict[str, Any], by: User) -> Circuit:
    """A new circuit of this organisation; `values` are kind, name, summary and, for a bus, its vehicle."""
    chosen = _circuit_values(values)
    _check_name(organisation, chosen["name"], besides=None)
    return Circuit.objects.create(organisation=organisation, created_by=by, **chosen)


@transaction.atomic
def change_circuit(*, circuit: Circuit, values: dict[str, Any], by: User) -> Circuit:
    """Correct it; what is planned keeps the vehicle it has until it is planned again."""
    chosen = _circuit_values(values)
    _check_name(circuit.organisation, chosen["name"], besides=circuit)
    for name, value in chosen.items():
        setattr(circuit, name, value)
    circuit.save(update_fields=list(_CIRCUIT))
    return circuit


def _circuit_values(values: dict[str, Any]) -> dict[str, Any]:
    chosen = {name: values[name] for name in _CIRCUIT if name in values}
    if chosen.get("kind") != CircuitKind.BUS:
        chosen["vehicle"] = None
    return chosen


def _check_name(organisation: Organisation, name: str, *, besides: Circuit | None) -> None:
    same = Circuit.objects.filter(organisation=organisation, name=name)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise RefusedError(f"Vous avez déjà une tournée « {name} ».")


@transaction.atomic
def retire_circuit(*, circuit: Circuit, by: User) -> None:
    """It is over: nothing more is planned, what was counted stays.

    Raises:
        RefusedError: stands are still to come.
    """
    coming = Stand.objects.filter(outing__circuit=circuit, starts_at__gt=timezone.now())
    if coming.filter(state=StandState.PLANNED).exists():
        raise RefusedError("Des passages sont encore prévus : annulez-les d’abord, avec leur raison.")
    circuit.retired_at = timezone.now()
    circuit.save(update_fields=["retired_at"])


@transaction.atomic
def write_halt(*, circuit: Circuit, values: dict[str, Any], hours: Sequence[Hours], by: User) -> Halt:
    """A new halt with the hours of its week; its district follows from the point."""
    _check_halt_name(circuit, values["name"], besides=None)
    chosen = _halt_values(values)
    halt = Halt.objects.create(circuit=circuit, **chosen)
    _set_hours(halt, hours)
    return halt


@transaction.atomic
def change_halt(*, halt: Halt, values: dict[str, Any], hours: Sequence[Hours], by: User) -> Halt:
    """Correct a halt; stands already planned keep their hours."""
    _check_halt_name(halt.circuit, values["name"], besides=halt)
    chosen = _halt_values(values)
    for name, value in chosen.items():
        setattr(halt, name, value)
    halt.save(update_fields=list(chosen))
    halt.hours.all().delete()
    _set_hours(halt, hours)
    return halt


def _halt_values(values: dict[str, Any]) -> dict[str, Any]:
    chosen = {name: values[name] for name in _HALT if name in values}
    return {**chosen, "district": district_at(chosen["lat"], chosen["lon"])}


def _check_halt_name(circuit: Circuit, name: str, *, besides: Halt | None) -> None:
    same = Halt.objects.filter(circuit=circuit, name=name, retired_at__isnull=True)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise RefusedError(f"Cette tournée a déjà un arrêt « {name} ».")


def _set_hours(halt: Halt, hours: Sequence[Hours]) -> None:
    seen: set[tuple[int, time]] = set()
    for row in hours:
        if row.starts_at >= row.ends_at:
            raise RefusedError("Un passage finit après son début.")
        if (row.weekday, row.starts_at) in seen:
            raise RefusedError("Deux lignes commencent le même jour à la même heure.")
        seen.add((row.weekday, row.starts_at))
    HaltHours.objects.bulk_create(HaltHours(halt=halt, **row._asdict()) for row in hours)


@transaction.atomic
def retire_halt(*, halt: Halt, by: User) -> None:
    """We stop there no more; what was counted stays. RefusedError while stands are to come."""
    coming = halt.stands.filter(starts_at__gt=timezone.now(), state=StandState.PLANNED)
    if coming.exists():
        raise RefusedError("Des passages sont encore prévus ici : annulez-les d’abord, avec leur raison.")
    halt.retired_at = timezone.now()
    halt.save(update_fields=["retired_at"])
