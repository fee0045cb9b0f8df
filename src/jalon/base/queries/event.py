"""Follow the event ledger without losing rows that commit late.

A cursor is a snapshot of PostgreSQL: which transactions had ended when its owner last looked. New are the
rows whose transaction had not ended then and has ended now. Ids do not tell: they are taken before the
commit. Nor does waiting until all older transactions have ended (rows below the snapshot's xmin) do: one long
import would hold back the withdrawal of a vacancy from the screens.
"""

import json
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection

KEEP_SECONDS = 48 * 3600

CURRENT_SNAPSHOT = "SELECT pg_current_snapshot()::text"
NEW_EVENTS = """
    WITH now AS (SELECT pg_current_snapshot() AS snapshot)
    SELECT now.snapshot::text, e.id, e.topic, e.kind, e.payload
    FROM now LEFT JOIN base_event e ON e.transaction_id >= %(oldest)s
        AND NOT pg_visible_in_snapshot(e.transaction_id::text::xid8, %(since)s::pg_snapshot)
        AND (%(topics)s::text[] IS NULL OR e.topic = ANY(%(topics)s::text[]))
    ORDER BY e.transaction_id, e.id
    LIMIT %(limit)s
"""


class CursorLostError(ValueError):
    """The cursor cannot be read, is older than the ledger or comes from another database: start anew."""


@dataclass(frozen=True)
class Cursor:
    """What its owner has already seen: a snapshot, and when (seconds since 1970) it was taken."""

    snapshot: str
    taken_at: int

    @property
    def oldest(self) -> int:
        """Rows of earlier transactions were all seen."""
        return int(self.snapshot.split(":", 1)[0])

    @property
    def next_transaction(self) -> int:
        """The first transaction number that had not been given out."""
        return int(self.snapshot.split(":", 2)[1])

    def __str__(self) -> str:
        return f"{self.taken_at}@{self.snapshot}"

    @classmethod
    def taken_now(cls, snapshot: str) -> Self:
        """The cursor of a snapshot that the database just gave."""
        return cls(snapshot, int(time.time()))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` wrote. Raises CursorLostError for anything else and for what is too old."""
        match = re.fullmatch(r"(\d{1,12})@(\d{1,19}:\d{1,19}:[\d,]{0,8000})", text)
        if match is None or int(match[1]) < time.time() - KEEP_SECONDS:
            raise CursorLostError(text[:60])
        return cls(snapshot=match[2], taken_at=int(match[1]))


@dataclass(frozen=True)
class Happening:
    """One event as readers get it."""

    id: int
    topic: str
    kind: str
    payload: dict[str, Any]


def current_cursor() -> Cursor:
    """A cursor that has seen everything committed until now."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT_SNAPSHOT)
        return Cursor.taken_now(cursor.fetchone()[0])


def events_after(cursor: Cursor, topics: Iterable[str] | None = None) -> tuple[list[Happening], Cursor]:
    """All events that became visible after `cursor`, and the cursor to ask with next.

    `topics=None` means every topic. No event is left out and, within one chain of cursors, none comes twice.
    """
    with connection.cursor() as database:
        database.execute(NEW_EVENTS, parameters(cursor, topics))
        return read_rows(database.fetchall(), cursor)


def parameters(cursor: Cursor, topics: Iterable[str] | None, *, limit: int | None = None) -> dict[str, Any]:
    """Values for NEW_EVENTS."""
    return {
        "oldest": cursor.oldest,
        "since": cursor.snapshot,
        "topics": None if topics is None else sorted(topics),
        "limit": limit,
    }


def read_rows(rows: list[tuple[Any, ...]], cursor: Cursor) -> tuple[list[Happening], Cursor]:
    """Rows of NEW_EVENTS as events, and the next cursor. Raises CursorLostError for a foreign cursor."""
    now = Cursor.taken_now(rows[0][0])
    if now.next_transaction < cursor.next_transaction:
        raise CursorLostError(str(cursor)[:60])
    return [_happening(*row[1:]) for row in rows if row[1] is not None], now


def _happening(number: int, topic: str, kind: str, payload: Any) -> Happening:
    """Django's connection hands JSON over as text, others hand it over read."""
    return Happening(number, topic, kind, json.loads(payload) if isinstance(payload, str) else payload)
