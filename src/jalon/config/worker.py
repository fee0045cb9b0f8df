"""`jalon worker`: one process for jobs and cron."""

import argparse
import asyncio
import logging

import django
from asgiref.sync import sync_to_async
from django.db import connections

from jalon.config import embedded_postgres, environment
from jalon.config.supervise import end_with_parent

GRACE_SECONDS = 10


def main(arguments: list[str]) -> int:
    """Run jobs until asked to end; the running ones get ten seconds to finish."""
    parser = argparse.ArgumentParser("jalon worker", description="Tâches de fond et tâches planifiées.")
    most = environment.whole("JALON_JOBS_AT_ONCE", 4, least=1)
    parser.add_argument("--jobs", type=int, default=most, help="tâches à la fois (%(default)s)")
    given = parser.parse_args(arguments)
    end_with_parent()
    embedded_postgres.prepare_database()
    django.setup()
    asyncio.run(work(jobs=given.jobs))
    return 0


async def work(*, jobs: int, wait: bool = True) -> None:
    """Run jobs, `jobs` at a time; with `wait=False` until none is left."""
    from procrastinate.contrib.django import app  # noqa: PLC0415  complete once Django is set up

    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as working:
        async with working.open_async():
            await working.run_worker_async(
                concurrency=jobs,
                wait=wait,
                fetch_job_polling_interval=2,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="never",
                install_signal_handlers=wait,
            )
    await sync_to_async(connections.close_all)()  # those of the thread in which synchronous parts ran
