"""Participations follow the closed attendance sheets; exits are noted by somebody."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.people.models import Person
from jalon.reports import rules
from jalon.reports.choices import ExitReason, OperationState
from jalon.reports.funders import template_of
from jalon.reports.models import Operation, Participation
from jalon.reports.queries import facts
from jalon.reports.queries.participation import held_elsewhere, main_rows
from jalon.reports.rules import RefusedError, Tally


@transaction.atomic
def recount(*, operation: Operation) -> None:
    """Compute every participation of an operation again from the sheets; twice gives the same.

    Files of people who were erased stay as they were counted.
    """
    Operation.objects.select_for_update().get(pk=operation.pk)
    told = facts.tallies(facts.of_operation(operation))
    rows = main_rows(operation)
    anonymous = set(
        Person.objects.filter(pk__in=told, anonymised_at__isnull=False).values_list("pk", flat=True)
    )
    for person_id in sorted(told.keys() - anonymous):
        _note(operation, person_id, told[person_id], rows.pop(person_id, None))
    for row in rows.values():
        if row.person.anonymised_at is None and (row.halves or row.counts):
            _write(row, halves=0, minutes=0, counts=False, held_by=None)
    _forget_joined(operation)
    operation.counted_at = timezone.now()
    operation.save(update_fields=["counted_at"])


def recount_open() -> int:
    """Recount every open operation, for the worker; how many there are."""
    found = list(Operation.objects.filter(state=OperationState.OPEN).order_by("pk"))
    for operation in found:
        recount(operation=operation)
    return len(found)


def _note(operation: Operation, person_id: int, told: Tally, row: Participation | None) -> None:
    if row is None:
        row = Participation.objects.create(
            operation=operation,
            person_id=person_id,
            exclusive=template_of(operation.funder).exclusive,
            entered_on=told.first,
            last_on=told.last,
        )
    entered = told.first if row.exited_on is None else min(told.first, row.exited_on)
    enough = rules.is_participation(told)
    holder = held_elsewhere(row, entered) if enough and row.exclusive else None
    values = {"entered_on": entered, "last_on": told.last, "halves": told.halves, "minutes": told.minutes}
    _count(row, counts=enough and holder is None, holder=holder, **values)


def _count(row: Participation, *, counts: bool, holder: Participation | None, **values: object) -> None:
    """Write it; where another operation took the person meanwhile, the database says no and we look again."""
    try:
        with transaction.atomic():
            _write(row, counts=counts, held_by=holder, **values)
    except IntegrityError:
        row.refresh_from_db()
        entered = values["entered_on"]
        holder = held_elsewhere(row, entered) if isinstance(entered, date) else None
        _write(row, counts=False, held_by=holder, **values)


def _write(row: Participation, **values: object) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)


def _forget_joined(operation: Operation) -> None:
    """A file joined to another counts under the one that is kept."""
    kept = Participation.objects.filter(operation=operation).values("person")
    joined = Participation.objects.filter(operation=operation, person__canonical__in=kept)
    joined.update(counts=False, halves=0, minutes=0, held_by=None)


@transaction.atomic
def record_exit(*, participation: Participation, exited_on: date, reason: str, by: User) -> None:
    """The person leaves the operation. RefusedError before the last half-day signed, or in the future."""
    row = _locked(participation)
    if exited_on > timezone.localdate():
        raise RefusedError("La sortie ne peut pas être dans l’avenir : notez-la le jour venu.")
    if exited_on < row.last_on:
        raise RefusedError(
            f"La dernière demi-journée signée est du {row.last_on:%d/%m/%Y} :"
            " la sortie ne peut pas être avant."
        )
    _write(
        row,
        exited_on=exited_on,
        exit_reason=reason,
        exit_noted_by=by,
        exit_noted_at=timezone.now(),
    )


@transaction.atomic
def undo_exit(*, participation: Participation, by: User) -> None:
    """The exit was noted by mistake. RefusedError where another FSE+ operation holds the person since."""
    row = _locked(participation)
    if row.answers.exclude(moment="entry").exists():
        raise RefusedError("Des réponses de sortie sont notées : la sortie ne s’annule plus.")
    holder = held_elsewhere(row, row.entered_on, until=None) if row.exclusive and row.counts else None
    if holder is not None:
        raise RefusedError(holds_words(holder))
    try:
        with transaction.atomic():
            _write(row, exited_on=None, exit_reason="", exit_noted_by=None, exit_noted_at=None)
    except IntegrityError as error:
        raise RefusedError("Une autre opération FSE+ compte déjà cette personne.") from error


def holds_words(holder: Participation) -> str:
    """Which operation holds somebody, in plain words."""
    operation = holder.operation
    return (
        f"Cette personne est comptée depuis le {holder.entered_on:%d/%m/%Y} dans l’opération"
        f" « {operation.title} » ({operation.organisation.name}). Une personne compte dans une seule"
        " opération FSE+ à la fois : sa sortie doit d’abord y être notée."
    )


@transaction.atomic
def close_operation(*, operation: Operation, by: User) -> None:
    """Count once more; who is still in leaves on the last day."""
    recount(operation=operation)
    last = min(operation.ends_on, timezone.localdate())
    for row in Participation.objects.filter(operation=operation, exited_on=None).order_by("pk"):
        _write(
            row,
            exited_on=max(last, row.last_on),
            exit_reason=ExitReason.OPERATION_ENDED,
            exit_noted_by=by,
            exit_noted_at=timezone.now(),
        )
    operation.state = OperationState.CLOSED
    operation.save(update_fields=["state"])


def _locked(participation: Participation) -> Participation:
    Participation.objects.select_for_update().get(pk=participation.pk)
    return Participation.objects.select_related("operation__organisation", "person").get(pk=participation.pk)
