"""Who goes, and what the day came to."""

from collections.abc import Iterable
from datetime import time

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.rules.refusal import RefusedError
from jalon.outreach.models import Outing, OutingCrew


@transaction.atomic
def set_crew(*, outing: Outing, users: Iterable[User], names: Iterable[str] = (), by: User) -> None:
    """The whole crew of the day: people with an account, and names of those without."""
    Outing.objects.select_for_update(no_key=True).get(pk=outing.pk)
    outing.crew.all().delete()
    clean = dict.fromkeys(name.strip() for name in names if name.strip())
    rows = [OutingCrew(outing=outing, user=user) for user in {user.pk: user for user in users}.values()]
    OutingCrew.objects.bulk_create(rows + [OutingCrew(outing=outing, name=name) for name in clean])


@transaction.atomic
def report_outing(
    *, outing: Outing, km: int | None, left_at: time | None, back_at: time | None, by: User
) -> None:
    """Kilometres and hours of the day, once back; may be corrected.

    Raises:
        RefusedError: the day is still to come, or it ends before it began.
    """
    if outing.date > timezone.localdate():
        raise RefusedError("Cette sortie n’a pas encore eu lieu.")
    if left_at and back_at and back_at <= left_at:
        raise RefusedError("Le retour vient après le départ.")
    outing.km, outing.left_at, outing.back_at = km, left_at, back_at
    outing.reported_at, outing.reported_by = timezone.now(), by
    outing.save(update_fields=["km", "left_at", "back_at", "reported_at", "reported_by"])
