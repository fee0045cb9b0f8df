"""A vacancy as a source tells it, before it meets what is already here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jalon.vacancies.rules.content import ShiftRow


@dataclass(frozen=True)
class Posting:
    """One posting. `source_id` is the same at each reading of the same vacancy, within its source.

    `valid_until` is None when the source tells no end. Without coordinates, `postal_code`, `commune_code`
    and `commune` help to find a place.
    """

    source_id: str
    title: str
    source_url: str = ""
    employer: str = ""
    occupation_code: str = ""
    occupation_label: str = ""
    tasks: str = ""
    requirements: str = ""
    contract: str = ""
    contract_detail: str = ""
    hours_detail: str = ""
    shifts: tuple[ShiftRow, ...] = ()
    starts_on: date | None = None
    wage_from: Decimal | None = None
    wage_to: Decimal | None = None
    wage_period: str = ""
    wage_detail: str = ""
    lat: float | None = None
    lon: float | None = None
    exact: bool = False
    place_text: str = ""
    postal_code: str = ""
    commune_code: str = ""
    commune: str = ""
    seats: int = 1
    valid_until: datetime | None = None


@dataclass(frozen=True)
class Row:
    """A row of a file as it was written, and what came of it: a posting, or the reasons why not.

    `source_id` may be known even of a row that is refused.
    """

    number: int
    written: Mapping[str, Any]
    posting: Posting | None = None
    reasons: tuple[str, ...] = ()
    source_id: str = field(default="")


def digest(*parts: str) -> str:
    """A short name for what identifies a vacancy when its source gives no number."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
