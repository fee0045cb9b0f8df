"""Where the project keeps what it makes: one folder outside version control, or one named by JALON_VAR."""

import hashlib
import os
import re
from pathlib import Path

SOURCE_ROOT = Path(__file__).resolve().parents[3]


def checkout() -> Path | None:
    """The folder of the checkout this code runs from, or None for an installed wheel."""
    return SOURCE_ROOT if (SOURCE_ROOT / "pyproject.toml").is_file() else None


def var_directory() -> Path:
    """The folder of databases, uploads and collected files; created by whoever writes to it first."""
    if named := os.environ.get("JALON_VAR"):
        return Path(named).resolve()
    here = checkout()
    if here:
        return here / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "jalon"


def instance_key(suffix: str = "") -> str:
    """A short name for this checkout, so that two checkouts on one machine never share data."""
    var = var_directory()
    fingerprint = hashlib.sha256(os.fsencode(var)).hexdigest()[:10]
    readable = re.sub(r"[^a-z0-9]+", "-", (var.parent.name or "root").lower()).strip("-")[:24]
    return "-".join(part for part in (readable, fingerprint, suffix) if part)
