"""Doors for the worker: messages leave, old tries are forgotten."""

from procrastinate.contrib.django import app

from jalon.base.actions.event import forget_events
from jalon.base.actions.sending import forget_bodies, send_due
from jalon.base.actions.throttle import forget_tries


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="base-outbox", lock="base-outbox", pass_context=False)
def send_outbox(timestamp: int) -> None:
    """Every ten seconds (the sixth field): hand over what is due."""
    send_due()


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="base-forget")
def forget(timestamp: int) -> None:
    """Every night: texts of old messages, old tries, old events."""
    forget_bodies()
    forget_tries()
    forget_events()
