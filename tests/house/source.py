"""The source tree as the house tests read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jalon"
# From the top: a room may point only at rooms of later rows.
FLOORS = [
    {"config"},
    {"portal", "demo"},
    {"reports"},
    {"transit", "outreach", "games"},
    {"introductions", "activities"},
    {"vacancies", "casework"},
    {"people", "network"},
    {"directory"},
    {"accounts", "reference"},
    {"base"},
]
ROOMS = sorted(set().union(*FLOORS[1:]))


def floor(room: str) -> int:
    """0 is the top."""
    return next(height for height, rooms in enumerate(FLOORS) if room in rooms)


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the product, but for migrations."""
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def templates() -> Iterator[tuple[str, Path, str]]:
    """Room, path and text of every template."""
    for room in ROOMS:
        for path in sorted((SOURCE / room / "templates").rglob("*.html")):
            yield room, path, path.read_text(encoding="utf-8")
