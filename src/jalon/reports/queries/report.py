"""A report as it is read: sections, each with its figures and the words that somebody wrote."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from jalon.directory.models import Organisation
from jalon.reports import rules
from jalon.reports.choices import ReportState
from jalon.reports.funders import template_of
from jalon.reports.models import Report, ReportChange
from jalon.reports.queries.figures import FIGURES, Figure
from jalon.reports.queries.scope import Scope


def of_organisations(organisations: Iterable[Organisation]) -> QuerySet[Report]:
    """Reports of these organisations, the newest first."""
    found = Report.objects.filter(organisation__in=organisations)
    return found.select_related("operation", "organisation", "validated_by").order_by("-created_at", "-pk")


def find(organisations: Iterable[Organisation], report_id: int) -> Report | None:
    """One report of these organisations."""
    return of_organisations(organisations).filter(pk=report_id).first()


def changes_of(report: Report) -> list[ReportChange]:
    """What happened to it, newest first."""
    return list(ReportChange.objects.filter(report=report).select_related("by").order_by("-at", "-pk"))


def sections(report: Report) -> list[dict[str, Any]]:
    """The frozen sections, or today's: `key`, `title`, `hint`, `asks` (words wanted) and `figures`, each with
    `label`, `value`, `unit`, `cells` (name and number) and `opens`."""
    if report.state == ReportState.VALIDATED and report.snapshot is not None:
        return list(report.snapshot)
    scope = Scope(report.organisation, report.operation, report.since, report.until)
    return [
        {
            "key": section.key,
            "title": section.title,
            "hint": section.words,
            "asks": bool(section.words) or not section.figures,
            "figures": [_plain(made) for key in section.figures if (made := FIGURES[key](scope))],
        }
        for section in template_of(report.funder).sections
    ]


def _plain(figure: Figure) -> dict[str, Any]:
    return {
        "label": figure.label,
        "value": figure.value,
        "unit": figure.unit,
        "cells": [list(cell) for cell in figure.cells.items()],
        "opens": figure.opens,
    }


def for_funder(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same sections with small numbers hidden, as they leave the house."""
    return [{**section, "figures": [_hide(figure) for figure in section["figures"]]} for section in found]


def _hide(figure: dict[str, Any]) -> dict[str, Any]:
    cells = rules.protect(dict(figure["cells"]))
    return {**figure, "cells": [[name, cells[name]] for name, _ in figure["cells"]]}


def usual_period(today: date) -> tuple[date, date]:
    """The year that runs, up to today."""
    return date(today.year, 1, 1), today
