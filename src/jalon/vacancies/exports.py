"""Vacancies as files: the refused rows of an import, and the CSV of the desk."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from jalon.base.tables import csv_lines
from jalon.vacancies.choices import Source
from jalon.vacancies.models import ImportRejection, ImportRun, Vacancy

REASONS = "motifs"
_COLUMNS = (
    "numero", "titre", "etat", "employeur", "code ROME", "metier", "contrat", "salaire de", "salaire a",
    "periode", "adresse", "latitude", "longitude", "places", "prises", "valable jusqu'au", "source",
    "numero a la source", "modifiee le",
)  # fmt: skip


def rejections_file(run: ImportRun, rejections: Iterable[ImportRejection]) -> tuple[str, str, Iterator[str]]:
    """Name, content type and parts of the refused rows, as they came, with their reasons."""
    if run.source == Source.JOB_POSTING:
        return f"refus-{run.pk}.json", "application/json", _json_parts(rejections)
    return f"refus-{run.pk}.csv", "text/csv; charset=utf-8", _csv_parts(run, rejections)


def _json_parts(rejections: Iterable[ImportRejection]) -> Iterator[str]:
    yield "["
    for number, rejection in enumerate(rejections):
        yield ",\n" if number else "\n"
        yield json.dumps({**rejection.row, REASONS: rejection.reasons}, ensure_ascii=False, indent=1)
    yield "\n]\n"


def _csv_parts(run: ImportRun, rejections: Iterable[ImportRejection]) -> Iterator[str]:
    """Columns of the file; of an API's answer, those of the rows that were refused."""
    rows = rejections if run.headers else list(rejections)
    headers = run.headers or list(dict.fromkeys(name for rejection in rows for name in rejection.row))
    yield "\ufeff"
    yield from csv_lines([[*headers, REASONS]])
    yield from csv_lines(
        [*(rejection.row.get(name) for name in headers), " ; ".join(rejection.reasons)] for rejection in rows
    )


def vacancies_csv(vacancies: Iterable[Vacancy]) -> Iterator[str]:
    """The list of the desk, one vacancy a line."""
    yield "\ufeff"
    yield from csv_lines([list(_COLUMNS)])
    yield from csv_lines(_line(vacancy) for vacancy in vacancies)


def _line(vacancy: Vacancy) -> list[Any]:
    end = timezone.localtime(vacancy.valid_until) if vacancy.valid_until else None
    return [
        vacancy.pk, vacancy.title, vacancy.get_state_display(), vacancy.organisation.name,
        vacancy.occupation_code, vacancy.occupation_label, vacancy.get_contract_display(), vacancy.wage_from,
        vacancy.wage_to, vacancy.get_wage_period_display(), vacancy.place_text, vacancy.lat, vacancy.lon,
        vacancy.seats, vacancy.hired, f"{end:%Y-%m-%d %H:%M}" if end else "", vacancy.get_source_display(),
        vacancy.source_id, f"{timezone.localtime(vacancy.changed_at):%Y-%m-%d %H:%M}",
    ]  # fmt: skip
