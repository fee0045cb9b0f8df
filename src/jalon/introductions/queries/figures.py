"""What was counted of interests, introductions and hires."""

from datetime import date
from typing import NamedTuple

from jalon.introductions.models import FunnelDay


class FunnelCount(NamedTuple):
    """Counts of a day, line, stop and employer."""

    day: date
    line_key: str
    stop_key: str
    organisation_id: int
    interests: int
    introductions: int
    answers: int
    interviews: int
    hires: int


def funnel_by_day(since: date, until: date) -> list[FunnelCount]:
    """Counts from a day to a day, both included; 1 query."""
    rows = FunnelDay.objects.filter(date__range=(since, until)).order_by("date", "pk")
    return [
        FunnelCount(*row)
        for row in rows.values_list(
            "date", "line_key", "stop_key", "organisation_id",
            "interests", "introductions", "answers", "interviews", "hires",
        )
    ]  # fmt: skip
