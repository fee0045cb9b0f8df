"""Secret addresses of calendars that a telephone or an office subscribes to."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class CalendarFeed(models.Model):
    """One address: whose calendar it is (a kind and an id, as rooms name them), until it is revoked."""

    kind = models.CharField(max_length=20, help_text="person, adviser, site, partner")
    target_id = models.BigIntegerField()
    # SHA-256 of the secret in the address.
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "target_id"], name="feed_target", condition=Q(revoked_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"
