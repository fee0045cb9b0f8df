"""`jalon serve`: everything that one machine needs, in the foreground."""

import argparse
import os
from collections.abc import Callable, Sequence
from contextlib import suppress

import django
from django.core.management import call_command
from django.db import connections

from jalon.config import embedded_postgres, environment, machine
from jalon.config.embedded_postgres import EMBEDDED
from jalon.config.file_lock import LockedError
from jalon.config.postgres_binaries import EmbeddedPostgresError
from jalon.config.static import collect
from jalon.config.supervise import Child, Supervisor


def main(arguments: list[str]) -> int:
    """Migrate, then run web and worker until asked to stop."""
    parser = argparse.ArgumentParser("jalon serve", description="Site et tâches de fond sur cette machine.")
    add_address(parser, host=environment.text("JALON_HOST", "127.0.0.1"))
    given = parser.parse_args(arguments)
    with machine.only_one():
        port = machine.free_port(given.host, given.port)
        prepare()
        call_command("migrate", verbosity=0, interactive=False)
        return supervise(given.host, port, f"Jalon sert http://{given.host}:{port} (Ctrl-C arrête tout)")


def add_address(parser: argparse.ArgumentParser, *, host: str) -> None:
    """Options --host and --port."""
    parser.add_argument("--host", default=host, help="adresse d’écoute (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port d’écoute (%(default)s)")


def prepare() -> None:
    """A secret, a database and collected files, then Django."""
    machine.keep_secret_key()
    if not environment.flag("JALON_DEBUG"):
        os.environ["JALON_HASHED_STATIC"] = "1"
    embedded_postgres.prepare_database()
    django.setup()
    if not environment.flag("JALON_DEBUG"):
        collect()


def supervise(host: str, port: int, greeting: str, companions: Sequence[Sequence[str]] = ()) -> int:
    """Run web, worker and companions until asked to stop; greet once the site answers.

    The embedded database is revived when it dies.
    """
    connections.close_all()
    machine.say_where(f"http://{host}:{port}")
    children = [Child(["web", "--host", host, "--port", str(port)]), Child(["worker"])]
    children += [Child(arguments) for arguments in companions]
    return Supervisor(children, watch=_watch(host, port, greeting)).run()


def _watch(host: str, port: int, greeting: str) -> Callable[[], None]:
    """What the supervisor looks after: the greeting, then the embedded database."""
    unsaid = [greeting]

    def watch() -> None:
        if unsaid and machine.listens(host, port):
            print(unsaid.pop(), flush=True)
        if os.environ.get(EMBEDDED) == "1":
            revive_database()

    return watch


def revive_database() -> None:
    """Start the embedded server again if it died; a failure is tried again a moment later."""
    with suppress(EmbeddedPostgresError, LockedError):
        embedded_postgres.revive()
