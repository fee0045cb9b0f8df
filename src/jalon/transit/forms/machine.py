"""Messages of screens, as docs/screen-protocol.md describes them: read strictly, refused in words."""

import json
import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from jalon.transit.actions.plays import PlayRow, Plays
from jalon.transit.choices import LocatedBy, Shown

MAX_ROWS = 200
SECONDS_IN_REACH = (0.0, 4_102_444_800.0)
UUID = re.compile(r"[0-9a-f-]{36}")
CODE = re.compile(r"[B-DF-HJ-NP-TV-Z2-9]{4,10}")
WORD = re.compile(r"[a-z_]{0,40}")
VERSION = re.compile(r"[0-9a-f]{16}")


class BadMessageError(ValueError):
    """A message that cannot be read and never will."""


@dataclass(frozen=True)
class PairingAsk:
    """A player without a token, and the size of its page in pixels."""

    device: str
    width: int
    height: int


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


def read_pairing(body: bytes) -> PairingAsk:
    """A player that asks for a code."""
    fields = Fields(document(body), "appairage")
    size = (int(fields.number(side, 1, 20_000)) for side in ("width", "height"))
    return PairingAsk(fields.text("device", 36, UUID), *size)


def read_poll(body: bytes) -> tuple[str, str]:
    """A player that asks whether it is paired: device and secret."""
    fields = Fields(document(body), "appairage")
    return fields.text("device", 36, UUID), fields.text("secret", 200)


def read_state(body: bytes) -> dict[str, Any]:
    """What a screen says of itself, only what is known of, ready to be stored."""
    fields = Fields(document(body), "état")
    day = fields.optional_text("day", 10)
    if day is not None:
        _check_day(day)
    return {
        "at": fields.number("at", *SECONDS_IN_REACH),
        "boot": fields.text("boot", 36, UUID),
        "bundle": fields.optional_text("bundle", 16, VERSION),
        "day": day,
        "shown": _shown(Fields(fields.values.get("shown"), "shown")),
        "where": _where(Fields(fields.values.get("where"), "where")),
        "preempted_since": fields.optional_number("preempted_since", *SECONDS_IN_REACH),
        "visible": fields.values.get("visible") is True,
        "plays_waiting": int(fields.number("plays_waiting", 0, 1e9)),
        "clock_offset_s": fields.number("clock_offset_s", -1e10, 1e10),
        "width": int(fields.number("width", 0, 1e6)),
        "height": int(fields.number("height", 0, 1e6)),
        "trouble": [_word(word) for word in fields.rows("trouble", 10)],
    }


def _shown(fields: Fields) -> dict[str, Any]:
    return {
        "kind": fields.choice("kind", Shown.values),
        "id": fields.text("id", 80),
        "code": fields.text("code", 10),
        "since": fields.number("since", *SECONDS_IN_REACH),
        "why": fields.text("why", 40, WORD),
    }


def _where(fields: Fields) -> dict[str, Any]:
    return {
        "source": fields.choice("source", LocatedBy.values),
        "at": fields.optional_number("at", *SECONDS_IN_REACH),
        "trip": fields.optional_text("trip", 200),
        "line": fields.optional_text("line", 200),
        "metres": fields.optional_number("metres", -1e7, 1e7),
        "lat": fields.optional_number("lat", -90, 90),
        "lon": fields.optional_number("lon", -180, 180),
        "heading": fields.optional_number("heading", -1e6, 1e6),
    }


def _word(value: object) -> str:
    if not isinstance(value, str) or not WORD.fullmatch(value):
        raise BadMessageError("état : « trouble » ne contient que des codes")
    return value


def _check_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as fault:
        raise BadMessageError("« day » n’est pas un jour") from fault


def read_plays(body: bytes) -> Plays:
    """A batch of proofs of play."""
    fields = Fields(document(body), "diffusions")
    return Plays(
        batch=fields.text("batch", 36, UUID),
        rows=tuple(_row(Fields(row, "diffusion")) for row in fields.rows("plays", MAX_ROWS)),
        preemptions=tuple(_span(Fields(row, "coupure")) for row in fields.rows("preemptions", MAX_ROWS)),
    )


def _row(fields: Fields) -> PlayRow:
    return PlayRow(
        at=fields.number("at", *SECONDS_IN_REACH),
        seconds=fields.number("seconds", 0, 120),
        vacancy=fields.text("vacancy", 80),
        code=fields.text("code", 10, CODE),
        line=fields.text("line", 200),
        stop=fields.text("stop", 200),
        stretch=fields.text("stretch", 240),
        trip=fields.text("trip", 200),
        metres=fields.optional_number("metres", -1e7, 1e7),
        source=fields.choice("source", LocatedBy.values),
        why=fields.text("why", 40, WORD),
        bundle=fields.text("bundle", 16, VERSION),
    )


def _span(fields: Fields) -> tuple[float, float]:
    begin, end = (fields.number(key, *SECONDS_IN_REACH) for key in ("from", "until"))
    return begin, max(begin, end)
