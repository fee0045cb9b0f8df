"""Give secret addresses of calendars, and take them back."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jalon.base.codes import fingerprint, new_secret
from jalon.base.models import CalendarFeed

# 24 characters of 28 signs: 115 bits.
SECRET_LENGTH = 24
_NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def open_feed(*, kind: str, target_id: int) -> str:
    """The secret of a new address; it is shown once, and only its digest is kept.

    `kind` is person, adviser, site or partner. Addresses given before stay: a telephone and an office may
    each have theirs.
    """
    secret = new_secret(SECRET_LENGTH)
    CalendarFeed.objects.create(kind=kind, target_id=target_id, hash=fingerprint(secret))
    return secret


def feed_address(secret: str) -> str:
    """Where a telephone or an office subscribes."""
    return f"{settings.PUBLIC_URL}/agenda.ics/{secret}"


@transaction.atomic
def revoke_feeds(*, kind: str, target_id: int) -> int:
    """Nobody reads this calendar any more by the addresses given so far. Returns how many there were."""
    feeds = CalendarFeed.objects.filter(kind=kind, target_id=target_id, revoked_at__isnull=True)
    return feeds.update(revoked_at=timezone.now())


def note_read(*, feed: CalendarFeed) -> None:
    """It was read; noted once an hour, so that a calendar that looks often writes little."""
    now = timezone.now()
    if feed.read_at is None or now - feed.read_at > _NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
