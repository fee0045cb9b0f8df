"""Locks on files that the kernel releases when their holder dies."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class LockedError(RuntimeError):
    """Someone else kept the lock for too long; the message says whose it is."""


def _open(path: Path) -> IO[str]:
    return path.open("a", encoding="utf-8")


def _try(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def exclusive(path: Path, *, seconds: float, busy: str) -> Iterator[None]:
    """Hold the lock alone; wait at most `seconds` for it, then raise LockedError(busy)."""
    with _open(path) as file:
        deadline = time.monotonic() + seconds
        while not _try(file, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise LockedError(busy)
            time.sleep(0.05)
        yield


def shared(path: Path) -> IO[str]:
    """Share the lock until the returned file is closed or this process ends."""
    file = _open(path)
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def nobody_shares(path: Path) -> bool:
    """Whether no process shares the lock at this moment."""
    with _open(path) as file:
        return _try(file, fcntl.LOCK_EX)
