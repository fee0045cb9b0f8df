"""Hours as the clock on the wall shows them, in the territory's zone."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils import timezone

from jalon.activities.rules.refusal import RefusedError
from jalon.base import words


def at_clock(day: date, hour: time, zone: tzinfo | None = None) -> datetime:
    """The instant when the clock on the wall shows this hour on this day, aware.

    An hour that the clock shows twice (October) is the first one.

    Raises:
        RefusedError: the clock never shows it: on the last Sunday of March it jumps from 2 h to 3 h.
    """
    chosen = zone or timezone.get_default_timezone()
    instant = datetime.combine(day, hour.replace(fold=0), chosen)
    if instant.astimezone(UTC).astimezone(chosen).replace(tzinfo=None) != instant.replace(tzinfo=None):
        raise RefusedError(
            f"{words.hour(hour)} n’existe pas le {words.day(day)} : on change d’heure cette nuit-là."
        )
    return instant


def shifted(instant: datetime, days: int, zone: tzinfo | None = None) -> datetime:
    """The same hour on the wall, so many days later. RefusedError as `at_clock`."""
    chosen = zone or timezone.get_default_timezone()
    local = instant.astimezone(chosen)
    return at_clock(local.date() + timedelta(days=days), local.time(), chosen)
