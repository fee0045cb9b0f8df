"""Messages of screens, as docs/screen-protocol.md describes them: read strictly, refused in words."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from jalon.base.message import BadMessageError, Fields, document
from jalon.transit.actions.plays import PlayRow, Plays
from jalon.transit.choices import LocatedBy, Shown

MAX_ROWS = 200
SECONDS_IN_REACH = (0.0, 4_102_444_800.0)
UUID = re.compile(r"[0-9a-f-]{36}")
CODE = re.compile(r"[B-DF-HJ-NP-TV-Z2-9]{4,10}")
WORD = re.compile(r"[a-z_]{0,40}")
VERSION = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class PairingAsk:
    """A player without a token, and the size of its page in pixels."""

    device: str
    width: int
    height: int


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
