"""Figures of the day: they grow with what happens and outlive whoever they counted."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from jalon.outreach.models import Relay, Stand

COUNTED = ("contacts", "wishes", "new_to_all", "interests", "bookings")


def count(
    *, day: date, stand: Stand | None = None, relay: Relay | None = None, what: Collection[str]
) -> None:
    """Add one to each named figure, for the stand or the relay on this day."""
    if set(what) - set(COUNTED):
        raise ValueError(sorted(what))
    added = [int(name in what) for name in COUNTED]
    values: list[Any] = [day, stand and stand.pk, relay and relay.pk, *added]
    changed = ", ".join(f"{name} = outreach_outreachday.{name} + excluded.{name}" for name in COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO outreach_outreachday (date, stand_id, relay_id, {', '.join(COUNTED)})"  # noqa: S608  names of COUNTED
            " VALUES (%s,%s,%s, %s,%s,%s,%s,%s) ON CONFLICT (date, stand_id, relay_id)"
            f" DO UPDATE SET {changed}",
            values,
        )
