"""Jobs and cron, in PostgreSQL: transactional with what they follow, 30 ms to start.

Each room's `jobs.py` is found by itself; a task is `@app.task(...)`, a cron task adds
`@app.periodic(cron=...)`, with `app` from `procrastinate.contrib.django`. Jobs are fetched by id, may run
twice (a worker can be killed after its work and before it says so), and call one action.
"""

import logging

from procrastinate import App, JobContext
from procrastinate.contrib.django import app as configured_app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

STALLED_SECONDS = 30
KEEP_HOURS = 72

logger = logging.getLogger(__name__)
app: App = configured_app


@app.periodic(cron="* * * * * */10")
@app.task(name="requeue_stalled", queueing_lock="requeue_stalled", pass_context=True)
async def requeue_stalled(context: JobContext, timestamp: int) -> None:
    """Every ten seconds: hand the jobs of a killed worker to the next one; a living one says so as often."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await _free(manager, job)


async def _free(manager: JobManager, job: Job) -> None:
    """Queue it again, or end it where its next run waits already: its lock would hold that one for ever."""
    try:
        await manager.retry_job(job)
        logger.warning("job %s (%s) lost its worker: queued again", job.id, job.task_name)
    except UniqueViolation:
        await manager.finish_job(job, Status.FAILED, delete_job=False)
        logger.warning("job %s (%s) lost its worker: its next run waits", job.id, job.task_name)


@app.periodic(cron="17 3 * * *")
@app.task(name="remove_old_jobs", queueing_lock="remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Ended jobs are kept three days, failed ones too: their traces are in the log."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=KEEP_HOURS, include_failed=True, include_cancelled=True)
