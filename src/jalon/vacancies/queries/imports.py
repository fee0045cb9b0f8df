"""Imports, and the rows they did not take."""

from django.db.models import QuerySet

from jalon.vacancies.models import ImportRejection, ImportRun


def rejections(run: ImportRun) -> QuerySet[ImportRejection]:
    """Rows that were not taken, in the order of the file."""
    return run.rejections.order_by("row_number", "pk")


def latest_runs(limit: int = 20) -> list[ImportRun]:
    """Imports, latest first, without their files; 1 query."""
    return list(ImportRun.objects.select_related("by").defer("content").order_by("-pk")[:limit])


def find_run(run_id: int) -> ImportRun | None:
    """One import with its file."""
    return ImportRun.objects.select_related("by").filter(pk=run_id).first()
