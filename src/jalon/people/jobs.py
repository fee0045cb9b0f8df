"""Doors for the worker: a file of people is read, then written; what is old is forgotten."""

from procrastinate.contrib.django import app

from jalon.base.retry import WHEN_DATABASE_IS_BACK
from jalon.people.actions.import_reading import read_rows
from jalon.people.actions.import_writing import write_rows
from jalon.people.actions.imports import forget_old
from jalon.people.actions.retention import erase_quiet, tell_quiet
from jalon.people.queries.imports import run_with_file


@app.task(name="people.read_import", lock="people-import", retry=WHEN_DATABASE_IS_BACK)
def read_import(run_id: int) -> None:
    """Read the rows of a file that somebody sent and matched."""
    read_rows(run=run_with_file(run_id))


@app.task(name="people.write_import", lock="people-import", retry=WHEN_DATABASE_IS_BACK)
def write_import(run_id: int) -> None:
    """Write the people of a file that somebody decided on."""
    write_rows(run=run_with_file(run_id))


@app.periodic(cron="40 3 * * *")
@app.task(name="people.forget_imports", queueing_lock="people-forget-imports")
def forget_imports(timestamp: int) -> None:
    """Every night: rows of files older than thirty days are forgotten."""
    forget_old()


@app.periodic(cron="50 3 * * *")
@app.task(name="people.watch_retention", queueing_lock="people-watch-retention")
def watch_retention(timestamp: int) -> None:
    """Every night: who was told a month ago is erased, who has been quiet for 24 months is told."""
    erase_quiet()
    tell_quiet()
