"""Doors for the worker: feeds are loaded, sources of positions are asked."""

from pathlib import Path

from django.db import transaction
from procrastinate.contrib.django import app

from jalon.accounts.models import User
from jalon.base.retry import WHEN_DATABASE_IS_BACK
from jalon.network.actions import begin_load
from jalon.network.engine.loading import run_load
from jalon.network.engine.polling import poll_due
from jalon.network.models import FeedLoad, Network


@app.task(name="network.load_feed", lock="network-load-feed", retry=WHEN_DATABASE_IS_BACK)
def load_feed(load_id: int) -> None:
    """Load the feed that somebody sent or named on a page."""
    run_load(FeedLoad.objects.select_related("network", "by").get(pk=load_id))


@transaction.atomic
def ask_load(*, network: Network, source: str, content: bytes | None, by: User) -> FeedLoad:
    """Remember what is to be loaded and tell the worker, both or neither."""
    load = begin_load(network=network, source=source, name=Path(source).stem, content=content, by=by)
    load_feed.defer(load_id=load.pk)
    return load


@app.periodic(cron="* * * * * */5")
@app.task(name="network.poll_sources", queueing_lock="network-poll", lock="network-poll", pass_context=False)
def poll_sources(timestamp: int) -> None:
    """Every five seconds: ask the sources of positions that are due."""
    poll_due()
