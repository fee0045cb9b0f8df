"""Screens on board."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.network.models import Network, Vehicle
from jalon.transit.choices import Layout


class Screen(models.Model):
    """A screen: paired once by the code it shows, then known by its token.

    Neither secret is kept: both are derived from `nonce` and the installation's key, so that an answer that
    was lost on the way can be given again.
    """

    network = models.ForeignKey(
        Network, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="transit_screen"
    )
    vehicle = models.ForeignKey(
        Vehicle, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="transit_screen"
    )
    name = models.CharField(max_length=60, blank=True)
    layout = models.CharField(max_length=10, choices=Layout.choices, default=Layout.WIDE)
    created_at = models.DateTimeField(default=timezone.now)
    # Pairing: the player's own number, the code that it shows, until when.
    device = models.CharField(max_length=36)
    nonce = models.CharField(max_length=64)
    pairing_code = models.CharField(max_length=6, null=True, unique=True)
    pairing_expires_at = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True, help_text="SHA-256 of its token")
    token_used_at = models.DateTimeField(null=True)
    paired_at = models.DateTimeField(null=True)
    paired_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    # Off at night, local time of the network; and what the desk commands now.
    off_from = models.TimeField(null=True)
    off_until = models.TimeField(null=True)
    dark = models.BooleanField(default=False)
    dark_until = models.DateTimeField(null=True)
    preempted = models.BooleanField(default=False)
    preempted_until = models.DateTimeField(null=True)
    reloads = models.PositiveIntegerField(default=0)
    # What the screen last said of itself: `said_at` by its own clock, UTC seconds since 1970.
    last_seen_at = models.DateTimeField(null=True)
    said_at = models.FloatField(default=0)
    bundle_version = models.CharField(max_length=64, blank=True)
    now = models.JSONField(default=dict, help_text="its last state, as in docs/screen-protocol.md")

    class Meta:
        indexes = [
            models.Index(fields=["network", "last_seen_at"], name="screen_seen"),
            models.Index(fields=["device"], name="screen_device"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="screen_one_per_vehicle_name",
                fields=["vehicle", "name"],
                condition=Q(removed_at__isnull=True, vehicle__isnull=False),
            ),
            models.CheckConstraint(
                name="screen_paired_is_whole",
                condition=Q(paired_at__isnull=True, token_hash__isnull=True)
                | Q(paired_at__isnull=False, network__isnull=False, vehicle__isnull=False, pairing_code=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"écran {self.pk}"
