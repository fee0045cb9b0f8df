"""Doors for the worker."""

from procrastinate.contrib.django import app

from jalon.activities.actions.reminder import remind_due
from jalon.activities.actions.waiting import expire_offers


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="activities-offers", lock="activities-offers")
def pass_on_offers(timestamp: int) -> None:
    """Every minute: offers without an answer pass on, seats no longer kept open to all."""
    expire_offers()


@app.periodic(cron="*/20 * * * *")
@app.task(queueing_lock="activities-reminders", lock="activities-reminders")
def remind(timestamp: int) -> None:
    """Every twenty minutes: reminders whose time has come."""
    remind_due()
