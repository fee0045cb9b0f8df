"""Tell whoever follows a topic that something happened."""

from typing import Any

from django.db import connection, transaction

from jalon.base.models import Event

CHANNEL = "jalon_events"


@transaction.atomic
def publish(*, topic: str, kind: str, payload: dict[str, Any]) -> Event:
    """Append an event within the caller's transaction; listeners wake up when it commits, not before.

    `topic` is `prefix:rest` with a prefix that a room registered; `payload` is small, holds no personal
    data, and says what to fetch rather than what it contains.
    """
    event = Event(topic=topic, kind=kind, payload=payload)
    event.save(force_insert=True)
    with connection.cursor() as cursor:
        # PostgreSQL folds equal notifications of one transaction into one, and sends them after commit.
        cursor.execute(f"NOTIFY {CHANNEL}")
    return event
