"""Screens on board, what they are given to play, and what they say they played."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.network.models import Network, Vehicle
from jalon.transit.choices import Layout
from jalon.vacancies.models import Vacancy


class Screen(models.Model):
    """A screen: paired once by the code it shows, then known by its token."""

    network = models.ForeignKey(
        Network, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="transit_screen"
    )
    vehicle = models.ForeignKey(
        Vehicle, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="transit_screen"
    )
    name = models.CharField(max_length=60, blank=True)
    layout = models.CharField(max_length=10, choices=Layout.choices, default=Layout.WIDE)
    pairing_code = models.CharField(max_length=6, null=True, unique=True)
    pairing_expires_at = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the screen's token")
    paired_at = models.DateTimeField(null=True)
    paired_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    # Off at night, local time of the network.
    off_from = models.TimeField(null=True)
    off_until = models.TimeField(null=True)
    # What the screen last said of itself.
    last_seen_at = models.DateTimeField(null=True)
    bundle_version = models.CharField(max_length=64, blank=True)
    now = models.JSONField(default=dict, help_text="what it shows, why, since when, and how it is located")

    class Meta:
        indexes = [models.Index(fields=["network", "last_seen_at"], name="screen_seen")]
        constraints = [
            models.UniqueConstraint(
                name="screen_one_per_vehicle_name",
                fields=["vehicle", "name"],
                condition=Q(removed_at__isnull=True, vehicle__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name or f"écran {self.pk}"


class ScreenMessage(models.Model):
    """A message of the association between offers, or a priority message sent now."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    body = models.CharField(max_length=140, blank=True)
    shown_from = models.DateTimeField(default=timezone.now)
    shown_until = models.DateTimeField(null=True)
    priority = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class Bundle(models.Model):
    """What every screen of a network plays on a service day, compiled: one row a content version."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    service_date = models.DateField()
    version = models.CharField(max_length=64)
    content = models.BinaryField(help_text="JSON, gzip")
    share = models.JSONField(default=dict, help_text="share of time per employer and line")
    built_at = models.DateTimeField(default=timezone.now)
    build_seconds = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="bundle_version", fields=["network", "service_date", "version"])
        ]

    def __str__(self) -> str:
        return f"{self.network_id} {self.service_date} {self.version[:8]}"


class ScreenStop(models.Model):
    """A vacancy is kept off every screen of a network, by the operator."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="screen_stop_once", fields=["network", "vacancy"], condition=Q(lifted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.network_id} {self.vacancy_id}"


class PlayBatch(models.Model):
    """A batch of proofs of play, by the number the screen gave it: received twice, counted once."""

    screen = models.ForeignKey(Screen, on_delete=models.PROTECT, related_name="+")
    batch_id = models.CharField(max_length=64)
    received_at = models.DateTimeField(default=timezone.now)
    plays = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="play_batch_once", fields=["screen", "batch_id"])]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.batch_id}"


class Play(models.Model):
    """One offer shown once on one screen (diffusion constatée). Kept eight days, then only counted."""

    screen = models.ForeignKey(Screen, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=4)
    at = models.DateTimeField()
    seconds = models.FloatField()
    line_key = models.CharField(max_length=100, blank=True)
    stop_key = models.CharField(max_length=100, blank=True)
    trip_id = models.CharField(max_length=200, blank=True)
    at_m = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    located_by = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="play_at")]
        constraints = [models.UniqueConstraint(name="play_once", fields=["screen", "code", "at"])]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.code} {self.at:%H:%M:%S}"


class PlayHour(models.Model):
    """How often and how long a code was shown on a screen, by stretch and hour."""

    screen = models.ForeignKey(Screen, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=4)
    line_key = models.CharField(max_length=100, blank=True)
    stop_key = models.CharField(max_length=100, blank=True)
    hour = models.DateTimeField()
    plays = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        indexes = [models.Index(fields=["hour"], name="play_hour")]
        constraints = [
            models.UniqueConstraint(
                name="play_hour_once", fields=["screen", "code", "line_key", "stop_key", "hour"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.hour:%Y-%m-%d %H}"
