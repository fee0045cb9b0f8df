"""The event ledger on real PostgreSQL: nothing is lost, whatever the order of commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.base.actions.event import CHANNEL, forget_events, publish
from jalon.base.live_hub import database_address
from jalon.base.models import Event
from jalon.base.queries.event import Cursor, CursorLostError, current_cursor, events_after

pytestmark = pytest.mark.django_db(transaction=True)

INSERT = "INSERT INTO base_event (topic, kind, payload) VALUES (%s, 'said', '{}')"


@contextmanager
def _another() -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_address()) as other:
        yield other


def _topics(cursor: Cursor, topics: list[str] | None = None) -> tuple[list[str], Cursor]:
    found, after = events_after(cursor, topics)
    return [each.topic for each in found], after


def test_an_event_is_seen_once_by_a_chain_of_cursors() -> None:
    start = current_cursor()
    publish(topic="screen:1", kind="reload", payload={"why": "new"})

    found, after = events_after(start, ["screen:1"])
    again, _ = events_after(after, ["screen:1"])

    assert [(each.topic, each.kind, each.payload) for each in found] == [
        ("screen:1", "reload", {"why": "new"})
    ]
    assert again == []


def test_a_transaction_that_began_first_and_commits_last_is_not_lost() -> None:
    cursor = current_cursor()
    with _another() as slow, _another() as quick:
        slow.execute(INSERT, ["a:slow"])
        quick.execute(INSERT, ["a:quick"])
        quick.commit()
        first, cursor = _topics(cursor)

        slow.commit()
        second, cursor = _topics(cursor)

    assert (first, second, _topics(cursor)[0]) == (["a:quick"], ["a:slow"], [])


def test_a_long_transaction_does_not_hold_back_the_others() -> None:
    with _another() as importing:
        importing.execute(INSERT, ["a:import"])
        cursor = current_cursor()

        publish(topic="screen:1", kind="withdraw", payload={})

        assert _topics(cursor)[0] == ["screen:1"]


def test_what_is_rolled_back_is_never_told() -> None:
    cursor = current_cursor()

    with transaction.atomic():
        publish(topic="a:1", kind="said", payload={})
        transaction.set_rollback(True)

    assert _topics(cursor)[0] == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["write", "commit", "read"]), max_size=12), st.permutations(range(3)))
def test_any_order_of_commits_tells_each_event_once(steps: list[str], order: list[int]) -> None:
    """Three transactions write, commit and are read in any interleaving."""
    cursor, told, written = current_cursor(), [], []
    with _another() as one, _another() as two, _another() as three:
        writers = [(one, two, three)[index] for index in order]
        for number, step in enumerate(steps):
            writer = writers[number % 3]
            if step == "write":
                written.append(f"a:{number}")
                writer.execute(INSERT, [written[-1]])
            elif step == "commit":
                writer.commit()
            else:
                found, cursor = _topics(cursor)
                told += found
        for writer in writers:
            writer.commit()
    found, _ = _topics(cursor)

    assert sorted(told + found) == sorted(written)


def test_only_the_topics_asked_for() -> None:
    cursor = current_cursor()
    publish(topic="a:1", kind="said", payload={})
    publish(topic="a:2", kind="said", payload={})

    assert _topics(cursor, ["a:2"])[0] == ["a:2"]
    assert _topics(cursor, [])[0] == []


def test_the_wake_up_comes_with_the_commit() -> None:
    with _another() as listener:
        listener.autocommit = True
        listener.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            publish(topic="a:1", kind="said", payload={})
            publish(topic="a:2", kind="said", payload={})
            before = list(listener.notifies(timeout=0.3))

        after = list(listener.notifies(timeout=2, stop_after=1))

    assert before == []
    assert len(after) == 1


def test_a_cursor_reads_back_what_it_wrote() -> None:
    cursor = current_cursor()

    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "7", "1@1:1:", "x@1:2:", "99999999999@1:2:3;drop", "9" * 13 + "@1:1:"])
def test_what_is_no_cursor_or_too_old_is_refused(text: str) -> None:
    with pytest.raises(CursorLostError):
        Cursor.parse(text)


def test_a_cursor_of_another_database_is_refused() -> None:
    foreign = Cursor.taken_now("900000000000:900000000000:")

    with pytest.raises(CursorLostError):
        events_after(foreign)


def test_following_reads_an_index() -> None:
    Event.objects.bulk_create([Event(topic=f"a:{n % 50}", kind="said", payload={}) for n in range(5000)])
    with connection.cursor() as database:
        database.execute("ANALYZE base_event")
        database.execute(
            "EXPLAIN SELECT * FROM base_event WHERE transaction_id >= 9000000000 AND topic = ANY('{a:1,a:2}')"
        )
        plan = "\n".join(row[0] for row in database.fetchall())

    assert "Index" in plan


def test_events_are_forgotten_after_two_days() -> None:
    old = publish(topic="vacancies", kind="opened", payload={})
    Event.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=49))
    fresh = publish(topic="vacancies", kind="closed", payload={})

    assert forget_events() == 1
    assert list(Event.objects.values_list("pk", flat=True).order_by("pk")) == [fresh.pk]
