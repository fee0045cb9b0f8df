"""What one machine needs before `serve` and `demo` start their processes."""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jalon.config import environment, file_lock
from jalon.config.places import var_directory


class PortTakenError(environment.SettingError):
    """Another program listens on the port that was asked for."""


def free_port(host: str, wanted: int, *, tries: int = 1) -> int:
    """The first free port from `wanted` on, among `tries`. Raises PortTakenError."""
    for port in range(wanted, wanted + tries):
        if not listens(host, port):
            return port
    raise PortTakenError(f"Le port {wanted} est déjà pris : choisissez-en un autre avec --port.")


def listens(host: str, port: int) -> bool:
    """Whether somebody answers on this port of this machine."""
    everywhere = {"0.0.0.0", "::"}  # noqa: S104  compared with, not listened on
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(2)
        return probe.connect_ex(("localhost" if host in everywhere else host, port)) == 0


@contextmanager
def only_one() -> Iterator[None]:
    """Hold this checkout for one `serve` or `demo` at a time."""
    var = var_directory()
    var.mkdir(parents=True, exist_ok=True)
    running = var / "running"
    said = running.read_text(encoding="utf-8").strip() if running.exists() else ""
    busy = f"Jalon tourne déjà dans {var.parent}{f' : {said}' if said else ''}"
    with file_lock.exclusive(var / "running.lock", seconds=2, busy=busy):
        yield
        running.unlink(missing_ok=True)


def say_where(address: str) -> None:
    """Leave the address for whoever tries to start a second time."""
    (var_directory() / "running").write_text(f"{address} (processus {os.getpid()})\n", encoding="utf-8")


def keep_secret_key() -> None:
    """Set JALON_SECRET_KEY from a private file, made at the first start, unless it is given."""
    if environment.text("JALON_SECRET_KEY"):
        return
    path = var_directory() / "secret_key"
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(50))
    os.environ["JALON_SECRET_KEY"] = path.read_text(encoding="ascii").strip()


def _write_private(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(content)
