"""Numba where size warrants it; importing this module loads the compiler, so import it late."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def _cache_folder() -> Path:
    """A folder of the user where compiled code stays from one run to the next."""
    home = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(home) if home else Path.home() / ".cache") / "jalon" / "numba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.gettempdir()) / f"jalon-numba-{os.getuid()}"


os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder()))

from numba import njit  # noqa: E402  reads the cache folder when it is imported


def compiled(function: F) -> F:
    """The function as machine code, compiled at its first call and kept in the user's cache."""
    return cast("F", njit(cache=True, nogil=True, error_model="numpy")(function))
