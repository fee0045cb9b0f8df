"""Doors for the worker: what is past its end closes, files that somebody sent are imported."""

from procrastinate.contrib.django import app

from jalon.base.retry import WHEN_DATABASE_IS_BACK
from jalon.vacancies.actions.imports import run_stored
from jalon.vacancies.actions.state import close_expired
from jalon.vacancies.models import ImportRun


@app.periodic(cron="* * * * *")
@app.task(name="vacancies.close_expired", queueing_lock="vacancies-expired", lock="vacancies-expired")
def close_past_their_end(timestamp: int) -> None:
    """Every minute: close what is past its end. Screens and pages do not wait for it."""
    close_expired()


@app.task(name="vacancies.import", lock="vacancies-import", retry=WHEN_DATABASE_IS_BACK)
def import_file(run_id: int) -> None:
    """Import the file that somebody sent on a page."""
    run_stored(run=ImportRun.objects.select_related("by").get(pk=run_id))
