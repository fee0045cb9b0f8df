"""A sheet signed on paper is typed."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions.attendance import mark
from jalon.activities.choices import MarkMeans
from jalon.activities.models import SessionPart
from jalon.activities.queries.sheet import Sheet


@transaction.atomic
def take_paper(*, sheet: Sheet, cells: dict[str, dict[str, Any]], by: User) -> int:
    """Note what a paper sheet says, by cell (`booking-part`); typed twice, it is noted once.

    Each cell gives `uuid`, `knew`, `status`, `reason` and perhaps `hour`. Returns how many were noted.
    """
    noted = 0
    for line in sheet.lines:
        line.booking.session = sheet.session
        for cell in line.cells:
            said = cells.get(f"{line.booking.pk}-{cell.part.pk}")
            if said:
                _note(line.booking, cell.part, said, by)
                noted += 1
    return noted


def _note(booking: Any, part: SessionPart, said: dict[str, Any], by: User) -> None:
    mark(
        uuid=UUID(str(said["uuid"])),
        booking=booking,
        part=part,
        status=said["status"],
        means=MarkMeans.PAPER,
        by=by,
        reason=said["reason"],
        knew=said["knew"],
        marked_at=_at(part, said["hour"]),
    )


def _at(part: SessionPart, hour: time | None) -> datetime:
    """The hour that was written beside the name; without one, now."""
    if hour is None:
        return timezone.now()
    days = (timezone.localdate(part.starts_at), timezone.localdate(part.ends_at))
    first, last = (timezone.make_aware(datetime.combine(day, hour)) for day in days)
    # A half-day that runs past midnight.
    return first if first >= part.starts_at else last
