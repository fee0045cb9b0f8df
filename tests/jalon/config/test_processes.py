"""One machine: what is killed comes back, what is asked to end leaves nothing behind."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.processes import Stack, stack, wait_until

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with stack(tmp_path_factory.mktemp("serve")) as one:
        yield one


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("part", ["web", "worker", "database"])
def test_a_killed_part_is_started_again(running: Stack, part: str) -> None:
    pid = running.pid(part)

    running.kill(part)

    running.wait_replaced(part, pid)
    running.wait_ready(seconds=30)


def test_a_second_serve_is_refused_with_the_address_of_the_first(running: Stack) -> None:
    done = running.run("serve", "--port", "1")

    assert done.returncode == 1
    assert running.address in done.stderr


def test_a_command_joins_the_running_database(running: Stack) -> None:
    pid = running.pid("database")

    done = running.run(
        "shell", "-v", "0", "-c", "from django.db import connection as c; c.ensure_connection()"
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert running.pid("database") == pid


def test_hashed_files_are_kept_for_ever_others_asked_for_each_time(running: Stack) -> None:
    names = {path.name for path in (running.folder / "static").iterdir()}
    hashed = next(name for name in sorted(names) if re.fullmatch(r"icons\.[0-9a-f]{12}\.svg", name))

    kept = httpx.get(f"{running.address}/static/{hashed}", headers={"accept-encoding": "gzip"})
    asked = httpx.get(f"{running.address}/static/icons.svg", headers={"accept-encoding": "identity"})

    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert kept.headers["content-encoding"] == "gzip"
    assert asked.headers["cache-control"] == "no-cache"
    assert "content-encoding" not in asked.headers
    assert kept.text == asked.text


def test_the_screen_worker_stands_at_the_root_and_is_never_kept(running: Stack) -> None:
    answer = httpx.get(f"{running.address}/ecran-worker.js")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["service-worker-allowed"] == "/ecran"
    assert "server" not in answer.headers


def test_ending_leaves_nothing_behind(tmp_path: Path) -> None:
    one = Stack(tmp_path / "var")
    try:
        one.start()
        pids = [one.pid(name) for name in ("web", "worker", "database")]

        code = one.stop()

        assert code == 0
        assert not [pid for pid in pids if _alive(pid)]
    finally:
        one.stop()
        one.remove()


def test_a_killed_supervisor_takes_its_children_and_the_database_with_it(tmp_path: Path) -> None:
    one = Stack(tmp_path / "var")
    try:
        one.start()
        pids = [one.pid(name) for name in ("web", "worker", "database")]
        assert one.supervisor is not None

        os.kill(one.supervisor.pid, signal.SIGKILL)
        one.supervisor.wait()

        wait_until(lambda: not any(map(_alive, pids)), seconds=30, what="children gone")
    finally:
        one.remove()
