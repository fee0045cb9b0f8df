"""`kill -9` amid an import, proofs of play and hires: nothing acknowledged is lost, nothing is doubled.

Everything is seen from outside: clients over HTTP, and the tables read by an own connection.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from tests.long.arrange import CLAIRE, SAMIR, SEATS, VACANCIES
from tests.long.clients import BACK_WITHIN_S, Adviser, Screen, send_import, vacancies_csv
from tests.processes import Stack, stack, wait_until

pytestmark = pytest.mark.long

ROWS = 2000
WHOLE_IMPORT_S = 400
# One of each kind of pulse: without them no message leaves and no screen hears of a closed vacancy.
PULSES = {
    "transit.follow",
    "transit.positions",
    "network.poll_sources",
    "jalon.base.jobs.send_outbox",
    "jalon.introductions.jobs.follow_rooms_below",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with stack(tmp_path_factory.mktemp("kills"), command=("demo",)) as one:
        yield one


def read(site: Stack, query: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of the stack's database, now."""
    with psycopg.connect(site.database_url, connect_timeout=5) as connection:
        return connection.execute(query, values).fetchall()


def read_when_back(site: Stack, query: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
    """Rows, or none while the database is away."""
    try:
        return read(site, query, *values)
    except psycopg.OperationalError:
        return []


@dataclass
class Rush:
    """Everybody at work at once: a file being imported, a screen, two advisers on the same seats."""

    site: Stack
    name: str
    run: int
    screen_id: int
    screen: Screen
    advisers: tuple[Adviser, Adviser]

    def imported(self) -> int:
        """Rows of the file that are vacancies by now."""
        query = "SELECT count(*) FROM vacancies_vacancy WHERE title LIKE %s"
        return next((int(count) for (count,) in read_when_back(self.site, query, f"Agent {self.name} %")), -1)

    def finished(self) -> bool:
        """Whether the import is over."""
        query = "SELECT 1 FROM vacancies_importrun WHERE id = %s AND finished_at IS NOT NULL"
        return bool(read_when_back(self.site, query, self.run))

    def under_way(self) -> bool:
        """Whether each has something behind them; `kill_in_the_middle` sees to it that none is at the end."""
        hired = sum(len(adviser.recorded) for adviser in self.advisers)
        return self.imported() >= ROWS // 10 and hired >= 4 and self.screen.batches >= 5

    def kill_in_the_middle(self, part: str) -> datetime:
        """Kill when everybody is at work; when it was."""
        wait_until(self.under_way, seconds=120, what="everybody at work")
        assert self.imported() < ROWS, "the import is over before the kill"
        assert min(adviser.asked for adviser in self.advisers) < VACANCIES * SEATS * 2, "all hires are made"
        pid, killed_at = self.site.pid(part), datetime.now(UTC)
        self.site.kill(part)
        self.site.wait_replaced(part, pid, seconds=BACK_WITHIN_S)
        self.site.wait_ready(seconds=BACK_WITHIN_S)
        return killed_at

    def import_goes_on(self, before: int) -> bool:
        """Whether more rows than one chunk came since."""
        return self.finished() or self.imported() > before + 50


@contextmanager
def rush(site: Stack, name: str) -> Iterator[tuple[Rush, Callable[[], None]]]:
    """Start everybody; the function waits until all have done their work, and raises what went wrong."""
    done = site.run("shell", "-v", "0", "-c", "from tests.long.arrange import main; main()")
    assert done.returncode == 0, done.stderr
    given = json.loads(done.stdout.splitlines()[-1])
    screen = Screen(site.address, given["token"], [tuple(offer) for offer in given["offers"]])
    claire, samir = (Adviser(site.address, email, given["introductions"]) for email in (CLAIRE, SAMIR))
    run = send_import(site.address, name, vacancies_csv(name, ROWS))
    one = Rush(site, name, run, given["screen"], screen, (claire, samir))
    stop = threading.Event()
    with ThreadPoolExecutor(3) as pool:
        playing = pool.submit(screen.work, stop)
        hiring = [pool.submit(adviser.work, stop) for adviser in one.advisers]
        try:
            yield one, lambda: _finish(one, playing, hiring, stop)
        finally:
            stop.set()


def _finish(one: Rush, playing: Future[None], hiring: list[Future[None]], stop: threading.Event) -> None:
    for future in hiring:
        future.result(300)
    wait_until(one.finished, seconds=WHOLE_IMPORT_S, what="import finished")
    stop.set()
    playing.result(120)


@pytest.mark.parametrize("parts", [["web"], ["worker"], ["database", "database"]], ids="-".join)
def test_nothing_acknowledged_is_lost_or_doubled(site: Stack, parts: list[str]) -> None:
    with rush(site, f"{parts[0]}{len(parts)}") as (one, finish):
        for part in parts:
            killed_at = one.kill_in_the_middle(part)
            back_by = time.monotonic() + BACK_WITHIN_S - (datetime.now(UTC) - killed_at).total_seconds()
            before = one.imported()
            wait_until(
                lambda before=before: one.import_goes_on(before),  # type: ignore[misc]
                seconds=back_by - time.monotonic(),
                what=f"import going on after the kill of {part}",
            )
            wait_until(
                lambda since=killed_at: pulses(site, since) >= PULSES,  # type: ignore[misc]
                seconds=back_by - time.monotonic(),
                what=f"jobs that run every few seconds after the kill of {part}",
            )
        finish()

    check_import(one)
    check_plays(one)
    check_hires(one)


def pulses(site: Stack, since: datetime) -> set[str]:
    """Tasks that began and ended well since then."""
    query = """
        SELECT DISTINCT task_name FROM procrastinate_jobs JOIN procrastinate_events ended
        ON ended.job_id = procrastinate_jobs.id AND ended.type = 'succeeded' AND ended.at > %s
    """
    return {name for (name,) in read_when_back(site, query, since)}


def check_import(one: Rush) -> None:
    """Each row of the file is one vacancy, each employer one organisation; the run says so."""
    assert titles(one.site, one.name) == sorted(f"Agent {one.name} {n}" for n in range(ROWS))
    query = "SELECT name FROM directory_organisation WHERE name LIKE %s ORDER BY name"
    names = [name for (name,) in read(one.site, query, f"Entreprise {one.name} %")]
    assert names == sorted(f"Entreprise {one.name} {n}" for n in range(30))
    query = "SELECT done, created + unchanged, rejected, fault FROM vacancies_importrun WHERE id = %s"
    assert read(one.site, query, one.run) == [(ROWS, ROWS, 0, "")]


def titles(site: Stack, name: str) -> list[str]:
    """Titles of the vacancies that came from a file, in order."""
    query = "SELECT title FROM vacancies_vacancy WHERE title LIKE %s"
    return sorted(title for (title,) in read(site, query, f"Agent {name} %"))


def check_plays(one: Rush) -> None:
    """Raw rows and hours hold exactly what the screen was told is kept."""
    raw = read(one.site, "SELECT code, at FROM transit_play WHERE screen_id = %s", one.screen_id)
    assert sorted((code, at.timestamp()) for code, at in raw) == sorted(one.screen.acknowledged)
    query = "SELECT sum(plays), sum(seconds) FROM transit_playhour WHERE screen_id = %s"
    told = len(one.screen.acknowledged), sum(one.screen.acknowledged.values())
    assert read(one.site, query, one.screen_id) == [told]
    query = "SELECT count(*) FROM transit_playbatch WHERE screen_id = %s"
    assert read(one.site, query, one.screen_id) == [(one.screen.batches,)]


def check_hires(one: Rush) -> None:
    """As many hires as seats, among them every one that a page announced, each told to the person once."""
    claire, samir = (set(adviser.recorded) for adviser in one.advisers)
    introductions = one.advisers[0].introductions
    query = "SELECT introduction_id, id FROM introductions_hire WHERE introduction_id = ANY(%s)"
    hires = read(one.site, query, introductions)
    assert not claire & samir
    assert claire | samir <= {introduction for introduction, _ in hires}
    query = """
        SELECT count(*), sum(seats), sum(hired), min(state) = 'filled' AND max(state) = 'filled'
        FROM vacancies_vacancy
        WHERE id IN (SELECT vacancy_id FROM introductions_introduction WHERE id = ANY(%s))
    """
    seats = VACANCIES * SEATS
    assert read(one.site, query, introductions) == [(VACANCIES, seats, seats, True)]
    assert len(hires) == len({introduction for introduction, _ in hires}) == seats
    query = "SELECT count(*) FROM base_outboxmessage WHERE key = ANY(%s)"
    assert read(one.site, query, [f"hire-{hire}" for _, hire in hires]) == [(seats,)]
    query = """
        SELECT count(*) FROM introductions_introductionchange
        WHERE to_state = 'hired' AND from_state <> 'hired' AND introduction_id = ANY(%s)
    """
    assert read(one.site, query, introductions) == [(seats,)]


def test_a_killed_import_command_ends_with_exactly_its_rows_when_run_again(
    site: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "offres.csv"
    file.write_bytes(vacancies_csv("commande", ROWS))

    with site.spawn("vacancies", "import", str(file)) as command:
        wait_until(lambda: len(titles(site, "commande")) > ROWS // 10, seconds=120, what="import under way")
        command.kill()
    kept = len(titles(site, "commande"))
    done = site.run("vacancies", "import", str(file))

    assert 0 < kept < ROWS
    assert done.returncode == 0, done.stderr
    assert f"{ROWS - kept} créées, 0 mises à jour, {kept} inchangées, 0 refusées" in done.stdout
    assert titles(site, "commande") == sorted(f"Agent commande {n}" for n in range(ROWS))
