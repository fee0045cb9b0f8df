"""Programs of PostgreSQL for backup and restore, of a version that suits the server."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg

from jalon.config.environment import SettingError
from jalon.config.postgres_binaries import MAJOR, EmbeddedPostgresError, bin_directory


class ToolError(SettingError):
    """A program of PostgreSQL is missing, too old or failed; the message says which."""


def server_major(url: str) -> int:
    """The major version of the server, such as 18."""
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10_000


def tool(name: str, url: str) -> Path:
    """`pg_dump`, `pg_restore`… at least as new as the server: the wheel's, else the system's."""
    wanted = server_major(url)
    for path in _candidates(name):
        if _major(path) >= wanted:
            return path
    raise ToolError(
        f"Il manque le programme {name} de PostgreSQL {wanted} : installez postgresql-client-{wanted}."
    )


def _candidates(name: str) -> list[Path]:
    found = [Path(path) for path in [shutil.which(name)] if path]
    try:
        return [bin_directory() / name, *found]
    except EmbeddedPostgresError:
        return found


def _major(path: Path) -> int:
    """Of a program of the wheel without asking it; 0 for what does not answer."""
    if "pginstall" in str(path):
        return int(MAJOR)
    said = subprocess.run([path, "--version"], check=False, capture_output=True, text=True).stdout
    number = re.search(r"\d+", said)
    return int(number[0]) if number else 0


def run_tool(name: str, url: str, *arguments: str) -> None:
    """Run a program on a database. Raises ToolError with its last words."""
    command = [str(tool(name, url)), "--dbname", url, *arguments]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
    )
    if done.returncode:
        raise ToolError(f"{name} a échoué :\n{done.stderr.strip()[-2000:]}")
