"""Tell whoever follows a topic that something happened."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from jalon.base.models import Event

CHANNEL = "jalon_events"
KEPT = timedelta(hours=48)


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


def forget_events() -> int:
    """Drop what is older than two days: whoever follows has read it, or starts anew. Returns how many."""
    deleted, _ = Event.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return deleted
