"""Words of a vacancy that the law may forbid: they warn and call for a reading, they never block.

Criteria of article L1132-1 of the French Labour Code; the expressions are in `data/wording.json`, written
without accents and in lower case.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SAME = {"’": "'", "ʼ": "'", "‑": "-", "–": "-"}
DATA = Path(__file__).resolve().parents[1] / "data" / "wording.json"


@dataclass(frozen=True)
class Remark:
    """An expression as it was written, and what to do about it."""

    expression: str
    advice: str


@cache
def _families() -> tuple[tuple[re.Pattern[str], str], ...]:
    families = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple((re.compile("|".join(f["patterns"])), f["advice"]) for f in families)


def _folded(text: str) -> str:
    """Lower case without accents, character for character, so that positions stay those of the text."""
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def remarks(*texts: str) -> list[Remark]:
    """Expressions found in the texts, in order, each once."""
    found: dict[str, Remark] = {}
    for text in texts:
        folded = _folded(text)
        for pattern, advice in _families():
            for match in pattern.finditer(folded):
                written = text[match.start() : match.end()].strip()
                found.setdefault(written.lower(), Remark(written, advice))
    return list(found.values())
