"""Thousands of simulated screens on the whole product: what they cost, how soon all drop a stopped offer.

    .venv/bin/python benchmarks/screens_simulated.py [--screens 1000] [--seconds 60] [--json FILE]

The product runs as with `jalon demo`, in processes and a database of its own: one web process, the worker,
PostgreSQL, buses of the demonstration. Screens are those of `jalon screens simulate`, all in this process:
each holds a live connection, tells its state every 20 s, decides, fetches bundles and sends proofs. Once all
are heard, costs are taken over `--seconds`; then an offer is stopped everywhere, as at the desk.
"""

import argparse
import asyncio
import json
import os
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
FOLDER = ROOT / "var" / "bench-screens"
os.environ["JALON_VAR"] = str(FOLDER)
os.environ["JALON_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"

from tests.processes import Stack, stack  # noqa: E402

TICK_S = 10.0
PATIENCE_S = 900.0
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
PARTS = ("web", "worker", "database")
Figures = dict[str, Any]


def tree(pid: int) -> list[int]:
    """A process and everything below it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = read(stat).rpartition(")")[2].split()
        if fields:
            parents[int(stat.parent.name)] = int(fields[1])
    found = [pid]
    for above in found:
        found += [child for child, parent in parents.items() if parent == above]
    return found


def read(path: Path) -> str:
    """The text of a file of /proc; empty when the process is gone."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def cpu_s(pid: int) -> float:
    """Processor seconds so far of a process, of those that it ended, and of those below it."""
    rows = (read(Path(f"/proc/{each}/stat")).rpartition(")")[2].split() for each in tree(pid))
    return sum(sum(map(int, fields[11:15])) for fields in rows if fields) / CLOCK_TICKS


def memory_mb(pid: int) -> float:
    """Memory of a process and those below it; what is shared is divided among those who share it."""
    rows = (row for each in tree(pid) for row in read(Path(f"/proc/{each}/smaps_rollup")).splitlines())
    return round(sum(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024, 1)


async def until(condition: Callable[[], bool], what: str) -> float:
    """Seconds until the condition holds. TimeoutError names what was awaited."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > PATIENCE_S:
            raise TimeoutError(what)
        await asyncio.sleep(0.2)
    return round(time.monotonic() - began, 1)


async def measure(running: Stack, seats: Sequence[Any], seconds: float) -> Figures:
    """Figures of these screens."""
    from jalon.transit.engine.player.client import Player  # noqa: PLC0415  needs Django
    from jalon.transit.engine.player.fleet import Fleet  # noqa: PLC0415
    from jalon.transit.engine.player.line import Line  # noqa: PLC0415

    line = Line(running.address)
    players = [Player(line, device=s.device, paired=s.paired, tick_s=TICK_S) for s in seats]
    figures: Figures = {"screens": len(players), "web_mb_before": memory_mb(running.pid("web"))}
    fleet = Fleet(line, players)
    life = asyncio.create_task(fleet.run())
    figures["seconds_to_settle"] = await until(lambda: all(map(settled, players)), "all screens at work")
    figures |= await cost(running, line, seconds)
    figures |= await withdrawal(players)
    fleet.end()
    await life
    return figures


def settled(player: Any) -> bool:
    """Whether a screen has its bundle, its live connection and an answer to its state."""
    return bool(player.mind.today and player.live.last_id and player.mind.reloads is not None)


async def cost(running: Stack, line: Any, seconds: float) -> Figures:
    """Processors and memory while nothing special happens; how long states take to be answered."""
    line.took_s.clear()
    before = {name: cpu_s(running.pid(name)) for name in PARTS}
    own = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    await asyncio.sleep(seconds)
    took = sorted(line.took_s)
    figures: Figures = {
        "states_per_s": round(len(took) / seconds, 1),
        "state_median_ms": round(1000 * statistics.median(took)),
        "state_p99_ms": round(1000 * took[int(0.99 * (len(took) - 1))]),
    }
    for name in PARTS:
        figures[f"{name}_cpu"] = round((cpu_s(running.pid(name)) - before[name]) / seconds, 2)
        figures[f"{name}_mb"] = memory_mb(running.pid(name))
    figures["screens_cpu"] = round((sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - own) / seconds, 2)
    return figures


async def withdrawal(players: Sequence[Any]) -> Figures:
    """Stop one offer everywhere: when the first, median and last screen had dropped it; the new bundle."""
    heard: dict[int, float] = {}
    for player in players:
        player.on_heard = lambda who, event: (
            heard.setdefault(id(who), time.time()) if event.get("kind") == "withdraw" else None
        )
    before = players[0].mind.today.bundle
    shown = [player.mind.shown.id for player in players if player.mind.shown.kind == "offer"]
    vacancy = statistics.mode(shown) if shown else before.vacancies[0].id
    showing = [player for player in players if player.mind.shown.id == vacancy]
    committed = await asyncio.to_thread(stop, int(vacancy))
    await until(lambda: len(heard) == len(players), "the stop heard by all")
    still = sum(player.mind.shown.id == vacancy for player in showing)
    delays = sorted(at - committed for at in heard.values())
    await until(lambda: all(p.mind.today.bundle.version != before.version for p in players), "new bundle")
    return {
        "showed_it": len(showing),
        "show_it_still": still,
        "first_ms": round(1000 * delays[0]),
        "median_ms": round(1000 * statistics.median(delays)),
        "last_ms": round(1000 * delays[-1]),
        "new_bundle_everywhere_s": round(time.time() - committed, 1),
    }


def stop(vacancy: int) -> float:
    """« Arrêter partout »; the instant just after the commit."""
    from django.db import connection  # noqa: PLC0415  needs Django

    from jalon.accounts.models import User  # noqa: PLC0415
    from jalon.network.queries import first_network  # noqa: PLC0415
    from jalon.transit.actions.content import stop_everywhere  # noqa: PLC0415
    from jalon.vacancies.models import Vacancy  # noqa: PLC0415

    network = first_network()
    assert network is not None
    by = User.objects.get(email="oscar@jalon.example")
    stop_everywhere(network=network, vacancy=Vacancy.objects.get(pk=vacancy), reason="Essai", by=by)
    connection.close()
    return time.time()


def main() -> None:
    """Measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screens", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    with stack(FOLDER, command=("demo",)) as running:
        figures = run(running, given.screens, given.seconds)
    print(json.dumps(figures, indent=1))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def run(running: Stack, screens: int, seconds: float) -> Figures:
    """Pair the screens, once buses are on the road, and measure."""
    os.environ["DATABASE_URL"] = running.database_url
    os.environ["JALON_SECRET_KEY"] = (FOLDER / "secret_key").read_text(encoding="ascii").strip()
    import django  # noqa: PLC0415  needs DATABASE_URL

    django.setup()
    from django.db import connections  # noqa: PLC0415

    from jalon.config.web import allow_many_connections  # noqa: PLC0415
    from jalon.network.queries import first_network, states  # noqa: PLC0415
    from jalon.transit.engine.player.seats import seats_for_load  # noqa: PLC0415

    allow_many_connections()
    network = first_network()
    assert network is not None
    while not states(network):
        time.sleep(1)
    seats = seats_for_load(network, screens)
    connections.close_all()
    return asyncio.run(measure(running, seats, seconds))


if __name__ == "__main__":
    main()
