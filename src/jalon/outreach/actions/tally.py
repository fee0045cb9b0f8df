"""Count people at a stand: nothing but how many, and what they say of themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.outreach.models import Stand


@dataclass(frozen=True)
class Mark:
    """One person as a device counted them; the latest `changed_at` holds."""

    uuid: UUID
    changed_at: datetime
    gender: str = ""
    age_band: str = ""
    withdrawn: bool = False


@transaction.atomic
def tally(*, stand: Stand, marks: Iterable[Mark], by: User | None) -> None:
    """Keep marks of a device; the same one sent again, or an older state of it, changes nothing.

    A mark belongs to the stand for which it first came.
    """
    rows = sorted(marks, key=lambda mark: (mark.uuid, mark.changed_at))
    now = timezone.now()
    with connection.cursor() as cursor:
        for mark in rows:
            cursor.execute(
                "INSERT INTO outreach_tally AS kept"
                " (uuid, stand_id, gender, age_band, withdrawn, changed_at, received_at, counted_by_id)"
                " VALUES (%s,%s,%s,%s,%s,%s,%s,%s) ON CONFLICT (uuid) DO UPDATE SET"
                " gender = excluded.gender, age_band = excluded.age_band, withdrawn = excluded.withdrawn,"
                " changed_at = excluded.changed_at"
                " WHERE kept.changed_at < excluded.changed_at AND kept.stand_id = excluded.stand_id",
                [
                    mark.uuid,
                    stand.pk,
                    mark.gender,
                    mark.age_band,
                    mark.withdrawn,
                    mark.changed_at,
                    now,
                    by.pk if by else None,
                ],
            )
