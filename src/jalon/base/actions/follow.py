"""Follow the event ledger: what happened is handled once, in the transaction that moves the cursor."""

from collections.abc import Callable, Iterable

from django.db import transaction

from jalon.base.models import Follower
from jalon.base.queries.event import Cursor, CursorLostError, Happening, current_cursor, events_after


@transaction.atomic
def follow(*, name: str, topics: Iterable[str], handle: Callable[[Happening], None]) -> int | None:
    """Hand each new event of `topics` to `handle`. Returns how many there were.

    A follower that starts, or was away for longer than the ledger is kept, gets None: it has to look at
    everything once. While another process follows under the same name, nothing happens (0).
    """
    fresh = {"cursor": str(current_cursor())}
    _, created = Follower.objects.get_or_create(name=name, defaults=fresh)
    follower = Follower.objects.select_for_update(skip_locked=True).filter(name=name).first()
    if follower is None:
        return 0
    try:
        events, cursor = events_after(Cursor.parse(follower.cursor), topics)
    except CursorLostError:
        events, cursor, created = [], current_cursor(), True
    for event in events:
        handle(event)
    follower.cursor = str(cursor)
    follower.save(update_fields=["cursor"])
    return None if created else len(events)
