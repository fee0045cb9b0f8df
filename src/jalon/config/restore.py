"""`jalon restore FILE`: puts back what `jalon backup` wrote."""

import argparse
import json
import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

import psycopg

from jalon.config import embedded_postgres, machine
from jalon.config.backup import FORMAT, digest
from jalon.config.environment import SettingError
from jalon.config.places import var_directory
from jalon.config.postgres_tools import run_tool, server_major


class RestoreError(SettingError):
    """The archive or the database does not allow it; nothing was changed."""


def main(arguments: list[str]) -> int:
    """Check the archive, refuse to overwrite data unless forced, put everything back."""
    parser = argparse.ArgumentParser("jalon restore", description="Remet en place une sauvegarde.")
    parser.add_argument("file", type=Path, metavar="FICHIER", help="archive écrite par « jalon backup »")
    parser.add_argument("--force", action="store_true", help="remplacer une base qui contient des données")
    given = parser.parse_args(arguments)
    with machine.only_one():
        read(given.file, embedded_postgres.prepare_database(), force=given.force)
    print("Sauvegarde remise en place. « jalon check » dit si des migrations restent à faire.")
    return 0


def read(file: Path, url: str, *, force: bool) -> None:
    """Restore `file` into the database at `url` and the uploads. Raises RestoreError before any change.

    The database changes in one transaction: a restore that fails leaves it as it was.
    """
    if not force and _tables(url):
        raise RestoreError("La base contient des données : ajoutez --force pour les remplacer.")
    var_directory().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=var_directory()) as name:
        folder = Path(name)
        _unpack(file, folder)
        _verify(folder, url)
        _load(folder / "database.dump", url)
        _replace_media(folder / "media")


def _tables(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return int(row[0]) if row else 0


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file) as tar:
            for member in tar:
                if member.isreg() and _expected(PurePosixPath(member.name)):
                    _extract(tar, member, folder / member.name)
    except (OSError, tarfile.TarError) as error:
        raise RestoreError(f"L’archive {file} est illisible ou incomplète : {error}") from error


def _expected(name: PurePosixPath) -> bool:
    """The parts of a backup, and nothing that would be written elsewhere."""
    inside = not name.is_absolute() and ".." not in name.parts
    return inside and (str(name) in {"about.json", "database.dump"} or name.parts[0] == "media")


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = tar.extractfile(member)
    if content is not None:
        with content, target.open("wb") as file:
            shutil.copyfileobj(content, file)


def _verify(folder: Path, url: str) -> None:
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        whole = about["sha256"] == digest(folder / "database.dump")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RestoreError("Ce fichier n’est pas une sauvegarde de Jalon.") from error
    if not whole:
        raise RestoreError("La sauvegarde est abîmée : la base qu’elle contient n’a pas la bonne empreinte.")
    if about["format"] != FORMAT:
        raise RestoreError(
            f"La sauvegarde a le format {about['format']}, cette version lit le format {FORMAT}."
        )
    if about["postgresql"] > server_major(url):
        raise RestoreError(
            f"La sauvegarde vient de PostgreSQL {about['postgresql']}, plus récent que ce serveur."
        )


def _load(dump: Path, url: str) -> None:
    """All or nothing: the old schema is moved aside, and dropped once the new one is whole."""
    with psycopg.connect(url, autocommit=True) as connection:
        _move_aside(connection)
        try:
            run_tool("pg_restore", url, "--no-owner", "--no-privileges", "--single-transaction", str(dump))
        except BaseException:
            connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
            connection.execute("ALTER SCHEMA before_restore RENAME TO public")
            raise
        connection.execute("DROP SCHEMA before_restore CASCADE")
        # Transaction numbers of the former server mean nothing here: followers begin anew.
        if connection.execute("SELECT to_regclass('public.base_event')").fetchone() != (None,):
            connection.execute("TRUNCATE base_event")


def _move_aside(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    connection.execute(f"{others} AND pid <> pg_backend_pid()")
    _finish_interrupted(connection)
    connection.execute("ALTER SCHEMA public RENAME TO before_restore")
    connection.execute("CREATE SCHEMA public")


def _finish_interrupted(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """A restore that was killed left the old schema aside, and the new one either whole or empty."""
    aside = "SELECT 1 FROM pg_namespace WHERE nspname = 'before_restore'"
    if connection.execute(aside).fetchone() is None:
        return
    if connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone():
        connection.execute("DROP SCHEMA before_restore CASCADE")
    else:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("ALTER SCHEMA before_restore RENAME TO public")


def _replace_media(fresh: Path) -> None:
    media = var_directory() / "media"
    shutil.rmtree(media, ignore_errors=True)
    if fresh.is_dir():
        fresh.rename(media)
