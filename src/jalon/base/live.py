"""`/live?topic=a:1&topic=b:2`: server-sent events, one connection per browser or screen.

Each message is a JSON object `{id, topic, kind, payload}`. After a break the browser says by itself what it
got last (`Last-Event-ID`; at first `?since=`, the cursor a page was rendered with) and gets what it missed,
or the event `reset` when that is too long ago: load the page again. An event may come twice, never not.
"""

import asyncio
import random
import re
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from typing import NoReturn
from urllib.parse import parse_qs

import psycopg
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError, close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest
from psycopg_pool import PoolTimeout
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from jalon.base.live_hub import Client, Hub
from jalon.base.queries.event import Cursor, CursorLostError
from jalon.base.registry import registry

PING_SECONDS = 15
STUCK_SECONDS = 30
LIFE_SECONDS = 3600  # rights are looked at again when the browser comes back
MOST_TOPICS = 50
MOST_CLIENTS = 20_000
TOPIC = re.compile(r"[a-z][a-z_-]{0,30}(:[\w.:-]{0,60})?", re.ASCII)
RESET = b"event: reset\ndata: {}\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class LiveChannel:
    """The ASGI application of the live channel."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._rights = ThreadPoolExecutor(4, thread_name_prefix="live-rights")
        self._connections: set[BaseDatabaseWrapper] = set()

    async def release(self) -> None:
        """End the threads that ask for rights, and their connections to the database."""
        await asyncio.to_thread(self._release)

    def _release(self) -> None:
        self._rights.shutdown()
        for connection in self._connections:
            connection.inc_thread_sharing()
            connection.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or stream until one side ends."""
        asked = parse_qs(scope["query_string"].decode("latin1"))
        topics = frozenset(asked.get("topic", []))
        if not topics or len(topics) > MOST_TOPICS or not all(map(TOPIC.fullmatch, topics)):
            await PlainTextResponse("Sujets attendus : ?topic=prefixe:numero", 400)(scope, receive, send)
            return
        try:
            allowed = await self._allowed(scope, topics)
        except DatabaseError:
            await _come_back(send)
            return
        if not allowed:
            await PlainTextResponse("Accès refusé", 403)(scope, receive, send)
            return
        since = Headers(scope=scope).get("last-event-id") or asked.get("since", [""])[0]
        await self._open(topics, since, receive, send)

    async def _allowed(self, scope: Scope, topics: Iterable[str]) -> bool:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._rights, self._ask, scope, topics)

    def _ask(self, scope: Scope, topics: Iterable[str]) -> bool:
        self._connections.add(connections["default"])  # of this thread
        return may_listen(scope, topics)

    async def _open(self, topics: frozenset[str], since: str, receive: Receive, send: Send) -> None:
        if not self.hub.ready or len(self.hub.clients) >= MOST_CLIENTS:
            await _come_back(send)
            return
        try:
            client, greeting = await self._join(topics, since)
        except (psycopg.Error, PoolTimeout):
            await _come_back(send)
            return
        departure = asyncio.create_task(_close_on_departure(client, receive))
        try:
            await _stream(self.hub, client, greeting, send)
        finally:
            self.hub.leave(client)
            departure.cancel()

    async def _join(self, topics: frozenset[str], since: str) -> tuple[Client, bytes]:
        """A client, and what it is told first."""
        greeting = f"{_retry(1, 4)}id: {self.hub.cursor}\n\n".encode()
        try:
            cursor = Cursor.parse(since) if since else None
            client = await self.hub.join(topics, cursor)
        except CursorLostError:
            return await self.hub.join(topics, None), greeting + RESET
        # The cursor of whoever comes back is not moved before it got what it missed.
        return client, greeting if cursor is None else greeting.split(b"id:")[0] + b"\n"


def may_listen(scope: Scope, topics: Iterable[str]) -> bool:
    """Ask the rooms whether this browser may listen to all these topics; runs in a thread of its own."""
    close_old_connections()
    try:
        request = ASGIRequest(scope, BytesIO())
        SessionMiddleware(_no_view).process_request(request)
        AuthenticationMiddleware(_no_view).process_request(request)
        return all(registry.live_topic_allowed(topic, request) for topic in topics)
    finally:
        close_old_connections()


def _no_view(_request: HttpRequest) -> NoReturn:
    raise NotImplementedError


async def _come_back(send: Send) -> None:
    """Not now: a browser gives up for good on an error, so it gets an empty stream and tries again."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": f"{_retry(3, 10)}\n".encode()})


def _retry(least: float, most: float) -> str:
    """When to come back, in seconds drawn at random: thousands of screens must not all come at once."""
    return f"retry: {_between(1000 * least, 1000 * most):.0f}\n"


def _between(least: float, most: float) -> float:
    return random.uniform(least, most)  # noqa: S311  spreads load, guards nothing


async def _close_on_departure(client: Client, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    client.close()


async def _stream(hub: Hub, client: Client, greeting: bytes, send: Send) -> None:
    """Send until the client leaves, is too slow, or its hour is over."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    ends_at = time.monotonic() + _between(0.8, 1.2) * LIFE_SECONDS
    with suppress(TimeoutError):
        await _send(send, greeting)
        while not client.closed and time.monotonic() < ends_at:
            if client.frames:
                await _send(send, client.take())
            elif not await client.wait(PING_SECONDS):
                await _send(send, _ping(hub, client))
        await _send(send, client.take(), more=False)


async def _send(send: Send, body: bytes, *, more: bool = True) -> None:
    async with asyncio.timeout(STUCK_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": more})


def _ping(hub: Hub, client: Client) -> bytes:
    """Keeps proxies from closing, and moves the cursor of a browser that nothing concerned."""
    client.up_to_date()
    return f": \nid: {hub.cursor}\n\n".encode()
