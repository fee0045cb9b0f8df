"""Doors for the worker."""

from procrastinate.contrib.django import app

from jalon.introductions.actions.deadline import escalate_due, remind_due
from jalon.introductions.actions.vacancy import follow_events


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="introductions-follow", lock="introductions-follow")
def follow_rooms_below(timestamp: int) -> None:
    """Every five seconds (the sixth field): closed vacancies, STOP, messages that did not leave."""
    follow_events()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="introductions-deadlines")
def watch_deadlines(timestamp: int) -> None:
    """Every five minutes: reminders to employers, promises that passed."""
    remind_due()
    escalate_due()
