"""Doors for the worker."""

from procrastinate.contrib.django import app

from jalon.casework.actions.referral import expire_referrals


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="casework-referrals")
def watch_referrals(timestamp: int) -> None:
    """Every five minutes: referrals whose date has passed without an answer."""
    expire_referrals()
