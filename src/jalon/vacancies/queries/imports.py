"""Imports, and the rows they did not take."""

from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from jalon.vacancies.models import ImportRejection, ImportRun
from jalon.vacancies.readers.file import open_vacancies


def rejections(run: ImportRun) -> QuerySet[ImportRejection]:
    """Rows that were not taken, in the order of the file."""
    return run.rejections.order_by("row_number", "pk")


def latest_runs(limit: int = 20) -> list[ImportRun]:
    """Imports, latest first, without their files; 1 query."""
    return list(ImportRun.objects.select_related("by").defer("content").order_by("-pk")[:limit])


def find_run(run_id: int) -> ImportRun | None:
    """One import with its file."""
    return ImportRun.objects.select_related("by").filter(pk=run_id).first()


def sample(run: ImportRun) -> list[dict[str, Any]]:
    """The first rows of the stored table, as written."""
    stream = BytesIO(bytes(run.content or b""))
    opened = open_vacancies(stream, zone=timezone.get_current_timezone())
    return [dict(row) for row in opened.sample]
