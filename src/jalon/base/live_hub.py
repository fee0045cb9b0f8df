"""What stands behind the live channel: one reader of the event ledger per process, and its clients.

Each process follows the event ledger by itself over one connection that LISTENs; the notification is only a
wake-up, what is read is the ledger. A client that reads too slowly is cut off and comes back by itself with
the cursor of what it got last (`Last-Event-ID`): the ledger, not the process, remembers.
"""

import asyncio
import json
import logging
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any

import psycopg
from django.db import connections
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from jalon.base.actions.event import CHANNEL
from jalon.base.queries.event import (
    CURRENT_SNAPSHOT,
    NEW_EVENTS,
    Cursor,
    CursorLostError,
    Happening,
    parameters,
    read_rows,
)

WAITING_FRAMES = 200
MOST_REPLAYED = 1000
WAKE_SECONDS = 2.0
RETRY_SECONDS = 1.0

logger = logging.getLogger(__name__)


def database_address() -> str:
    """Where Django's database is, for connections of our own: Django would never get its own back."""
    django = connections["default"].settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {key: str(django[name]) for key, name in names.items() if django[name]}
    options = {key: value for key, value in django["OPTIONS"].items() if isinstance(value, str)}
    return make_conninfo(**given, **options, application_name="jalon live")


class Client:
    """One open connection: the frames it has not taken yet."""

    __slots__ = ("_held", "_seen", "_wake", "closed", "frames", "topics")

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.frames: deque[bytes] = deque()
        self.closed = False
        self._held: list[tuple[list[Happening], Cursor]] | None = None
        self._seen: frozenset[int] = frozenset()
        self._wake = asyncio.Event()

    def hold(self) -> None:
        """Keep what comes in until the replay is known."""
        self._held = []

    def replayed(self, happenings: list[Happening], cursor: Cursor) -> None:
        """Send what was missed, then what came in meanwhile; what is in both is sent once."""
        held, self._held = self._held or [], None
        self.give(happenings, cursor)
        self._seen = frozenset(each.id for each in happenings)
        for each in held:
            self.give(*each)

    def give(self, happenings: list[Happening], cursor: Cursor) -> None:
        """Queue events; whoever does not read is cut off and catches up when it comes back."""
        if self._held is not None:
            self._held.append((happenings, cursor))
            return
        if len(self.frames) >= WAITING_FRAMES:
            self.close()
            return
        fresh = [each for each in happenings if each.id not in self._seen]
        if fresh:
            self.frames.append(frame(fresh, cursor))
            self._wake.set()

    def take(self) -> bytes:
        """All frames that wait, removed from the queue."""
        waiting = b"".join(self.frames)
        self.frames.clear()
        return waiting

    def up_to_date(self) -> None:
        """Nothing that was replayed can come again."""
        self._seen = frozenset()

    def close(self) -> None:
        """End the connection after what it is sending."""
        self.closed = True
        self._wake.set()

    async def wait(self, seconds: float) -> bool:
        """Until there is something to do; False when nothing came in time."""
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return False
        self._wake.clear()
        return True


def frame(happenings: Iterable[Happening], cursor: Cursor) -> bytes:
    """Events as text/event-stream. The last alone carries the cursor: a break before it replays them all."""
    blocks = [f"data: {_encoded(each)}\n" for each in happenings]
    return "\n".join([*blocks[:-1], f"{blocks[-1]}id: {cursor}\n\n"]).encode()


def _encoded(each: Happening) -> str:
    content = {"id": each.id, "topic": each.topic, "kind": each.kind, "payload": each.payload}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


