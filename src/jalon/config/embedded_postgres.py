"""A PostgreSQL server for machines that have none: started when needed, shared, stopped by its last user.

Each process that uses the server holds a shared lock on a file; whoever leaves last stops the server. A
process that is killed loses its lock with its life, so nothing has to be cleaned up by hand. The server
listens on a Unix socket in a private directory only, and recognises the system user (peer).
"""

import atexit
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from jalon.config import environment, file_lock
from jalon.config.places import instance_key, var_directory
from jalon.config.postgres_binaries import SYSTEM_USER, EmbeddedPostgresError, is_root
from jalon.config.postgres_cluster import SOCKET_NAME, Cluster

DEFAULT_DATABASE = "jalon"
EMBEDDED = "JALON_EMBEDDED"  # tells child processes that DATABASE_URL is the embedded server, to be joined
START_SECONDS = 90
STOP_SECONDS = 30
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes on Linux, 103 on macOS


def server_home(instance: str = "") -> Path:
    """The folder of one server: data, socket, log, locks. `instance` tells servers of one checkout apart."""
    if is_root():
        return Path("/var/lib/jalon") / instance_key(instance)
    return var_directory() / "-".join(part for part in ("postgres", instance) if part)


def socket_directory(home: Path) -> Path:
    """The private folder of the socket; a short one when the checkout's path is too long for the kernel."""
    beside = home / "run"
    if len(os.fsencode(beside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return beside
    return Path("/tmp") / f"jalon-{os.geteuid()}-{instance_key(home.name)[-24:]}"  # noqa: S108  0700, owner checked


# Servers that this process started and others still use: kept, or Python would take them for forgotten.
_left_to_others: list[subprocess.Popen[bytes]] = []


@dataclass
class EmbeddedPostgres:
    """One embedded server. `durable=False` gives up safety against power cuts, for tests."""

    instance: str = ""
    durable: bool = True
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _use: IO[str] | None = field(default=None, repr=False)

    @property
    def home(self) -> Path:
        """The folder of this server."""
        return server_home(self.instance)

    @property
    def cluster(self) -> Cluster:
        """The files of this server and the programs that work on them."""
        return Cluster(home=self.home, sockets=socket_directory(self.home))

    def url(self, name: str = DEFAULT_DATABASE) -> str:
        """The address of database `name`; known before the server runs."""
        return f"postgresql://{SYSTEM_USER}@/{name}?host={quote(str(socket_directory(self.home)), safe='')}"

    def start(self) -> Self:
        """Start the server or join the one that runs; wait until it answers. Raises EmbeddedPostgresError."""
        if self._use is not None:
            return self
        cluster = self.cluster
        cluster.make_directories()
        with file_lock.exclusive(self.home / "start.lock", seconds=START_SECONDS, busy=_busy(self.home)):
            use = file_lock.shared(self.home / "use.lock")
            try:
                cluster.initialise()
                if not self.answers():
                    self._launch(cluster)
            except BaseException:
                use.close()
                raise
            self._use = use
        atexit.register(self.stop)
        return self

    def revive(self) -> None:
        """Start the server again if it died while in use."""
        if self._use is None or self.cluster.runs():
            return
        with file_lock.exclusive(self.home / "start.lock", seconds=START_SECONDS, busy=_busy(self.home)):
            if not self.answers():
                self._launch(self.cluster)

    def stop(self) -> None:
        """Leave the server; the last one to leave stops it and waits until its files are closed."""
        if self._use is None:
            return
        atexit.unregister(self.stop)
        with file_lock.exclusive(self.home / "start.lock", seconds=START_SECONDS, busy=_busy(self.home)):
            self._use.close()
            self._use = None
            if file_lock.nobody_shares(self.home / "use.lock"):
                self._shut_down()
            elif self._process is not None:
                _left_to_others.append(self._process)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def answers(self) -> bool:
        """Whether the server accepts connections now."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def pid(self) -> int | None:
        """The process id of the running server, None when it left no trace."""
        return self.cluster.pid()

    def create_database(self, name: str) -> str:
        """Create database `name` unless it exists; return its address."""
        # A second start may create it between a look and the creation: try, and accept that it exists.
        exists = (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation)
        with suppress(*exists), psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop database `name` with whatever is connected to it; nothing when it does not exist."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def _launch(self, cluster: Cluster) -> None:
        """Try again while remains of a killed server still hold its shared memory."""
        deadline = time.monotonic() + START_SECONDS
        self._reap()
        while time.monotonic() < deadline:
            cluster.forget_dead_server()
            self._process = cluster.spawn(durable=self.durable)
            if self._wait_until(self._ready_or_dead, deadline) and self.answers():
                return
            if self._process.poll() is None:
                self._process.send_signal(signal.SIGQUIT)
            self._process.wait(STOP_SECONDS)
            time.sleep(0.5)
            if not cluster.remains_block_start():
                break
        raise EmbeddedPostgresError(
            f"PostgreSQL n’a pas démarré. Dernières lignes de {cluster.log} :\n{cluster.last_log_lines()}"
        )

    def _ready_or_dead(self) -> bool:
        return (self._process is not None and self._process.poll() is not None) or self.answers()

    def _reap(self) -> None:
        """Take note of the end of a server that this process started, so that it leaves no zombie."""
        if self._process is not None and not self.cluster.runs():
            self._process.wait(STOP_SECONDS)
            self._process = None

    def _shut_down(self) -> None:
        self._reap()
        pid = self.pid()
        if pid is None or not self.cluster.runs():
            return
        for request in (
            signal.SIGINT,
            signal.SIGQUIT,
        ):  # fast, then immediate (safe too: recovery at next start)
            with suppress(ProcessLookupError):
                os.kill(pid, request)
            if self._wait_until(self._has_left, time.monotonic() + STOP_SECONDS):
                return

    def _has_left(self) -> bool:
        self._reap()
        return not self.cluster.runs()

    @staticmethod
    def _wait_until(condition: Callable[[], bool], deadline: float) -> bool:
        while time.monotonic() < deadline:
            if condition():
                return True
            time.sleep(0.05)
        return False


def _busy(home: Path) -> str:
    return f"Un autre démarrage de PostgreSQL est en cours dans {home} et ne se termine pas."


_server: EmbeddedPostgres | None = None


def ensure_database(*, name: str = DEFAULT_DATABASE, instance: str = "") -> str:
    """Start (or join) the embedded server, create database `name` if missing, return its address.

    The server stays until `stop()` or the end of this process, and longer if another process uses it.
    """
    global _server  # noqa: PLW0603  one server per process, stopped at its exit
    if _server is None or _server.instance != instance:
        stop()
        _server = EmbeddedPostgres(instance=instance)
    return _server.start().create_database(name)


def prepare_database() -> str:
    """Point this process and its children at DATABASE_URL, or at the embedded server, started if need be."""
    url = environment.text("DATABASE_URL")
    if not url or os.environ.get(EMBEDDED) == "1":
        os.environ[EMBEDDED] = "1"
        url = ensure_database()
        os.environ["DATABASE_URL"] = url
    return url


def revive() -> None:
    """Start the server that `ensure_database` started again if it died."""
    if _server is not None:
        _server.revive()


def stop() -> None:
    """Leave the server that `ensure_database` started."""
    if _server is not None:
        _server.stop()


def database_url() -> str:
    """DATABASE_URL if set, else the address of the embedded server (which this does not start)."""
    return environment.text("DATABASE_URL") or EmbeddedPostgres().url()
