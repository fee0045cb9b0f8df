"""Proofs of play as pages and figures read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum

from jalon.network.models import Network
from jalon.transit.models import Play, PlayHour, Preemption, Screen
from jalon.transit.queries.content import day_bounds


@dataclass(frozen=True)
class ShareRow:
    """Seconds on screen of an employer, as counted."""

    organisation: str
    plays: int
    seconds: float


def _hours(network: Network, first: date, last: date) -> QuerySet[PlayHour]:
    begin, end = day_bounds(network, first)[0], day_bounds(network, last)[1]
    return PlayHour.objects.filter(screen__network=network, hour__gte=begin, hour__lt=end)


def plays_of_day(network: Network, day: date) -> dict[int, int]:
    """How often each vacancy was shown on a day, by its id."""
    rows = _hours(network, day, day).values_list("vacancy_id").annotate(total=Sum("plays"))
    return dict(rows.order_by("vacancy_id"))


def proofs(network: Network, first: date, last: date) -> list[dict[str, Any]]:
    """Plays by line, stop, vacancy and code from a day to a day, most shown first."""
    rows = (
        _hours(network, first, last)
        .values("line_key", "stop_key", "code", "vacancy_id", "vacancy__title", "organisation__name")
        .annotate(plays_total=Sum("plays"), seconds_total=Sum("seconds"))
    )
    return list(rows.order_by("-plays_total", "code", "line_key", "stop_key"))


def plays_by_stop(network: Network, first: date, last: date) -> dict[str, int]:
    """How often offers were shown for each stop to get off at."""
    rows = _hours(network, first, last).exclude(stop_key="").values_list("stop_key")
    return dict(rows.annotate(total=Sum("plays")).order_by("stop_key"))


def hours_for_export(network: Network, first: date, last: date) -> Iterator[tuple[Any, ...]]:
    """Rows of the CSV: hour, vehicle, screen, line, stop, code, title, employer, plays, seconds."""
    rows = _hours(network, first, last).order_by("hour", "pk")
    return rows.values_list(
        "hour",
        "screen__vehicle__label",
        "screen__name",
        "line_key",
        "stop_key",
        "code",
        "vacancy__title",
        "organisation__name",
        "plays",
        "seconds",
    ).iterator(chunk_size=2000)


def measured_shares(network: Network, first: date, last: date) -> list[ShareRow]:
    """What each employer received, as counted, most first."""
    rows = (
        _hours(network, first, last)
        .values("organisation__name")
        .annotate(plays_total=Sum("plays"), seconds_total=Sum("seconds"))
        .order_by("-seconds_total", "organisation__name")
    )
    return [ShareRow(row["organisation__name"], row["plays_total"], row["seconds_total"]) for row in rows]


def plays_of_screen(screen: Screen, begin: datetime, end: datetime) -> list[Play]:
    """What a screen showed between two instants, oldest first."""
    rows = Play.objects.filter(screen=screen, at__gte=begin, at__lt=end)
    return list(rows.select_related("vacancy__organisation").order_by("at", "pk")[:3000])


def preemptions_of_screen(screen: Screen, begin: datetime, end: datetime) -> list[Preemption]:
    """When passenger information came first on a screen."""
    return list(
        Preemption.objects.filter(screen=screen, began_at__gte=begin, began_at__lt=end).order_by("began_at")
    )