class Hub:
    """Reads the ledger once for all clients of this process."""

    def __init__(self) -> None:
        self.clients: set[Client] = set()
        self.cursor: Cursor | None = None
        self._by_topic: dict[str, set[Client]] = defaultdict(set)
        self._pool: AsyncConnectionPool[Any] | None = None
        self._closing = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the ledger until the block ends."""
        self._closing = False
        pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
            database_address(), min_size=1, max_size=4, open=False, kwargs={"autocommit": True}
        )
        async with pool:
            self._pool = pool
            follower = asyncio.create_task(self._follow_for_ever())
            try:
                yield
            finally:
                self.close()
                await _cancelled(follower)
                self._pool = None

    def close(self) -> None:
        """End all connections; clients come back by themselves, to this process or another."""
        self._closing = True
        for client in list(self.clients):
            client.close()

    @property
    def closing(self) -> bool:
        """Whether connections are being ended."""
        return self._closing

    @property
    def ready(self) -> bool:
        """Whether clients can join now."""
        return self.cursor is not None and self._pool is not None and not self._closing

    async def join(self, topics: frozenset[str], since: Cursor | None) -> Client:
        """A client that gets everything on its topics after `since` (or from now on).

        Raises CursorLostError when the ledger does not reach back to `since`.
        """
        client = Client(topics)
        self._register(client)
        try:
            if since is not None:
                await self._replay(client, since)
        except BaseException:
            self.leave(client)
            raise
        return client

    def leave(self, client: Client) -> None:
        """Forget a client."""
        self.clients.discard(client)
        for topic in client.topics:
            listeners = self._by_topic[topic]
            listeners.discard(client)
            if not listeners:
                del self._by_topic[topic]

    async def database_answers(self) -> bool:
        """Whether the database answers within two seconds."""
        if self._pool is None:
            return False
        try:
            async with asyncio.timeout(2), self._pool.connection() as connection:
                await connection.execute("SELECT 1")
        except (TimeoutError, psycopg.Error):
            return False
        return True

    def _register(self, client: Client) -> None:
        self.clients.add(client)
        for topic in client.topics:
            self._by_topic[topic].add(client)

    async def _replay(self, client: Client, since: Cursor) -> None:
        assert self._pool is not None
        client.hold()
        async with self._pool.connection() as connection:
            happenings, cursor = await _read(connection, since, client.topics, MOST_REPLAYED + 1)
        if len(happenings) > MOST_REPLAYED:
            raise CursorLostError("too far behind")
        client.replayed(happenings, cursor)

    async def _follow_for_ever(self) -> None:
        while True:
            try:
                await self._follow()
            except (psycopg.Error, OSError) as error:
                logger.warning("live channel lost its database, tries again: %s", error)
            await asyncio.sleep(RETRY_SECONDS)

    async def _follow(self) -> None:
        """Listen first, then look: nothing falls between."""
        async with await psycopg.AsyncConnection.connect(database_address(), autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            if self.cursor is None:
                self.cursor = await _now(connection)
            while True:
                await self._look(connection)
                async for _ in connection.notifies(timeout=WAKE_SECONDS, stop_after=1):
                    pass

    async def _look(self, connection: psycopg.AsyncConnection[Any]) -> None:
        assert self.cursor is not None
        try:
            happenings, cursor = await _read(connection, self.cursor, None, None)
        except CursorLostError:  # the database was restored under us: clients start anew
            happenings, cursor = [], await _now(connection)
            for client in list(self.clients):
                client.close()
        self.cursor = cursor
        self._hand_out(happenings, cursor)

    def _hand_out(self, happenings: list[Happening], cursor: Cursor) -> None:
        mine: dict[Client, list[Happening]] = defaultdict(list)
        for each in happenings:
            for client in self._by_topic.get(each.topic, ()):
                mine[client].append(each)
        for client, news in mine.items():
            client.give(news, cursor)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _read(
    connection: psycopg.AsyncConnection[Any], since: Cursor, topics: Iterable[str] | None, limit: int | None
) -> tuple[list[Happening], Cursor]:
    done = await connection.execute(NEW_EVENTS, parameters(since, topics, limit=limit))
    return read_rows(await done.fetchall(), since)


async def _now(connection: psycopg.AsyncConnection[Any]) -> Cursor:
    done = await connection.execute(CURRENT_SNAPSHOT)
    (snapshot,) = await done.fetchone() or ("",)
    return Cursor.taken_now(snapshot)
