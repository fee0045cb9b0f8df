"""Who is there today, and who is away."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jalon.directory.models import Absence, Membership


def users_present(organisation_ids: Iterable[int]) -> set[int]:
    """Accounts that act for these organisations and are not away today."""
    there = _current(organisation_ids).filter(~Exists(_today()))
    return set(there.values_list("user", flat=True))


def users_away(organisation_ids: Iterable[int]) -> dict[int, str]:
    """Accounts that act for these organisations and are away today, with their names."""
    away = _current(organisation_ids).filter(Exists(_today()))
    return dict(away.values_list("user", "user__name"))


def _current(organisation_ids: Iterable[int]) -> QuerySet[Membership]:
    now = timezone.now()
    return Membership.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=now),
        organisation__in=list(organisation_ids),
        user__is_active=True,
    )


def _today() -> QuerySet[Absence]:
    today = timezone.localdate()
    return Absence.objects.filter(membership=OuterRef("pk"), first_date__lte=today, last_date__gte=today)
