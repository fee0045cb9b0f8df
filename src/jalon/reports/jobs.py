"""Doors for the worker: what funders and indicators read is counted again."""

from procrastinate.contrib.django import app

from jalon.reports.actions.figure import count_partners, count_past_partners, count_sessions
from jalon.reports.actions.participation import recount_open


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="reports-count", lock="reports-count")
def count(timestamp: int) -> None:
    """Every five minutes: sessions whose sheet changed, and who takes part in an operation."""
    count_sessions()
    recount_open()


@app.periodic(cron="41 2 * * *")
@app.task(queueing_lock="reports-partners", lock="reports-partners")
def count_partner_people(timestamp: int) -> None:
    """Every night: of each partner's people, how many came this month and the last one."""
    count_past_partners()
    count_partners()
