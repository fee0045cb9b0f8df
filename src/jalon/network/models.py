"""Networks of public transport, their feeds, and where the vehicles are."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.network.choices import Fix, SourceKind


class Network(models.Model):
    """A public-transport network and the organisation that runs it."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    operator = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="network_network"
    )
    timezone = models.CharField(max_length=60, default="Europe/Paris")
    # Rises with each feed or simulation change: what screens compile from has changed.
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Feed(models.Model):
    """One loaded timetable, whole: the arrays of `engines.gtfs.feed.Feed` as bytes."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="feeds")
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=500, help_text="file name or address it came from")
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_to = models.DateField()
    report = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    data = models.BinaryField()
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    current = models.BooleanField(default=False)
    # A recorded day played as if it were today (a feed that has ended, a demonstration).
    simulated_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="feed_one_current", fields=["network"], condition=Q(current=True)),
            models.CheckConstraint(name="feed_in_order", condition=Q(valid_from__lte=F("valid_to"))),
        ]

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """A line, under a key that survives the replacement of the feed."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="lines")
    key = models.CharField(max_length=100)
    route_ids = models.JSONField(default=list, help_text="route_id values of the current feed")
    short_name = models.CharField(max_length=60)
    long_name = models.CharField(max_length=200, blank=True)
    color = models.CharField(max_length=6, blank=True)
    text_color = models.CharField(max_length=6, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="line_key", fields=["network", "key"])]

    def __str__(self) -> str:
        return f"ligne {self.short_name}"


class Stop(models.Model):
    """A stop place, under a key that survives the replacement of the feed."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="stops")
    key = models.CharField(max_length=100)
    stop_ids = models.JSONField(default=list, help_text="stop_id values of the current feed")
    name = models.CharField(max_length=160)
    lat = models.FloatField()
    lon = models.FloatField()
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="stop_key", fields=["network", "key"])]

    def __str__(self) -> str:
        return self.name


class Vehicle(models.Model):
    """A bus, by the reference that its positions carry."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="vehicles")
    ref = models.CharField(max_length=100)
    label = models.CharField(max_length=60)
    # SHA-256 of the token with which the vehicle pushes its position.
    token_hash = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="vehicle_ref", fields=["network", "ref"])]

    def __str__(self) -> str:
        return self.label


class VehicleState(models.Model):
    """Where a vehicle was last seen, matched to its trip. One row a vehicle: no history of movements."""

    vehicle = models.OneToOneField(Vehicle, on_delete=models.PROTECT, related_name="state")
    at = models.DateTimeField(help_text="instant of the position, not of its arrival")
    received_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=12, choices=SourceKind.choices)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    bearing = models.FloatField(null=True)
    fix = models.CharField(max_length=10, choices=Fix.choices)
    line = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="+")
    trip_id = models.CharField(max_length=200, blank=True)
    shape_id = models.CharField(max_length=200, blank=True)
    at_m = models.FloatField(null=True, help_text="metres from the start of the shape")
    reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.vehicle_id} {self.fix}"


class PositionSource(models.Model):
    """An address from which positions are fetched."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    url = models.CharField(max_length=500, blank=True)
    requestor_ref = models.CharField(max_length=60, blank=True)
    every_seconds = models.PositiveSmallIntegerField(default=20)
    active = models.BooleanField(default=True)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.url}"
