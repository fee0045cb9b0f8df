"""Messages of machines (screens, tablets at the door): read strictly, refused in words."""

import json
import math
import re
from collections.abc import Collection
from typing import Any


class BadMessageError(ValueError):
    """A message that cannot be read and never will."""


class Fields:
    """A JSON object whose members are taken one by one with their type; what is wrong raises."""

    def __init__(self, value: object, name: str) -> None:
        if not isinstance(value, dict):
            raise BadMessageError(f"{name} : un objet est attendu")
        self.values: dict[str, Any] = value
        self.name = name

    def _get(self, key: str) -> Any:
        if key not in self.values:
            raise BadMessageError(f"{self.name} : « {key} » manque")
        return self.values[key]

    def text(self, key: str, longest: int, pattern: re.Pattern[str] | None = None) -> str:
        """A text of at most `longest` characters without control characters."""
        value = self._get(key)
        fine = isinstance(value, str) and len(value) <= longest and "\x00" not in value
        if not fine or (pattern and not pattern.fullmatch(value)) or _surrogate(value):
            raise BadMessageError(f"{self.name} : « {key} » n’est pas un texte attendu")
        return str(value)

    def number(self, key: str, least: float, most: float) -> float:
        """A finite number within bounds."""
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadMessageError(f"{self.name} : « {key} » n’est pas un nombre")
        if not (least <= value <= most) or not math.isfinite(value):
            raise BadMessageError(f"{self.name} : « {key} » est hors des bornes")
        return float(value)

    def choice(self, key: str, among: Collection[str]) -> str:
        """One of these words."""
        value = self._get(key)
        if not isinstance(value, str) or value not in among:
            raise BadMessageError(f"{self.name} : « {key} » n’est pas prévu")
        return value

    def optional_text(self, key: str, longest: int, pattern: re.Pattern[str] | None = None) -> str | None:
        """A text or null."""
        return None if self._get(key) is None else self.text(key, longest, pattern)

    def optional_number(self, key: str, least: float, most: float) -> float | None:
        """A number or null."""
        return None if self._get(key) is None else self.number(key, least, most)

    def rows(self, key: str, most: int) -> list[Any]:
        """A list of at most so many."""
        value = self._get(key)
        if not isinstance(value, list) or len(value) > most:
            raise BadMessageError(f"{self.name} : « {key} » doit être une liste de {most} au plus")
        return value


def _surrogate(text: str) -> bool:
    """Half a character cannot be stored."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def document(body: bytes) -> object:
    """The JSON of a body. Raises BadMessageError."""
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise BadMessageError("JSON mal formé") from fault
    return value
