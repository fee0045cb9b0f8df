"""Reads settings from the environment, and refuses odd values in words."""

import os
from pathlib import Path


class SettingError(Exception):
    """A setting of the environment cannot be used; the message says which and what is expected."""


def text(name: str, default: str = "") -> str:
    """Value of NAME, or the content of the file that NAME_FILE points at, or the default."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        path = Path(file)
        if not path.is_file():
            raise SettingError(f"{name}_FILE désigne un fichier absent : {file}")
        return path.read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, oui; False for 0, false, no, non or empty; anything else is refused."""
    value = text(name).strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "oui"}:
        return True
    if value in {"0", "false", "no", "non"}:
        return False
    raise SettingError(f"{name} doit valoir 1 ou 0, pas « {value} »")


def whole(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`."""
    value = text(name).strip()
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise SettingError(f"{name} doit être un nombre entier d’au moins {least}, pas « {value} »")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
