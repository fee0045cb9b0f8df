"""The share of time of each employer: what is planned for today and what was counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jalon.transit.queries import ShareRow


@dataclass(frozen=True)
class EmployerShare:
    """One employer: seconds and fractions planned today and counted over a period, in percent."""

    employer: str
    planned_plays: int
    planned: float
    fair: float
    plays: int
    minutes: float
    measured: float


def shares(planned: Sequence[dict[str, Any]], counted: Sequence[ShareRow]) -> list[EmployerShare]:
    """Every employer that is planned or was counted, most planned first."""
    whole = {row["employer"]: row for row in planned if row["line"] == ""}
    found = {row.organisation: row for row in counted}
    total = sum(row.seconds for row in counted) or 1.0
    rows = []
    for name in sorted({*whole, *found}):
        plan, was = whole.get(name), found.get(name)
        rows.append(
            EmployerShare(
                employer=name,
                planned_plays=plan["plays"] if plan else 0,
                planned=round(100 * plan["share"], 1) if plan else 0.0,
                fair=round(100 * plan["fair_share"], 1) if plan else 0.0,
                plays=was.plays if was else 0,
                minutes=round(was.seconds / 60, 1) if was else 0.0,
                measured=round(100 * was.seconds / total, 1) if was else 0.0,
            )
        )
    return sorted(rows, key=lambda row: (-row.planned, -row.measured, row.employer))
