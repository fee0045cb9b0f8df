"""Doors for the worker: bundles follow what changes, old proofs of play are trimmed."""

from django.utils import timezone
from procrastinate.contrib.django import app

from jalon.transit.actions.content import forget_bundles
from jalon.transit.actions.pairing import forget_unpaired
from jalon.transit.actions.plays import trim
from jalon.transit.actions.state import expire_commands
from jalon.transit.engine.following import follow_changes, prepare_days, tell_positions


@app.periodic(cron="* * * * * */5")
@app.task(name="transit.follow", queueing_lock="transit-follow", lock="transit-follow", pass_context=False)
def follow(timestamp: int) -> None:
    """Every five seconds: compile anew when vacancies, messages or a timetable changed."""
    follow_changes()


@app.periodic(cron="* * * * * */5")
@app.task(
    name="transit.positions", queueing_lock="transit-positions", lock="transit-positions", pass_context=False
)
def positions(timestamp: int) -> None:
    """Every five seconds (the sixth field): screens without a receiver hear where their bus is."""
    tell_positions(timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="transit.prepare", queueing_lock="transit-prepare", lock="transit-follow", pass_context=False)
def prepare(timestamp: int) -> None:
    """Every five minutes: the bundle of today, and from the evening on of tomorrow, is there."""
    prepare_days()
    expire_commands()


@app.periodic(cron="41 3 * * *")
@app.task(name="transit.trim", queueing_lock="transit-trim", pass_context=False)
def trim_plays(timestamp: int) -> None:
    """Every night: raw proofs of play older than eight days, bundles, players never paired."""
    trim()
    forget_bundles()
    forget_unpaired()
