"""A vacancy is written, rewritten, copied."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.vacancies.actions.row import locked, move, note, save
from jalon.vacancies.actions.state import mark_read
from jalon.vacancies.choices import Source, VacancyState
from jalon.vacancies.models import Shift, Vacancy, VacancyChange
from jalon.vacancies.queries.desk import timetable
from jalon.vacancies.rules import wording
from jalon.vacancies.rules.content import EDITABLE, LABELS, SHIFTS, TEXTS, ShiftRow
from jalon.vacancies.rules.state import RefusedError, check_move


@transaction.atomic
def write_vacancy(
    *,
    organisation: Organisation,
    by: User | None,
    values: Mapping[str, Any],
    shifts: Sequence[ShiftRow] | None = None,
    vacancy: Vacancy | None = None,
) -> Vacancy:
    """Write a draft, or rewrite `vacancy`; `values` are columns named in `rules.content.EDITABLE`.

    `shifts` replace those there are; None leaves them. RefusedError for a closed vacancy, or when fewer
    seats are left than people hired.
    """
    if vacancy is None:
        return _create(organisation, by, values, shifts or ())
    row = locked(vacancy)
    if row.state == VacancyState.CLOSED:
        check_move(row.state, VacancyState.OPEN)
    changed = apply(row, values, shifts)
    if changed:
        if row.source != Source.HERE:
            row.edited_fields = sorted({*row.edited_fields, *changed})
        _rewritten(row, changed, by=by)
    return row


def _create(
    organisation: Organisation, by: User | None, values: Mapping[str, Any], shifts: Iterable[ShiftRow]
) -> Vacancy:
    row = Vacancy(organisation=organisation, created_by=by, **_checked(values))
    row.wording = found_wording(row)
    row.save(force_insert=True)
    set_shifts(row, shifts)
    VacancyChange.objects.create(vacancy=row, to_state=VacancyState.DRAFT, reason="écrite", by=by)
    return row


def _checked(values: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    return values


def apply(row: Vacancy, values: Mapping[str, Any], shifts: Sequence[ShiftRow] | None) -> list[str]:
    """Set what differs on a locked row; names of what changed, `shifts` among them. Saves shifts only."""
    changed = [name for name, value in _checked(values).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if row.seats < row.hired:
        raise RefusedError(f"{row.hired} personnes sont déjà embauchées : il faut au moins autant de places.")
    if shifts is not None and sorted(shifts) != sorted(timetable(row)):
        set_shifts(row, shifts)
        changed.append(SHIFTS)
    return changed


def set_shifts(row: Vacancy, shifts: Iterable[ShiftRow]) -> None:
    """Replace the timetable."""
    row.shifts.all().delete()
    Shift.objects.bulk_create(
        Shift(vacancy=row, starts=s.starts, ends=s.ends, weekdays=s.weekdays) for s in dict.fromkeys(shifts)
    )


def found_wording(row: Vacancy) -> list[str]:
    """Expressions of the text to read twice."""
    texts = (getattr(row, name) for name in TEXTS)
    return [remark.expression for remark in wording.remarks(*texts)]


def _rewritten(row: Vacancy, changed: Sequence[str], *, by: User | None) -> None:
    """Save, and have new doubtful words read again before screens show them."""
    before, row.wording = set(row.wording), found_wording(row)
    if set(row.wording) - before:
        row.reviewed_at = row.reviewed_by = None
        if row.state != VacancyState.DRAFT:
            mark_read(row, by=by)
    columns = [name for name in changed if name != SHIFTS]
    fields = [*columns, "wording", "edited_fields", "reviewed_at", "reviewed_by"]
    target = _state_by_seats(row)
    if target != row.state:
        move(row, target, by=by, reason="places changées", fields=fields)
    else:
        save(row, fields)
    note(row, "modifiée : " + ", ".join(LABELS[name] for name in changed), by=by)


def _state_by_seats(row: Vacancy) -> str:
    """Seats and state move together: the database refuses an open vacancy without a seat."""
    full = row.hired >= row.seats
    if full and row.state in {VacancyState.OPEN, VacancyState.PAUSED}:
        return VacancyState.FILLED
    if not full and row.state == VacancyState.FILLED:
        return VacancyState.OPEN
    return row.state


@transaction.atomic
def duplicate(*, vacancy: Vacancy, by: User | None) -> Vacancy:
    """A new draft with the same text, without end and without history."""
    kept = EDITABLE - {"valid_until", "starts_on", "priority"}
    values = {name: getattr(vacancy, name) for name in kept}
    return _create(vacancy.organisation, by, values, timetable(vacancy))
