"""Cron tasks come as often as their words say."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from croniter import croniter
from procrastinate.contrib.django import app

# The scheduler reads a sixth field as seconds, and it stands last.
OFTEN = {
    "jalon.base.jobs.send_outbox": 10,
    "jalon.introductions.jobs.follow_rooms_below": 5,
    "network.poll_sources": 5,
    "transit.follow": 5,
    "vacancies.close_expired": 60,
}


@pytest.mark.parametrize(("name", "seconds"), sorted(OFTEN.items()))
def test_tasks_that_people_wait_for_come_every_few_seconds(name: str, seconds: int) -> None:
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    cron = croniter(crons[name], datetime(2026, 11, 26, 12, 0, 59, tzinfo=UTC))

    moments = [cron.get_next(float) for _ in range(30)]

    assert {round(b - a) for a, b in pairwise(moments)} <= {seconds}
