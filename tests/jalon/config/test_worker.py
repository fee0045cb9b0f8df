"""Jobs on real PostgreSQL: with the transaction they belong to, again after a killed worker."""

import asyncio
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from croniter import croniter
from django.db import connection, transaction
from procrastinate import App
from procrastinate.contrib.django import app as configured_app
from procrastinate.contrib.django.models import ProcrastinateJob

from jalon.config import jobs
from jalon.config.worker import work
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

app: App = configured_app
done: list[int] = []


@pytest.fixture(autouse=True)
def nothing_done(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Jobs of the rooms run beside ours in threads that end with the worker, and leave no connection open.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    done.clear()
    if "tests.note" not in app.tasks:
        app.task(name="tests.note")(_note)
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


async def _note(number: int) -> None:
    done.append(number)


def _defer(number: int) -> None:
    app.configure_task("tests.note").defer(number=number)


def test_a_job_starts_with_the_commit_and_not_without() -> None:
    with transaction.atomic():
        _defer(1)
    with transaction.atomic():
        _defer(2)
        transaction.set_rollback(True)

    asyncio.run(work(jobs=1, wait=False))

    assert done == [1]


def test_the_cron_of_the_house_is_known() -> None:
    app.perform_import_paths()

    names = {"requeue_stalled", "remove_old_jobs"}

    assert names <= set(app.tasks)
    assert names <= {task.task.name for task in app.periodic_registry.periodic_tasks.values()}


def test_each_cron_beats_evenly() -> None:
    """Six fields hold the seconds last: elsewhere a task runs each second of a minute, then rests."""
    app.perform_import_paths()

    for periodic in app.periodic_registry.periodic_tasks.values():
        beats = list(itertools.islice(croniter(periodic.cron, 0, ret_type=float), 130))
        assert len({after - before for before, after in itertools.pairwise(beats)}) == 1, periodic.task.name


def test_what_a_dead_worker_held_is_freed_though_its_next_run_waits() -> None:
    """A pulse that died holds its lock; the next one waits, and only one may wait."""
    if "tests.pulse" not in app.tasks:
        app.task(name="tests.pulse", lock="tests-pulse", queueing_lock="tests-pulse")(_note)
    for name, number in (("tests.pulse", 1), ("tests.note", 2)):
        app.configure_task(name).defer(number=number)
        ProcrastinateJob.objects.filter(status="todo").update(status="doing")
    app.configure_task("tests.pulse").defer(number=3)

    app.configure_task("requeue_stalled").defer(timestamp=0)
    asyncio.run(work(jobs=1, wait=False))

    assert sorted(done) == [2, 3]
    ended = ProcrastinateJob.objects.filter(task_name="tests.pulse").order_by("pk")
    assert list(ended.values_list("status", flat=True)) == ["failed", "succeeded"]


WORKER = """
import asyncio, time
from procrastinate.contrib.django import app
import django; django.setup()
@app.task(name="tests.sleep")
async def sleep(number: int) -> None:
    print("started", flush=True)
    await asyncio.sleep(60)
from jalon.config.worker import work
asyncio.run(work(jobs=1))
"""


@pytest.mark.long
def test_the_job_of_a_killed_worker_is_run_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "STALLED_SECONDS", 2)
    _kill_worker_in_the_middle_of_a_job()
    assert ProcrastinateJob.objects.get(task_name="tests.sleep").status == "doing"
    if "tests.sleep" not in app.tasks:
        app.task(name="tests.sleep")(_note)
    time.sleep(3)

    app.configure_task("requeue_stalled").defer(timestamp=0)
    asyncio.run(work(jobs=1, wait=False))
    asyncio.run(work(jobs=1, wait=False))

    assert done == [9]
    assert ProcrastinateJob.objects.get(task_name="tests.sleep").status == "succeeded"


def _kill_worker_in_the_middle_of_a_job() -> None:
    name = connection.settings_dict["NAME"]
    url = f"postgresql://{connection.settings_dict['USER']}@/{name}?host={connection.settings_dict['HOST']}"
    app.configure_task("tests.sleep", allow_unknown=True).defer(number=9)
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(Path(jobs.__file__).parents[2])}
    command = [sys.executable, "-c", WORKER]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "started\n"
        wait_until(
            lambda: ProcrastinateJob.objects.filter(status="doing").exists(), seconds=10, what="job running"
        )
        worker.kill()
