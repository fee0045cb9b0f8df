"""Thousands of connected screens on one machine: live channel, states, one withdrawal.

    .venv/bin/python benchmarks/screens_load.py [--screens 5000] [--seconds 60] [--json FILE]

Server, database and screens are processes of their own on this machine. A screen holds its stream with its
own token and says its state as often as the server asks, spread evenly. Prints memory and processor of the
web process, how long a state takes, and how long after a closing was committed the last screen had heard it.
"""
# ruff: noqa: PLC0415  Django is imported once its database is known

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ["JALON_VAR"] = str(ROOT / "var" / "bench")
os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"

from tests.processes import free_port, wait_until  # noqa: E402

from jalon.config.embedded_postgres import EmbeddedPostgres  # noqa: E402
from jalon.config.web import allow_many_connections  # noqa: E402

DATABASE = "jalon_screens_load"
TICKS = os.sysconf("SC_CLK_TCK")
AT_ONCE = 100


@contextmanager
def web_process(port: int) -> Iterator[int]:
    """The real application on a port; gives its process id."""
    command = [sys.executable, "-m", "jalon", "web", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


def prepare(screens: int, folder: Path) -> tuple[list[tuple[int, str]], int]:
    """A network, a vacancy, so many paired screens: (id, token) of each, the vacancy's id."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from django.utils import timezone
    from tests.factories.network import load, make_network
    from tests.factories.vacancies import make_vacancy
    from tests.fixtures.people import make_organisation

    from jalon.network.models import Vehicle
    from jalon.transit.engine.serving import bundle_for
    from jalon.transit.models import Screen

    call_command("flush", verbosity=0, interactive=False)
    network = make_network(make_organisation("Exploitant", "operator"))
    load(network, folder)
    vacancy = make_vacancy(make_organisation("Employeur"), lat=51.031, lon=2.36, radius_m=400)
    bundle_for(network, None)
    rows = [Vehicle(network=network, ref=f"b{n}", label=f"{n}") for n in range(screens)]
    Vehicle.objects.bulk_create(rows, batch_size=2000)
    made = [_screen(network, vehicle, timezone.now()) for vehicle in Vehicle.objects.order_by("pk")]
    Screen.objects.bulk_create([screen for screen, _ in made], batch_size=2000)
    return [(screen.pk, token) for screen, token in made], vacancy.pk


def _screen(network: Any, vehicle: Any, now: Any) -> tuple[Any, str]:
    import secrets

    from jalon.base.codes import fingerprint
    from jalon.transit.models import Screen

    token = secrets.token_urlsafe(24)
    row = Screen(
        network=network,
        vehicle=vehicle,
        nonce="bench",
        device="",
        token_hash=fingerprint(token),
        paired_at=now,
        token_used_at=now,
    )
    return row, token


class Load:
    """All screens of this process: their streams, their states, when each heard of the closing."""

    def __init__(self, port: int, screens: list[tuple[int, str]]) -> None:
        self.port, self.screens = port, screens
        self.heard: list[float] = []
        self.took: list[float] = []
        self.failed = 0
        self.connected = 0
        self._kept: list[asyncio.StreamWriter] = []
        self._lines: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()

    async def listen(self, number: int, token: str) -> None:
        """One stream, until the closing was heard."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=4096)
        self._kept.append(writer)
        topics = f"topic=screen:{number}&topic=network:estran&topic=vacancies"
        writer.write(
            f"GET /live?{topics} HTTP/1.1\r\nhost: localhost\r\n"
            f"authorization: Bearer {token}\r\n\r\n".encode()
        )
        await reader.readuntil(b"id:")
        self.connected += 1
        while b'"closed"' not in await reader.readline():
            pass
        self.heard.append(time.time())

    async def connect_all(self) -> list[asyncio.Task[None]]:
        """Every screen listens, some at a time."""
        tasks: list[asyncio.Task[None]] = []
        for number, token in self.screens:
            tasks.append(asyncio.create_task(self.listen(number, token)))
            while len(tasks) - self.connected > AT_ONCE:
                await asyncio.sleep(0.01)
        while self.connected < len(tasks):
            await asyncio.sleep(0.05)
        return tasks

    async def open_lines(self, count: int) -> None:
        """Connections that states share, as behind a proxy."""
        for _ in range(count):
            self._lines.put_nowait(await asyncio.open_connection("127.0.0.1", self.port))

    async def say(self, token: str) -> None:
        """One state of one screen."""
        reader, writer = await self._lines.get()
        body = json.dumps(_state()).encode()
        began = time.perf_counter()
        writer.write(
            f"POST /ecran/api/etat HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        self.took.append(time.perf_counter() - began)
        self.failed += b" 200 " not in head.split(b"\r\n")[0]
        self._lines.put_nowait((reader, writer))

    async def say_states(self, seconds: float) -> None:
        """Every screen's state as often as the server asks, evenly, for so long."""
        from jalon.transit.engine.serving import state_every_s

        every = state_every_s(len(self.screens))
        pause, ends, tasks = every / len(self.screens), time.monotonic() + seconds, []
        due = time.monotonic()
        while time.monotonic() < ends:
            for _, token in self.screens:
                due += pause
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                tasks.append(asyncio.create_task(self.say(token)))
                if time.monotonic() >= ends:
                    break
        await asyncio.gather(*tasks)


def _state() -> dict[str, Any]:
    nothing = dict.fromkeys(("at", "trip", "line", "metres", "lat", "lon", "heading"))
    shown = {"kind": "message", "id": "welcome", "code": "", "since": time.time(), "why": "nothing_near"}
    return {
        "at": time.time(),
        "boot": "0" * 36,
        "bundle": None,
        "day": None,
        "shown": shown,
        "where": {"source": "none", **nothing},
        "preempted_since": None,
        "visible": True,
        "plays_waiting": 0,
        "clock_offset_s": 0,
        "width": 1920,
        "height": 540,
        "trouble": [],
    }


def cost(pid: int) -> tuple[float, float]:
    """Resident memory in MB, processor seconds used so far."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    memory = int(status.split("VmRSS:")[1].split()[0]) / 1024
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return memory, (int(fields[11]) + int(fields[12])) / TICKS


def close(vacancy: int) -> float:
    """Close the vacancy as the association does; the instant of the commit."""
    from jalon.vacancies import actions
    from jalon.vacancies.models import Vacancy

    actions.close(vacancy=Vacancy.objects.get(pk=vacancy), reason="withdrawn", by=None)
    return time.time()


async def run(
    port: int, pid: int, screens: list[tuple[int, str]], vacancy: int, seconds: float
) -> dict[str, Any]:
    """Connect, speak, close, measure."""
    bare, _ = cost(pid)
    load = Load(port, screens)
    began = time.monotonic()
    tasks = await load.connect_all()
    connecting = time.monotonic() - began
    held, before = cost(pid)
    await load.open_lines(32)
    began = time.monotonic()
    speaking = asyncio.create_task(load.say_states(seconds))
    await asyncio.sleep(seconds / 2)
    committed = await asyncio.to_thread(close, vacancy)
    await asyncio.wait_for(asyncio.gather(*tasks), 60)
    await speaking
    lasted = time.monotonic() - began
    memory, after = cost(pid)
    delays = sorted(at - committed for at in load.heard)
    return {
        "screens": len(screens),
        "connecting_s": round(connecting, 1),
        "memory_mb": {"bare": round(bare), "connected": round(held), "under_load": round(memory)},
        "kb_per_screen": round(1024 * (held - bare) / len(screens), 1),
        "processor_share": round((after - before) / lasted, 2),
        "states_per_s": round(len(load.took) / lasted),
        "state_ms": {
            "median": round(1000 * statistics.median(load.took), 1),
            "p99": round(1000 * sorted(load.took)[int(len(load.took) * 0.99)], 1),
        },
        "states_failed": load.failed,
        "withdrawal_s": {
            "first": round(delays[0], 3),
            "median": round(statistics.median(delays), 3),
            "last": round(delays[-1], 3),
        },
    }


def main() -> None:
    """Run once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screens", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    allow_many_connections()
    os.environ["DATABASE_URL"] = EmbeddedPostgres(instance="bench").start().create_database(DATABASE)
    with tempfile.TemporaryDirectory() as folder:
        screens, vacancy = prepare(given.screens, Path(folder))
    port = free_port()
    with web_process(port) as pid:
        wait_until(lambda: _answers(port), seconds=60, what="web process")
        figures = asyncio.run(run(port, pid, screens, vacancy, given.seconds))
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


def _answers(port: int) -> bool:
    import httpx

    try:
        return httpx.get(f"http://127.0.0.1:{port}/sante", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    main()
