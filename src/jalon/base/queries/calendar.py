"""Which calendar a secret opens, and what stands in it."""

from jalon.base.calendar import CalendarEntry
from jalon.base.codes import fingerprint
from jalon.base.models import CalendarFeed
from jalon.base.registry import registry


def find_feed(secret: str) -> CalendarFeed | None:
    """The calendar of this address, unless it was revoked."""
    return CalendarFeed.objects.filter(hash=fingerprint(secret.upper()), revoked_at__isnull=True).first()


def feeds_of(kind: str, target_id: int) -> list[CalendarFeed]:
    """Addresses in use, oldest first."""
    rows = CalendarFeed.objects.filter(kind=kind, target_id=target_id, revoked_at__isnull=True)
    return list(rows.order_by("created_at", "pk"))


def entries_of(kind: str, target_id: int) -> list[CalendarEntry]:
    """What every room puts into this calendar."""
    return [entry for entries in registry.calendar_sources.values() for entry in entries(kind, target_id)]
