"""Proofs of play (diffusions constatées): raw for eight days, counted by the hour for good."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.directory.models import Organisation
from jalon.transit.choices import LocatedBy
from jalon.transit.models.screen import Screen
from jalon.vacancies.models import Vacancy


class PlayBatch(models.Model):
    """A batch of proofs of play, by the number the screen gave it: received twice, counted once."""

    screen = models.ForeignKey(Screen, on_delete=models.PROTECT, related_name="+")
    batch_id = models.CharField(max_length=64)
    received_at = models.DateTimeField(default=timezone.now)
    plays = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="play_batch_received")]
        constraints = [models.UniqueConstraint(name="play_batch_once", fields=["screen", "batch_id"])]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.batch_id}"


class Play(models.Model):
    """One offer shown once on one screen. Kept eight days, then only counted."""

    screen = models.ForeignKey(Screen, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    at = models.DateTimeField()
    seconds = models.FloatField()
    line_key = models.CharField(max_length=200, blank=True)
    stop_key = models.CharField(max_length=200, blank=True)
    stretch = models.CharField(max_length=240, blank=True)
    trip_id = models.CharField(max_length=200, blank=True)
    at_m = models.FloatField(null=True)
    located_by = models.CharField(max_length=12, choices=LocatedBy.choices, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    bundle_version = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="play_at")]
        constraints = [models.UniqueConstraint(name="play_once", fields=["screen", "code", "at"])]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.code} {self.at:%H:%M:%S}"


class PlayHour(models.Model):
    """How often and how long a code was shown on a screen, by stretch and hour. Kept for good."""

    screen = models.ForeignKey(Screen, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(
        Vacancy, on_delete=models.PROTECT, related_name="+", related_query_name="transit_playhour"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    line_key = models.CharField(max_length=200, blank=True)
    stop_key = models.CharField(max_length=200, blank=True)
    stretch = models.CharField(max_length=240, blank=True)
    hour = models.DateTimeField()
    plays = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        indexes = [models.Index(fields=["hour"], name="play_hour")]
        constraints = [
            models.UniqueConstraint(
                name="play_hour_once", fields=["screen", "code", "stretch", "line_key", "hour"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.hour:%Y-%m-%d %H}"


class Preemption(models.Model):
    """Passenger information came first on a screen, from an instant to another."""

    screen = models.ForeignKey(Screen, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["began_at"], name="preemption_began")]
        constraints = [
            models.UniqueConstraint(name="preemption_once", fields=["screen", "began_at"]),
            models.CheckConstraint(name="preemption_in_order", condition=Q(ended_at__gte=F("began_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.began_at:%H:%M:%S}"
