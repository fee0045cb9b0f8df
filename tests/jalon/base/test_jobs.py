"""Jobs run as often as their words say."""

from datetime import UTC, datetime, timedelta

import pytest
from croniter import croniter
from procrastinate.contrib.django import app

from jalon.base import jobs as base_jobs
from jalon.introductions import jobs as introductions_jobs

EVERY = {
    base_jobs.send_outbox.name: timedelta(seconds=10),
    base_jobs.forget.name: timedelta(days=1),
    introductions_jobs.follow_rooms_below.name: timedelta(seconds=5),
    introductions_jobs.watch_deadlines.name: timedelta(minutes=5),
}


@pytest.mark.parametrize(("name", "length"), EVERY.items())
def test_the_sixth_field_is_seconds(name: str, length: timedelta) -> None:
    (task,) = [one for (task, _), one in app.periodic_registry.periodic_tasks.items() if task == name]
    times = croniter(task.cron, datetime(2026, 11, 26, 10, 1, 2, tzinfo=UTC))
    first, second = times.get_next(datetime), times.get_next(datetime)

    assert second - first == length
