"""Paper: an operation, a participant's questions, a report to a funder."""

from typing import Any

from django.utils import timezone

from jalon.accounts.models import User
from jalon.base import words
from jalon.base.paper import typeset
from jalon.reports import rules
from jalon.reports.choices import Moment
from jalon.reports.funders import template_of
from jalon.reports.models import Operation, Participation, Report
from jalon.reports.queries import operation as operations
from jalon.reports.queries import report as reports
from jalon.reports.queries.columns import Line
from jalon.reports.queries.export_file import ParticipantsFile, participants_file
from jalon.reports.queries.figures import FIGURES
from jalon.reports.queries.scope import Scope
from jalon.reports.questionnaire import REFUSED

INDICATORS = (
    "sex",
    "age",
    "work_entry",
    "level",
    "exit_reasons",
    "work_exit",
    "qualified",
    "work_six_months",
)


def about(operation: Operation, found: ParticipantsFile) -> list[tuple[str, str]]:
    """What the second sheet of a workbook says."""
    lacks = ", ".join(f"{name} ({count})" for name, count in found.lacks.items()) or "rien"
    return [
        ("Opération", f"{operation.title} ({operation.code})"),
        ("Organisation", operation.organisation.name),
        ("Financeur", str(operation.get_funder_display())),
        ("Période", period(operation)),
        ("Participants dans ce fichier", str(len(found.lines))),
        ("Participants que vous ne suivez pas, absents du fichier", str(found.left_out)),
        ("Colonnes obligatoires incomplètes", lacks),
        ("Fichier du", words.moment(timezone.now())),
        ("Ce que veut dire chaque colonne", "docs/funder-exports.md, livré avec Jalon"),
    ]


def period(row: Operation | Report) -> str:
    """« du 1ᵉʳ janvier au 31 décembre 2026 », days in figures."""
    begins = row.starts_on if isinstance(row, Operation) else row.since
    ends = row.ends_on if isinstance(row, Operation) else row.until
    return f"du {begins:%d/%m/%Y} au {ends:%d/%m/%Y}"


def operation_pdf(operation: Operation, user: User) -> bytes:
    """Identity, participants whom the reader may see, indicators with small numbers hidden, sheets."""
    found = participants_file(operation, user)
    lacks = [f"{name} : {count}" for name, count in found.lacks.items()]
    sheets = operations.sheets_of(operation)
    return typeset(
        "report_operation",
        {
            "title": operation.title,
            "sender": operation.organisation.name,
            "made": words.moment(timezone.now()),
            "no_sanction": rules.NO_SANCTION,
            "facts": _facts(operation, found, sheets),
            "participants": [_participant(line) for line in found.lines],
            "left_out": found.left_out,
            "lacks": lacks,
            "figures": _indicators(operation),
            "sheets": [_sheet(row) for row in sheets],
        },
    )


def _facts(
    operation: Operation, found: ParticipantsFile, sheets: list[dict[str, Any]]
) -> list[tuple[str, str]]:
    minutes = sum(line.row.minutes for line in found.lines)
    return [
        ("Organisation", operation.organisation.name),
        ("Financeur", str(operation.get_funder_display())),
        ("Numéro", operation.code),
        ("Dates", period(operation)),
        ("Axe", operation.axis or "sans axe"),
        ("Prestations", ", ".join(one.title for one in operations.activities_of(operation))),
        ("Séances, feuilles closes", str(len(sheets))),
        ("Participants", str(len(found.lines) + found.left_out)),
        ("Heures signées", _hours(minutes)),
    ]


def _participant(line: Line) -> list[str]:
    row = line.row
    return [
        str(row.pk),
        str(row.person) if row.person.anonymised_at is None else "dossier effacé",
        f"{row.entered_on:%d/%m/%Y}",
        f"{row.exited_on:%d/%m/%Y}" if row.exited_on else "en cours",
        str(row.halves),
        _hours(row.minutes),
    ]


def _hours(minutes: int) -> str:
    """« 10 h 30 »."""
    rest = minutes % 60
    return f"{minutes // 60}{words.NBSP}h" + (f"{words.NBSP}{rest:02}" if rest else "")


def _indicators(operation: Operation) -> list[dict[str, Any]]:
    scope = Scope(operation.organisation, operation, operation.starts_on, operation.ends_on)
    made = [FIGURES[key](scope) for key in INDICATORS]
    kept = [figure for figure in made if figure is not None and any(figure.cells.values())]
    return [{"label": figure.label, "cells": list(rules.protect(figure.cells).items())} for figure in kept]


def _sheet(row: dict[str, Any]) -> list[str]:
    session = row["session"]
    return [
        f"{timezone.localtime(session.starts_at):%d/%m/%Y}",
        str(session),
        session.organisation.name,
        str(row["halves"]),
        str(row["came"]),
        str(session.pk),
    ]


def questionnaire_pdf(row: Participation, moment: str, user: User) -> bytes:
    """The questions of a moment, for the person to tick."""
    items = template_of(row.operation.funder).questionnaire[moment]
    organisation = row.operation.organisation
    return typeset(
        "report_questions",
        {
            "title": "Quelques questions",
            "sender": organisation.name,
            "moment": str(Moment(moment).label),
            "person": str(row.person),
            "operation": row.operation.title,
            "funder": str(row.operation.get_funder_display()),
            "adviser": user.name,
            "phone": words.phone(organisation.phone) if organisation.phone else "",
            "questions": [
                {
                    "text": item.question,
                    "choices": [said for _, said in item.choices] + ([REFUSED] if item.sensitive else []),
                    "sensitive": item.sensitive,
                }
                for item in items
            ],
            "any_sensitive": any(item.sensitive for item in items),
            "no_sanction": rules.NO_SANCTION,
        },
    )


def report_pdf(report: Report) -> bytes:
    """The report, small numbers hidden."""
    sections = reports.for_funder(reports.sections(report))
    for section in sections:
        section["text"] = report.texts.get(section["key"], "")
    validated = ""
    if report.validated_at and report.validated_by:
        validated = f"Validé par {report.validated_by.name}, {words.moment(report.validated_at)}"
    return typeset(
        "report_funder",
        {
            "title": report.operation.title if report.operation else "Bilan de l’activité",
            "sender": report.organisation.name,
            "funder": str(report.get_funder_display()),
            "code": report.operation.code if report.operation else "",
            "period": period(report),
            "validated": validated or "Brouillon : ce bilan n’est pas encore validé.",
            "sections": sections,
            "no_sanction": rules.NO_SANCTION,
        },
    )
