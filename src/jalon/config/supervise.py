"""Keeps the processes of one machine running: database, web, worker; ends them together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from jalon.config.places import var_directory

GRACE_SECONDS = 15
PARENT = "JALON_PARENT"


@dataclass
class Child:
    """One process: the arguments of `jalon`, started again when it ends without being asked to."""

    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_ends: int = 0

    def start(self) -> None:
        """Start it in a session of its own: a Ctrl-C at the terminal reaches the supervisor alone."""
        environment = {**os.environ, PARENT: str(os.getpid())}
        command = [sys.executable, "-m", "jalon", *self.arguments]
        self.process = subprocess.Popen(command, env=environment, start_new_session=True)
        self.started_at = time.monotonic()
        (var_directory() / f"{self.arguments[0]}.pid").write_text(str(self.process.pid), encoding="ascii")

    def runs(self) -> bool:
        """Whether it runs now."""
        return self.process is not None and self.process.poll() is None

    def wait_before_restart(self) -> float:
        """Seconds: none after a long life, longer and longer after quick ends, so as not to spin."""
        self.quick_ends = self.quick_ends + 1 if time.monotonic() - self.started_at < GRACE_SECONDS else 0
        return float(min(30, self.quick_ends**2))

    def end(self) -> None:
        """Ask it to end."""
        if self.runs() and self.process:
            self.process.terminate()


@dataclass
class Supervisor:
    """Starts children, restarts those that die, asks `watch` to look after the database."""

    children: list[Child]
    watch: Callable[[], None] = lambda: None
    pause_seconds: float = 0.5
    _asked_to_end: threading.Event = field(default_factory=threading.Event)
    _due: dict[int, float] = field(default_factory=dict)

    def run(self) -> int:
        """Run until Ctrl-C, SIGTERM or the closing of the terminal; end the children before returning."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._asked_to_end.set())
        try:
            for child in self.children:
                child.start()
            while not self._asked_to_end.wait(self.pause_seconds):
                self.watch()
                self._restart_the_dead()
        finally:
            self._end_all()
        return 0

    def _restart_the_dead(self) -> None:
        for number, child in enumerate(self.children):
            if child.runs():
                continue
            if number not in self._due:
                self._due[number] = time.monotonic() + child.wait_before_restart()
                code = child.process.returncode if child.process else "?"
                name = f"« jalon {child.arguments[0]} »"
                print(f"{name} s’est arrêté ({code}), il est relancé.", file=sys.stderr)
            if time.monotonic() >= self._due[number]:
                del self._due[number]
                child.start()

    def _end_all(self) -> None:
        for child in self.children:
            child.end()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            _wait_or_kill(child, max(0.1, deadline - time.monotonic()))


def _wait_or_kill(child: Child, seconds: float) -> None:
    (var_directory() / f"{child.arguments[0]}.pid").unlink(missing_ok=True)
    if child.process is None:
        return
    try:
        child.process.wait(seconds)
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()


def end_with_parent() -> None:
    """In a child: end in order when the supervisor is gone, even if it was killed."""
    parent = os.environ.get(PARENT)
    if parent and parent.isdecimal():
        threading.Thread(target=_end_when_orphaned, args=[int(parent)], daemon=True).start()


def _end_when_orphaned(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
