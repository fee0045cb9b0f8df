"""The live channel under load: 5,000 open connections to one web process, and one withdrawal to all of them.

    .venv/bin/python benchmarks/live_load.py [--clients 5000] [--json FILE]

Server and clients are processes of their own on this machine, PostgreSQL is the embedded one; the clients'
process also measures. Prints what one connection costs the server (resident memory, threads) and how long
after the commit of the event the first, the median and the last client had it.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ["JALON_VAR"] = str(ROOT / "var" / "bench")
os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"

from tests.processes import free_port, wait_until  # noqa: E402

from jalon.config.embedded_postgres import EmbeddedPostgres  # noqa: E402
from jalon.config.web import allow_many_connections  # noqa: E402

SERVER = """
from jalon.config import asgi
from jalon.base.registry import registry
from jalon.config.web import Server, allow_many_connections, configuration
allow_many_connections()
registry.add_live_topic("bench", lambda rest, request: True)
Server(configuration("127.0.0.1", {port})).run()
"""


@contextmanager
def web_process(port: int) -> Iterator[int]:
    """The real application on `port`, with one topic open to all; gives its process id."""
    command = [sys.executable, "-c", SERVER.format(port=port)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


def cost(pid: int) -> tuple[float, int]:
    """Resident memory in MB and number of threads of a process."""
    lines = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    )
    return int(lines["VmRSS"].split()[0]) / 1024, int(lines["Threads"])


_writers: list[asyncio.StreamWriter] = []  # a writer that is forgotten closes its connection


async def connect(port: int) -> asyncio.StreamReader:
    """One client that has been told its cursor."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)
    writer.write(b"GET /live?topic=bench:all HTTP/1.1\r\nhost: localhost\r\n\r\n")
    _writers.append(writer)
    await reader.readuntil(b"id:")
    return reader


async def connect_all(port: int, count: int) -> list[asyncio.StreamReader]:
    """Open `count` connections, 100 at a time."""
    readers: list[asyncio.StreamReader] = []
    while len(readers) < count:
        some = min(100, count - len(readers))
        readers += await asyncio.gather(*(connect(port) for _ in range(some)))
    return readers


def publish(number: int) -> float:
    """Commit one event; return the time just after the commit."""
    from django.db import connection  # noqa: PLC0415  needs the settings made in main

    from jalon.base.actions.event import publish as act  # noqa: PLC0415

    act(topic="bench:all", kind="withdraw", payload={"number": number})
    connection.close()
    return time.monotonic()


async def told(reader: asyncio.StreamReader, number: int) -> float:
    """When this client read event `number`."""
    await reader.readuntil(f'"number":{number}}}'.encode())
    return time.monotonic()


async def measure(port: int, pid: int, count: int, rounds: int = 3) -> dict[str, Any]:
    """Figures of `count` clients."""
    before, _ = cost(pid)
    started = time.monotonic()
    readers = await connect_all(port, count)
    opened = time.monotonic() - started
    memory, threads = cost(pid)
    delays: list[float] = []
    for number in range(rounds):
        waiting = [asyncio.create_task(told(reader, number)) for reader in readers]
        committed = await asyncio.to_thread(publish, number)
        delays = [at - committed for at in await asyncio.gather(*waiting)]
    return {
        "clients": count,
        "seconds_to_open": round(opened, 1),
        "memory_mb": round(memory, 1),
        "kb_per_client": round((memory - before) * 1024 / count, 1),
        "threads": threads,
        "first_ms": round(1000 * min(delays)),
        "median_ms": round(1000 * statistics.median(delays)),
        "last_ms": round(1000 * max(delays)),
    }


def main() -> None:
    """Measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=5000)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    allow_many_connections()
    with EmbeddedPostgres(instance="bench") as server:
        os.environ["DATABASE_URL"] = server.create_database("jalon_bench")
        figures = run(given.clients)
    print(json.dumps(figures, indent=1))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def run(clients: int) -> dict[str, Any]:
    """Migrate, start the web process, measure."""
    import django  # noqa: PLC0415  needs DATABASE_URL, which main sets
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    connections.close_all()
    port = free_port()
    with web_process(port) as pid:
        address = f"http://127.0.0.1:{port}/sante"
        wait_until(lambda: _answers(address), seconds=60, what="web process")
        return asyncio.run(measure(port, pid, clients))


def _answers(address: str) -> bool:
    try:
        return bool(httpx.get(address).status_code == 200)
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    main()
