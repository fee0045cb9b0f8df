"""The whole product as real processes, on a free port and a database of its own, to be killed in part."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jalon.config.embedded_postgres import EmbeddedPostgres

# The first start of the demonstration fills its territory.
START_SECONDS, FILLING_SECONDS = 90, 600
OURS = ("DATABASE_URL", "DATABASE_URL_FILE", "JALON_EMBEDDED", "JALON_PARENT")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Return as soon as the condition holds; fail after `seconds`, naming what was awaited."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {what}")


def remove_server(server: EmbeddedPostgres) -> None:
    """Delete the files of a stopped server."""
    shutil.rmtree(server.cluster.sockets, ignore_errors=True)
    shutil.rmtree(server.home, ignore_errors=True)


class Stack:
    """`jalon serve` (or `demo`) in a folder of its own: web, worker and an embedded database."""

    def __init__(self, folder: Path, *, command: tuple[str, ...] = ("serve",)) -> None:
        self.folder = folder
        self.command = command
        self.port = free_port()
        self.supervisor: subprocess.Popen[bytes] | None = None
        self.log = folder / "stack.log"

    @property
    def address(self) -> str:
        """Where the site answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def server(self) -> EmbeddedPostgres:
        """The database server of this stack (as seen from outside: do not start it)."""
        before = os.environ.get("JALON_VAR")
        os.environ["JALON_VAR"] = str(self.folder)
        try:
            server = EmbeddedPostgres()
            return _Fixed(server.home)
        finally:
            if before is None:
                del os.environ["JALON_VAR"]
            else:
                os.environ["JALON_VAR"] = before

    @property
    def database_url(self) -> str:
        """The address of the stack's database."""
        return self.server.url()

    def environment(self) -> dict[str, str]:
        """What every process of the stack gets."""
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        return {**kept, "JALON_VAR": str(self.folder), "JALON_LOG_LEVEL": "WARNING"}

    def start(self) -> None:
        """Start everything and wait until the site and its database answer."""
        self.folder.mkdir(parents=True, exist_ok=True)
        arguments = [sys.executable, "-m", "jalon", *self.command, "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.supervisor = subprocess.Popen(arguments, env=self.environment(), stdout=log, stderr=log)
        self.wait_ready(seconds=FILLING_SECONDS if "demo" in self.command else START_SECONDS)

    def wait_ready(self, *, seconds: float = START_SECONDS) -> None:
        """Until the site answers and says that its database does."""
        wait_until(self.ready, seconds=seconds, what=f"{self.address} ready, see {self.log}")

    def ready(self) -> bool:
        """Whether site and database answer now."""
        try:
            with urllib.request.urlopen(f"{self.address}/sante", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one `jalon` command against the stack and wait for its end."""
        command = [sys.executable, "-m", "jalon", *arguments]
        return subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False)

    def spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one `jalon` command against the stack, to be killed in its middle."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "jalon", *arguments]
            return subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)

    def pid(self, name: str) -> int:
        """The process id of `web`, `worker`, `database` or `supervisor`."""
        if name == "supervisor" and self.supervisor:
            return self.supervisor.pid
        if name == "database":
            return self.server.pid() or 0
        return int((self.folder / f"{name}.pid").read_text(encoding="ascii"))

    def kill(self, name: str) -> None:
        """Kill one part with SIGKILL, without warning."""
        pid = self.pid(name)
        assert pid > 1, f"no {name} to kill"
        os.kill(pid, signal.SIGKILL)

    def wait_replaced(self, name: str, pid: int, *, seconds: float = 30) -> None:
        """Until another process stands in for the killed one."""
        wait_until(lambda: self.pid(name) not in {pid, 0}, seconds=seconds, what=f"{name} started again")

    def stop(self) -> int:
        """Ask the supervisor to end as Ctrl-C does; return its exit code."""
        if self.supervisor is None:
            return 0
        self.supervisor.send_signal(signal.SIGINT)
        try:
            return self.supervisor.wait(60)
        finally:
            self.supervisor.kill()

    def remove(self) -> None:
        """Delete the database's files."""
        remove_server(self.server)


class _Fixed(EmbeddedPostgres):
    """A server whose folder does not depend on the environment of this process."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home = home

    @property
    def home(self) -> Path:
        return self._home


@contextmanager
def stack(folder: Path, *, command: tuple[str, ...] = ("serve",)) -> Iterator[Stack]:
    """A running stack, ended and removed afterwards."""
    running = Stack(folder, command=command)
    try:
        running.start()
        yield running
    finally:
        running.stop()
        running.remove()
