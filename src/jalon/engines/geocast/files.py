"""Files that a command reads and writes: refusals of the system in French; a table is whole or absent."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from jalon.engines.geocast.problem import ProblemError

WORDS = {
    errno.ENOENT: "ce fichier n’existe pas",
    errno.ENOTDIR: "un des dossiers du chemin est un fichier",
    errno.EISDIR: "c’est un dossier",
    errno.EACCES: "droits insuffisants",
    errno.EPERM: "droits insuffisants",
    errno.EROFS: "ce disque ne s’écrit pas",
    errno.ENOSPC: "il n’y a plus de place sur le disque",
    errno.EDQUOT: "il n’y a plus de place sur le disque",
    errno.ENAMETOOLONG: "le nom est trop long",
}


def why(fault: OSError) -> str:
    """Why the system refused a file, in French."""
    return WORDS.get(fault.errno or 0, f"erreur {fault.errno} du système")


def output_faults(*paths: Path | None) -> list[str]:
    """What can be seen beforehand to prevent writing these files, in French; empty when nothing does."""
    return [
        f"{path} : impossible d’écrire ({reason})"
        for path in paths
        if path is not None and (reason := _obstacle(path))
    ]


def _obstacle(path: Path) -> str:
    if path.is_dir():
        return "c’est un dossier"
    if not path.parent.exists():
        return f"le dossier « {path.parent} » n’existe pas"
    if not path.parent.is_dir():
        return f"« {path.parent} » n’est pas un dossier"
    return "" if os.access(path if path.exists() else path.parent, os.W_OK) else "droits insuffisants"


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """A text file that takes its name once it is whole; before, what stood there stays.

    ProblemError when the system refuses. What is no plain file (a pipe, /dev/stdout) is written directly.
    """
    try:
        target = path.resolve()
        if (path.exists() and not target.is_file()) or not os.access(target.parent, os.W_OK):
            with path.open("w", encoding="utf-8", newline="") as stream:
                yield stream
        else:
            with _beside(target) as stream:
                yield stream
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise ProblemError([f"{path} : impossible d’écrire ({why(fault)})"]) from fault


@contextmanager
def _beside(target: Path) -> Iterator[TextIO]:
    """A file next to the target, renamed to it at the end, removed when anything fails."""
    number, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as stream:
            os.fchmod(number, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
            yield stream
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
