"""What was counted of plays."""

from datetime import date
from typing import NamedTuple

from django.db.models import Sum
from django.db.models.functions import TruncDate

from jalon.transit.models import PlayHour


class PlayCount(NamedTuple):
    """Plays of a day, line, stop and employer."""

    day: date
    line_key: str
    stop_key: str
    organisation_id: int
    plays: int
    seconds: float


def plays_by_day(since: date, until: date) -> list[PlayCount]:
    """Plays from a day to a day, both included; 1 query."""
    rows = (
        PlayHour.objects.annotate(day=TruncDate("hour"))
        .filter(day__range=(since, until))
        .values_list("day", "line_key", "stop_key", "organisation_id")
        .annotate(plays=Sum("plays"), seconds=Sum("seconds"))
        .order_by("day", "line_key", "stop_key", "organisation_id")
    )
    return [PlayCount(*row) for row in rows]
