"""The embedded PostgreSQL: shared between processes, stopped by the last, whole after every kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from jalon.config import file_lock, postgres_binaries
from jalon.config.database import parse
from jalon.config.embedded_postgres import (
    LONGEST_SOCKET_PATH,
    EmbeddedPostgres,
    EmbeddedPostgresError,
    server_home,
    socket_directory,
)
from jalon.config.places import instance_key
from jalon.config.postgres_cluster import SOCKET_NAME
from tests.processes import remove_server

INSTANCE = f"kill-{os.getpid()}"  # of this run alone: others may run the same tests
HOLD = f"""
import sys
from jalon.config.embedded_postgres import ensure_database
print(ensure_database(name="shared", instance="{INSTANCE}"), flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(instance=INSTANCE)
    yield server
    server.stop()
    remove_server(server)


def _spawn_holder() -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _holder() -> subprocess.Popen[str]:
    holder = _spawn_holder()
    assert holder.stdout is not None
    holder.stdout.readline()
    return holder


def _end(holder: subprocess.Popen[str]) -> None:
    holder.communicate("\n", timeout=60)


def test_a_second_process_joins_and_the_last_one_stops_the_server(server: EmbeddedPostgres) -> None:
    server.start()
    pid = server.pid()
    holder = _holder()

    server.stop()
    still_there = server.answers() and server.pid() == pid
    _end(holder)

    assert still_there
    assert not server.answers()
    assert server.pid() is None


def test_a_killed_user_does_not_keep_the_server_alive(server: EmbeddedPostgres) -> None:
    holder = _holder()
    server.start()
    holder.kill()
    holder.communicate()

    server.stop()

    assert server.pid() is None


def test_two_starts_at_once_make_one_server(server: EmbeddedPostgres) -> None:
    holders = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]

    urls = {holder.stdout.readline() for holder in holders if holder.stdout}
    pid = server.pid()
    for holder in holders:
        _end(holder)

    assert len(urls) == 1
    assert pid is not None
    assert server.pid() is None


@pytest.mark.long
@pytest.mark.parametrize("round_", range(4))
def test_what_was_committed_survives_kill_9(server: EmbeddedPostgres, round_: int) -> None:
    url = server.start().create_database("kept")
    kept = _insert_until_killed(url, server, kill_after=200 + 50 * round_)
    server.stop()

    server.start()

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*), max(number) FROM kept").fetchone()
    assert row in {(kept, kept - 1), (kept + 1, kept)}


def _insert_until_killed(url: str, server: EmbeddedPostgres, *, kill_after: int) -> int:
    """Insert rows one by one, kill the server meanwhile; return how many insertions were acknowledged."""
    kept = 0
    with suppress(psycopg.OperationalError), psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (number int PRIMARY KEY)")
        while True:
            connection.execute("INSERT INTO kept VALUES (%s)", [kept])
            kept += 1
            if kept == kill_after:
                Thread(target=_kill, args=[server.pid()]).start()
    return kept


def _kill(pid: int) -> None:
    """Kill the server; its own children end by themselves, some a moment later."""
    os.kill(pid, signal.SIGKILL)


def test_the_trace_of_a_dead_server_with_a_reused_number_is_forgotten(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    trace = server.cluster.data / "postmaster.pid"
    trace.write_text(f"{os.getpid()}\n{server.cluster.data}\n", encoding="utf-8")

    server.start()

    assert server.answers()


def test_a_killed_server_that_stays_a_zombie_does_not_block_the_next(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    ended = subprocess.Popen(["true"])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    for trace in (server.cluster.data / "postmaster.pid", server.cluster.sockets / f"{SOCKET_NAME}.lock"):
        trace.write_text(f"{ended.pid}\n{server.cluster.data}\n", encoding="utf-8")

    server.start()
    ended.wait()

    assert server.answers()


def test_a_creation_that_was_cut_short_is_begun_anew(server: EmbeddedPostgres) -> None:
    server.cluster.make_directories()
    (server.home / "data.new").mkdir()
    (server.home / "data.new" / "PG_VERSION").write_text("18\n", encoding="ascii")

    server.start()

    assert server.answers()


def test_data_of_another_major_version_are_refused_in_words(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    version = server.cluster.data / "PG_VERSION"
    version.write_text("16\n", encoding="ascii")

    with pytest.raises(EmbeddedPostgresError, match="PostgreSQL 16"):
        server.start()


def test_missing_programs_are_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_binaries, "PACKAGE", "no_such_package_at_all")

    with pytest.raises(EmbeddedPostgresError, match="make setup"):
        postgres_binaries.bin_directory()


def test_the_server_is_private_and_checks_its_pages(server: EmbeddedPostgres) -> None:
    url = server.start().url("postgres")

    with psycopg.connect(url) as connection:
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()
            for name in (
                "data_checksums",
                "listen_addresses",
                "dynamic_shared_memory_type",
                "server_encoding",
            )
        }

    modes = {oct(path.stat().st_mode & 0o777) for path in (server.home, socket_directory(server.home))}
    assert shown == {
        "data_checksums": ("on",),
        "listen_addresses": ("",),
        "dynamic_shared_memory_type": ("mmap",),
        "server_encoding": ("UTF8",),
    }
    assert modes == {"0o700"}


def test_two_checkouts_have_two_servers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    homes = set()
    for folder in ("one/jalon", "two/jalon"):
        monkeypatch.setenv("JALON_VAR", str(tmp_path / folder / "var"))
        homes |= {server_home(), server_home("tests")}

    assert len(homes) == 4
    assert len(instance_key()) < 60


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-rather-long-folder-name"] * 5)

    short = socket_directory(deep)

    assert len(os.fsencode(short / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    assert short != socket_directory(deep / "other")


def test_the_address_reads_back_as_django_settings() -> None:
    server = EmbeddedPostgres()

    settings = parse(server.url("jalon"))

    assert (settings["NAME"], settings["USER"]) == ("jalon", "jalon")
    assert settings["HOST"] == str(socket_directory(server.home))


def test_a_lock_held_too_long_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    with (
        file_lock.exclusive(path, seconds=1, busy="occupé"),
        pytest.raises(file_lock.LockedError, match="occupé"),
        file_lock.exclusive(path, seconds=0.1, busy="occupé"),
    ):
        pass


def test_a_stopped_server_starts_again_quickly(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    before = time.monotonic()

    server.start()

    assert time.monotonic() - before < 20
