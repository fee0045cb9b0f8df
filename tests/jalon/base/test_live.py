"""The live channel over real HTTP and PostgreSQL: rights, replay, order, slow readers, many clients."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from django.db import connections

from jalon.base import live_hub
from jalon.base.actions.event import publish
from jalon.base.live_hub import Client, Hub, database_address
from jalon.base.queries.event import Cursor, Happening, current_cursor
from tests.jalon.base.live_server import allow_all, live_server
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

INSERT = "INSERT INTO base_event (topic, kind, payload) VALUES (%s, 'said', '{}'); NOTIFY jalon_events"


@pytest.fixture
def channel() -> Iterator[tuple[str, Hub]]:
    allow_all("test")
    with live_server() as running:
        yield running


class Listener:
    """Reads a stream in a thread: messages, the last id, special events."""

    def __init__(self, url: str, query: str, headers: dict[str, str] | None = None) -> None:
        self.messages: list[dict[str, Any]] = []
        self.events: list[str] = []
        self.last_id = ""
        self._stream = httpx.stream("GET", f"{url}?{query}", headers=headers, timeout=30)
        self.response = self._stream.__enter__()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        try:
            for line in self.response.iter_lines():
                name, _, value = line.partition(": ")
                if name == "data" and value != "{}":
                    self.messages.append(json.loads(value))
                elif name == "event":
                    self.events.append(value)
                elif name == "id":
                    self.last_id = value
        except httpx.HTTPError:
            return

    def topics(self) -> list[str]:
        return [message["topic"] for message in self.messages]

    def wait(self, count: int) -> None:
        wait_until(lambda: len(self.messages) >= count, seconds=10, what=f"{count} messages")

    def close(self) -> None:
        """Cut the line: closing the response would wait for what the thread reads."""
        self.response.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self.response.close()


def _listen(channel: tuple[str, Hub], query: str, since: str = "") -> Listener:
    hub, before = channel[1], len(channel[1].clients)
    listener = Listener(channel[0], query, {"last-event-id": since} if since else None)
    wait_until(lambda: len(hub.clients) > before, seconds=10, what="joined")
    return listener


def test_an_event_reaches_whoever_listens_to_its_topic_within_a_second(channel: tuple[str, Hub]) -> None:
    listener, other = _listen(channel, "topic=test:1&topic=test:2"), _listen(channel, "topic=test:3")
    before = time.monotonic()

    publish(topic="test:2", kind="said", payload={"mot": "été"})
    listener.wait(1)
    took = time.monotonic() - before
    listener.close()
    other.close()

    message = listener.messages[0]
    assert (message["topic"], message["kind"], message["payload"]) == ("test:2", "said", {"mot": "été"})
    assert other.messages == []
    assert took < 1


def test_what_was_missed_is_replayed_once_and_in_order(channel: tuple[str, Hub]) -> None:
    first = _listen(channel, "topic=test:1")
    publish(topic="test:1", kind="said", payload={"n": 0})
    first.wait(1)
    wait_until(lambda: "@" in first.last_id, seconds=5, what="a cursor")
    first.close()

    for number in range(1, 4):
        publish(topic="test:1", kind="said", payload={"n": number})
    second = _listen(channel, "topic=test:1", since=first.last_id)
    publish(topic="test:1", kind="said", payload={"n": 4})
    second.wait(4)
    second.close()

    assert [message["payload"]["n"] for message in second.messages] == [1, 2, 3, 4]


def test_a_transaction_that_commits_late_still_reaches_a_connected_browser(channel: tuple[str, Hub]) -> None:
    listener = _listen(channel, "topic=test:slow&topic=test:quick")
    with psycopg.connect(database_address()) as slow, psycopg.connect(database_address()) as quick:
        slow.execute(INSERT.split(";", maxsplit=1)[0], ["test:slow"])
        quick.execute(INSERT.split(";", maxsplit=1)[0], ["test:quick"])
        quick.execute("NOTIFY jalon_events")
        quick.commit()
        listener.wait(1)
        slow.execute("NOTIFY jalon_events")
        slow.commit()
        listener.wait(2)
    listener.close()

    assert listener.topics() == ["test:quick", "test:slow"]


def test_a_page_gets_what_happened_since_it_was_rendered(channel: tuple[str, Hub]) -> None:
    rendered = current_cursor()
    publish(topic="test:1", kind="said", payload={})

    listener = _listen(channel, f"topic=test:1&since={rendered}")
    listener.wait(1)
    listener.close()

    assert listener.topics() == ["test:1"]


def test_a_cursor_from_too_long_ago_says_to_load_the_page_again(channel: tuple[str, Hub]) -> None:
    listener = _listen(channel, "topic=test:1", since="1000000@1:2:")
    wait_until(lambda: bool(listener.events), seconds=5, what="reset")
    listener.close()

    assert listener.events == ["reset"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("topic=test:secret", 403),
        ("topic=test:1&topic=test:secret", 403),
        ("topic=unheard:1", 403),
        ("", 400),
        ("topic=%0Adata", 400),
        ("&".join(f"topic=test:{n}" for n in range(51)), 400),
    ],
)
def test_strangers_and_nonsense_get_nothing(channel: tuple[str, Hub], query: str, status: int) -> None:
    answer = httpx.get(f"{channel[0]}?{query}")

    assert answer.status_code == status
    assert channel[1].clients == set()


def test_a_browser_that_leaves_is_forgotten(channel: tuple[str, Hub]) -> None:
    listener = _listen(channel, "topic=test:1")

    listener.close()

    wait_until(lambda: not channel[1].clients, seconds=10, what="forgotten")


def test_a_lost_database_connection_is_made_anew(channel: tuple[str, Hub]) -> None:
    listener = _listen(channel, "topic=test:1")
    with psycopg.connect(database_address(), autocommit=True) as database:
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'jalon live'"
            " AND datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE '%%terminate%%'"
        )

    publish(topic="test:1", kind="said", payload={})
    listener.wait(1)
    listener.close()

    assert listener.topics() == ["test:1"]


def test_a_reader_that_does_not_read_is_cut_off() -> None:
    client = Client(frozenset({"test:1"}))
    cursor = Cursor.taken_now("1:1:")

    for number in range(live_hub.WAITING_FRAMES + 1):
        client.give([Happening(number, "test:1", "said", {})], cursor)

    assert client.closed
    assert len(client.frames) == live_hub.WAITING_FRAMES


def test_a_broken_batch_is_replayed_whole() -> None:
    happenings = [Happening(number, "test:1", "said", {}) for number in range(3)]

    blocks = live_hub.frame(happenings, Cursor("7:8:", 1)).decode().split("\n\n")

    assert ["id: 1@7:8:" in block for block in blocks] == [False, False, True, False]


@pytest.mark.long
def test_a_thousand_browsers_get_a_withdrawal_within_five_seconds(channel: tuple[str, Hub]) -> None:
    delays = asyncio.run(_many(channel, 1000))

    assert len(delays) == 1000
    assert max(delays) < 5


async def _many(channel: tuple[str, Hub], count: int) -> list[float]:
    url, hub = channel
    port = httpx.URL(url).port
    streams = [await _connect(port) for _ in range(count)]
    while len(hub.clients) < count:
        await asyncio.sleep(0.05)
    before = time.monotonic()
    await asyncio.to_thread(_withdraw)
    delays = await asyncio.gather(*(_until_told(reader, before) for reader, _ in streams))
    for _, writer in streams:
        writer.close()
    return list(delays)


def _withdraw() -> None:
    publish(topic="test:all", kind="withdraw", payload={"vacancy": 7})
    connections.close_all()


async def _connect(port: int | None) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /live?topic=test:all HTTP/1.1\r\nhost: localhost\r\n\r\n")
    await reader.readuntil(b"id:")
    return reader, writer


async def _until_told(reader: asyncio.StreamReader, before: float) -> float:
    await asyncio.wait_for(reader.readuntil(b'"vacancy":7'), 20)
    return time.monotonic() - before
