"""Backup and restore: a round trip that loses nothing, and refusals that change nothing."""

import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import pytest

from jalon.config import backup, restore
from jalon.config.embedded_postgres import EmbeddedPostgres
from jalon.config.postgres_tools import server_major, tool
from tests.processes import remove_server, wait_until


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(instance="backup", durable=False)
    with server:
        yield server
    remove_server(server)


@pytest.fixture
def url(server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with two tables, a sequence in use and an upload beside it."""
    home = server.home
    monkeypatch.setattr(EmbeddedPostgres, "home", home)
    monkeypatch.setenv("JALON_VAR", str(tmp_path / "var"))
    server.drop_database("source")
    server.drop_database("target")
    url = server.create_database("source")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE town (id bigserial PRIMARY KEY, name text UNIQUE)")
        connection.execute("CREATE TABLE base_event (id bigserial PRIMARY KEY, transaction_id bigint)")
        connection.execute("INSERT INTO town (name) VALUES ('Grand-Estran'), ('Œuilly')")
        connection.execute("INSERT INTO base_event (transaction_id) VALUES (4000000000)")
    media = tmp_path / "var" / "media" / "logos"
    media.mkdir(parents=True)
    (media / "port.png").write_bytes(b"\x89PNG")
    return url


def _rows(url: str, table: str = "town") -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()


def test_what_was_saved_comes_back_elsewhere(url: str, server: EmbeddedPostgres, tmp_path: Path) -> None:
    archive = tmp_path / "saved.tar"
    backup.write(archive, url)
    picture = tmp_path / "var" / "media" / "logos" / "port.png"
    picture.unlink()
    target = server.create_database("target")

    restore.read(archive, target, force=False)

    with psycopg.connect(target) as connection:
        connection.execute("INSERT INTO town (name) VALUES ('Suivante')")
    assert _rows(target) == [(1, "Grand-Estran"), (2, "Œuilly"), (3, "Suivante")]
    assert picture.read_bytes() == b"\x89PNG"
    assert oct(archive.stat().st_mode & 0o777) == "0o600"


def test_a_backup_while_others_write_is_of_one_instant(
    url: str, server: EmbeddedPostgres, tmp_path: Path
) -> None:
    ended = Event()
    written: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(_write_pairs, url, ended, written)
        try:
            wait_until(lambda: len(written) >= 50, seconds=20, what="writing under way")
            before = len(written)
            backup.write(tmp_path / "saved.tar", url)
        finally:
            ended.set()
        writing.result()
    target = server.create_database("target")

    restore.read(tmp_path / "saved.tar", target, force=False)

    arrivals, departures = _rows(target, "arrival"), _rows(target, "departure")
    assert arrivals == departures == [(number,) for number in range(len(arrivals))]
    assert before <= len(arrivals) < len(written)


def _write_pairs(url: str, ended: Event, written: list[int]) -> None:
    """Commit the same number to two tables, again and again; `written` holds those that are committed."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE arrival (id bigint); CREATE TABLE departure (id bigint)")
        while not ended.is_set():
            with connection.transaction():
                connection.execute("INSERT INTO departure VALUES (%s)", [len(written)])
                connection.execute("INSERT INTO arrival VALUES (%s)", [len(written)])
            written.append(len(written))


def test_events_of_another_server_are_not_brought_back(
    url: str, server: EmbeddedPostgres, tmp_path: Path
) -> None:
    backup.write(tmp_path / "saved.tar", url)
    target = server.create_database("target")

    restore.read(tmp_path / "saved.tar", target, force=False)

    assert _rows(target, "base_event") == []


def test_a_database_with_data_is_replaced_only_by_force(url: str, tmp_path: Path) -> None:
    archive = tmp_path / "saved.tar"
    backup.write(archive, url)
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM town WHERE id = 1")

    with pytest.raises(restore.RestoreError, match="--force"):
        restore.read(archive, url, force=False)
    refused = _rows(url)
    restore.read(archive, url, force=True)

    assert refused == [(2, "Œuilly")]
    assert _rows(url) == [(1, "Grand-Estran"), (2, "Œuilly")]


def _damaged(archive: Path, folder: Path, content: bytes) -> Path:
    """The same archive with another database dump in it."""
    with tarfile.open(archive) as tar:
        tar.extract("about.json", folder)
    (folder / "database.dump").write_bytes(content)
    broken = folder / "broken.tar"
    with tarfile.open(broken, "w") as tar:
        tar.add(folder / "about.json", "about.json")
        tar.add(folder / "database.dump", "database.dump")
    return broken


def test_a_damaged_backup_changes_nothing(url: str, tmp_path: Path) -> None:
    archive = tmp_path / "saved.tar"
    backup.write(archive, url)
    cut = tmp_path / "cut.tar"
    cut.write_bytes(archive.read_bytes()[:2000])

    with pytest.raises(restore.RestoreError, match="abîmée"):
        restore.read(_damaged(archive, tmp_path, b"PGDMP nonsense"), url, force=True)
    with pytest.raises(restore.RestoreError):
        restore.read(cut, url, force=True)

    assert _rows(url) == [(1, "Grand-Estran"), (2, "Œuilly")]


def test_a_restore_that_fails_half_way_leaves_the_database_as_it_was(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "saved.tar"
    backup.write(archive, url)
    monkeypatch.setattr(restore, "digest", lambda _path: restore_digest(archive))

    with pytest.raises(restore.SettingError, match="pg_restore"):
        restore.read(_damaged(archive, tmp_path, b"PGDMP nonsense"), url, force=True)

    assert _rows(url) == [(1, "Grand-Estran"), (2, "Œuilly")]


def restore_digest(archive: Path) -> str:
    """The fingerprint that the archive itself states."""
    import json

    with tarfile.open(archive) as tar:
        about = tar.extractfile("about.json")
        assert about is not None
        return str(json.load(about)["sha256"])


def test_a_restore_that_was_killed_is_undone_by_the_next(url: str, tmp_path: Path) -> None:
    archive = tmp_path / "saved.tar"
    backup.write(archive, url)
    with psycopg.connect(url) as connection:
        connection.execute("ALTER SCHEMA public RENAME TO before_restore")
        connection.execute("CREATE SCHEMA public")

    restore.read(archive, url, force=False)

    assert _rows(url) == [(1, "Grand-Estran"), (2, "Œuilly")]


def test_the_tools_are_as_new_as_the_server(url: str) -> None:
    assert server_major(url) == 18
    assert tool("pg_dump", url).is_file()
