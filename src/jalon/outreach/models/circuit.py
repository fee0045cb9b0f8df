"""Where we go, by which means, and at which hours of the week."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.models import Resource
from jalon.directory.choices import Weekday
from jalon.directory.models import Organisation, Site
from jalon.outreach.choices import CircuitKind, Rhythm
from jalon.outreach.models.district import District


class Circuit(models.Model):
    """A round that comes back: a bus, a café de l’emploi, a walk, standing hours at a partner's place."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="outreach_circuit"
    )
    kind = models.CharField(max_length=10, choices=CircuitKind.choices)
    name = models.CharField(max_length=80)
    summary = models.CharField(max_length=300, blank=True, help_text="what one finds there, in plain words")
    vehicle = models.ForeignKey(
        Resource, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="outreach_circuit"
    )
    retired_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="circuit_name", fields=["organisation", "name"]),
            models.CheckConstraint(
                name="circuit_vehicle_is_a_bus",
                condition=Q(vehicle__isnull=True) | Q(kind=CircuitKind.BUS),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Halt(models.Model):
    """A place of a circuit. `district` follows from the point and is computed again with each new file."""

    circuit = models.ForeignKey(Circuit, on_delete=models.PROTECT, related_name="halts")
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=160, help_text="where exactly, as one says it")
    # A partner's place, for standing hours there.
    site = models.ForeignKey(
        Site, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="outreach_halt"
    )
    lat = models.FloatField()
    lon = models.FloatField()
    district = models.ForeignKey(District, null=True, on_delete=models.PROTECT, related_name="halts")
    accessibility = models.CharField(max_length=160, blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="halt_name", fields=["circuit", "name"], condition=Q(retired_at__isnull=True)
            ),
            models.CheckConstraint(
                name="halt_on_earth", condition=Q(lat__range=(-90, 90), lon__range=(-180, 180))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HaltHours(models.Model):
    """A halt is served on a day of the week, between two hours of the local clock."""

    halt = models.ForeignKey(Halt, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    rhythm = models.CharField(max_length=5, choices=Rhythm.choices, default=Rhythm.EVERY)

    class Meta:
        constraints = [
            models.CheckConstraint(name="halt_hours_in_order", condition=Q(starts_at__lt=F("ends_at"))),
            models.UniqueConstraint(name="halt_hours_once", fields=["halt", "weekday", "starts_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H:%M}-{self.ends_at:%H:%M}"
