"""When a resource is lent."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from jalon.activities.models import ResourceHours
from jalon.base import words

Period = tuple[datetime, datetime]


def lent_during(hours: Iterable[ResourceHours], period: Period) -> bool:
    """Whether the whole period lies within one span of its hours, or it has none: then always."""
    spans = list(hours)
    begins, ends = (timezone.localtime(instant) for instant in period)
    if not spans:
        return True
    return begins.date() == ends.date() and any(
        span.weekday == begins.weekday() and span.opens <= begins.time() and ends.time() <= span.closes
        for span in spans
    )


def said_hours(hours: Iterable[ResourceHours]) -> str:
    """« lundi de 9 h à 17 h, mardi de 9 h à 12 h »."""
    ordered = sorted(hours, key=lambda span: (span.weekday, span.opens))
    return ", ".join(
        f"{span.get_weekday_display()} de {words.hour(span.opens)} à {words.hour(span.closes)}"
        for span in ordered
    )


def said_period(period: Period) -> str:
    """« mardi 24 novembre de 9 h à 12 h », or both days."""
    begins, ends = (timezone.localtime(instant) for instant in period)
    if begins.date() == ends.date():
        return f"{words.day(begins)} de {words.hour(begins)} à {words.hour(ends)}"
    return f"{words.moment(begins)} à {words.moment(ends)}"
