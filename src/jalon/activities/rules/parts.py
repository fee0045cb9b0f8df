"""The half-days of a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from jalon.activities.rules.clock import shifted
from jalon.activities.rules.refusal import RefusedError
from jalon.base import words
from jalon.directory.models import Site

LONGEST_PART = timedelta(hours=14)
LATEST = timedelta(days=3 * 366)
EARLIEST = timedelta(days=366)


@dataclass(frozen=True)
class Half:
    """From one instant to another, aware; where, when it is not the session's place."""

    starts_at: datetime
    ends_at: datetime
    site: Site | None = None
    place: str = ""

    def later(self, days: int) -> "Half":
        """The same hours on the wall, so many days later. RefusedError where the clock skips them."""
        return Half(shifted(self.starts_at, days), shifted(self.ends_at, days), self.site, self.place)


def check_halves(halves: Sequence[Half], now: datetime) -> list[Half]:
    """The half-days in order. RefusedError where they cannot be."""
    ordered = sorted(halves, key=lambda half: half.starts_at)
    if not ordered:
        raise RefusedError("Donnez au moins une date, avec ses heures.")
    for half in ordered:
        _check_one(half, now)
    for before, after in pairwise(ordered):
        if after.starts_at < before.ends_at:
            raise RefusedError(f"Deux demi-journées se chevauchent le {words.moment(after.starts_at)}.")
    return ordered


def _check_one(half: Half, now: datetime) -> None:
    day = words.day(half.starts_at)
    if half.ends_at <= half.starts_at:
        raise RefusedError(f"Le {day}, la fin vient avant le début.")
    if half.ends_at - half.starts_at > LONGEST_PART:
        raise RefusedError(f"Le {day} dure plus de 14 heures : écrivez une ligne par demi-journée.")
    if not now - EARLIEST <= half.starts_at <= now + LATEST:
        raise RefusedError(
            f"Le {day} est à plus d’un an en arrière, ou à plus de trois ans : relisez l’année."
        )
