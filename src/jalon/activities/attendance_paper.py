"""On paper: the attendance sheet, before and after, and the result of a ten-minute check."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from jalon.activities.choices import MarkMeans
from jalon.activities.models import DigitalCheck, Session, SessionPart
from jalon.activities.queries.digital import TaskResult
from jalon.activities.queries.sheet import Cell, Line, Sheet
from jalon.activities.rules.session import said_place
from jalon.base import words
from jalon.base.paper import typeset

# Columns that one page takes: portrait up to two half-days, landscape in groups of five.
_PORTRAIT = 2
_WIDE = 5
_SPARE = (2, 6)
_NOTE = (
    "Cette feuille prouve la présence. Elle ne sert jamais à sanctionner. Une personne peut demander à voir "
    "ou à corriger ce qui la concerne"
)


def sheet_pdf(sheet: Sheet, *, operation: str = "", filled: bool) -> bytes:
    """The sheet as funders accept it; `filled` shows signatures, statuses and hours, else boxes to sign."""
    return typeset("attendance", paper(sheet, operation=operation, filled=filled))


def paper(sheet: Sheet, *, operation: str, filled: bool) -> dict[str, Any]:
    """What the template `attendance.typ` prints."""
    session = sheet.session
    return {
        "title": "Feuille d’émargement",
        "activity": str(session),
        "organisation": session.organisation.name,
        "code": f"S-{session.pk}",
        "state": _state(sheet, filled=filled),
        "facts": _facts(sheet),
        "operation": operation or session.activity.axis,
        "wide": len(sheet.parts) > _PORTRAIT,
        "filled": filled,
        "groups": [_group(sheet, parts, filled=filled) for parts in _pages(sheet.parts)],
        "total": _total(sheet),
        "facilitators": _facilitators(sheet),
        "note": _note(sheet),
    }


def _pages(parts: list[SessionPart]) -> Iterator[list[SessionPart]]:
    for start in range(0, max(len(parts), 1), _WIDE):
        yield parts[start : start + _WIDE]


def _state(sheet: Sheet, *, filled: bool) -> str:
    closed = sheet.session.sheet_closed_at
    if not filled:
        return "À signer"
    if closed is None:
        return f"Provisoire, le {words.moment(timezone.now())}"
    return f"Fermée le {words.moment(closed)}"


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    session, parts = sheet.session, sheet.parts
    minutes = sum(round((part.ends_at - part.starts_at).total_seconds() / 60) for part in parts)
    dates = _whole_day(session.ends_at)
    if timezone.localdate(session.ends_at) != timezone.localdate(session.starts_at):
        dates = f"du {words.day(session.starts_at)} au {dates}"
    span = f"{words.hour(session.starts_at)} à {words.hour(session.ends_at)}"
    hours = span if len(parts) == 1 else f"{len(parts)} demi-journées"
    return [
        ("Prestation", str(session)),
        ("Dates" if len(parts) > 1 else "Date", dates[:1].upper() + dates[1:]),
        ("Horaire", f"{hours}, soit {length(minutes)}"),
        ("Lieu", said_place(session)),
    ]


def _whole_day(at: datetime) -> str:
    """With its year: a funder reads the sheet years later."""
    year = str(timezone.localtime(at).year)
    said = words.day(at)
    return said if said.endswith(year) else f"{said} {year}"


def length(minutes: int) -> str:
    """« 2 h 30 », « 3 h », « 45 min »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{words.NBSP}min"
    return f"{hours}{words.NBSP}h{f'{words.NBSP}{rest:02}' if rest else ''}"


def _group(sheet: Sheet, parts: list[SessionPart], *, filled: bool) -> dict[str, Any]:
    chosen = {part.pk for part in parts}
    two = not filled and len(sheet.parts) == 1
    width = 2 if two else len(parts)
    lines = [_line(line, chosen, width, filled=filled) for line in sheet.lines]
    columns = ["Arrivée, signature", "Départ, signature"] if two else [_column(part) for part in parts]
    return {"columns": columns, "lines": lines + ([] if filled else _spare(sheet, width))}


def _column(part: SessionPart) -> str:
    day = words.day(part.starts_at)
    return f"{day[:1].upper()}{day[1:]}, {words.hour(part.starts_at)} à {words.hour(part.ends_at)}"


def _line(line: Line, chosen: set[int], width: int, *, filled: bool) -> dict[str, Any]:
    empty = [{"signature": "", "said": ""}] * width
    cells = [_cell(cell) for cell in line.cells if cell.part.pk in chosen] if filled else empty
    notes = [line.booking.organisation.name if line.booking.guest_name and line.booking.organisation else ""]
    notes.append("venue ou venu sans inscription" if line.booking.walk_in else "")
    first, last = line.first_name, line.last_name
    return {
        "first": first if last else "",
        "last": last or first or "Personne effacée",
        "note": ", ".join(filter(None, notes)),
        "cells": cells,
        "hours": length(line.minutes) if line.minutes else "",
    }


def _cell(cell: Cell) -> dict[str, str]:
    if cell.held is None:
        return {"signature": "", "said": "pas noté"}
    status = cell.held.get_status_display()
    paper_signed = cell.held.mark.means == MarkMeans.PAPER and cell.held.minutes
    said = f"{status}, signé sur papier" if paper_signed else status
    if cell.held.mark.reason:
        said = f"{said} : {cell.held.mark.reason}"
    return {"signature": cell.signature if cell.held.minutes else "", "said": said}


def _spare(sheet: Sheet, width: int) -> list[dict[str, Any]]:
    free = sheet.session.seats_max - len(sheet.lines)
    blank = {
        "first": "",
        "last": "",
        "note": "",
        "cells": [{"signature": "", "said": ""}] * width,
        "hours": "",
    }
    return [blank] * min(max(free, _SPARE[0]), _SPARE[1])


def _total(sheet: Sheet) -> str:
    people = [line for line in sheet.lines if line.minutes]
    minutes = sum(line.minutes for line in people)
    there = "1 personne présente" if len(people) == 1 else f"{len(people)} personnes présentes"
    return f"{there} sur {len(sheet.lines)}, {length(minutes)} en tout."


def _facilitators(sheet: Sheet) -> list[dict[str, str]]:
    found = [{"name": str(one), "role": f"Animation, {one.organisation.name}"} for one in sheet.facilitators]
    return found or [{"name": " ", "role": f"Animation, {sheet.session.organisation.name}"}]


def _note(sheet: Sheet) -> str:
    phone = sheet.session.organisation.phone
    return f"{_NOTE} : {words.phone(phone)}." if phone else f"{_NOTE}."


def check_pdf(check: DigitalCheck, results: list[TaskResult]) -> bytes:
    """The result of a ten-minute check on one page, for the person."""
    data = {
        "title": "Ce que je sais faire, et la suite",
        "organisation": check.organisation.name,
        "name": str(check.person),
        "date": f"{words.day(check.at)}, avec {check.held_by.name}",
        "results": [
            {
                "label": result.label[:1].upper() + result.label[1:],
                "said": result.said,
                "done": not result.is_gap,
                "sessions": [_workshop(session) for session in result.sessions],
            }
            for result in sorted(results, key=lambda one: one.is_gap)
        ],
        "phone": words.phone(check.organisation.phone) if check.organisation.phone else "",
    }
    return typeset("attendance_check", data)


def _workshop(session: Session) -> str:
    return f"{session}, {words.moment(session.starts_at)}, {said_place(session)}"
