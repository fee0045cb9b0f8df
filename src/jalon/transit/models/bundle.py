"""What screens are given to play, the association's own messages, and what the operator keeps off them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.network.models import Network
from jalon.transit.models.screen import Screen
from jalon.vacancies.models import Vacancy


class ScreenMessage(models.Model):
    """A message of the association between offers, or a priority message sent now."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    # A priority message may be for one screen only.
    screen = models.ForeignKey(Screen, null=True, on_delete=models.PROTECT, related_name="messages")
    title = models.CharField(max_length=60)
    body = models.CharField(max_length=140, blank=True)
    seconds = models.PositiveSmallIntegerField(default=12)
    shown_from = models.DateTimeField(default=timezone.now)
    shown_until = models.DateTimeField(null=True)
    priority = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_readable", condition=Q(seconds__gte=3) & Q(seconds__lte=120) & ~Q(title="")
            )
        ]

    def __str__(self) -> str:
        return self.title


class Bundle(models.Model):
    """What every screen of a network plays on a service day, compiled: one row a content version.

    The newest `built_at` of a network and day is the one in force.
    """

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    service_date = models.DateField()
    version = models.CharField(max_length=64)
    content = models.BinaryField(help_text="JSON, gzip")
    vacancies = models.JSONField(default=list, help_text="ids of the vacancies that it contains")
    share = models.JSONField(default=list, help_text="planned time on screen per line and employer")
    unplayed = models.JSONField(default=list, help_text="offers that no screen shows that day, and why")
    network_version = models.PositiveIntegerField(default=0)
    built_at = models.DateTimeField(default=timezone.now)
    build_seconds = models.FloatField(default=0)

    class Meta:
        indexes = [models.Index(fields=["network", "service_date", "-built_at"], name="bundle_newest")]
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
