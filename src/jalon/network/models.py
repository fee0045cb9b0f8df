"""Networks of public transport, their feeds, and where the vehicles are."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.network.choices import Fix, LoadState, SourceKind


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
    # Emptied when two newer feeds have replaced it: the report stays, the timetable goes.
    data = models.BinaryField(null=True)
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


class FeedLoad(models.Model):
    """One loading of a feed, while it runs and after: what the page of the operator shows."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="loads")
    source = models.CharField(max_length=500)
    name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True, help_text="the file sent, until it is read")
    state = models.CharField(max_length=10, choices=LoadState.choices, default=LoadState.WAITING)
    step = models.CharField(max_length=120, blank=True)
    share = models.FloatField(default=0)
    report = models.JSONField(default=list)
    feed = models.ForeignKey(Feed, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="load_ended_has_time",
                condition=Q(state__in=[LoadState.DONE, LoadState.FAILED], ended_at__isnull=False)
                | Q(state__in=[LoadState.WAITING, LoadState.RUNNING], ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return round(100 * self.share)


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

    @property
    def last_state(self) -> "VehicleState | None":
        """Where it was last seen; None before its first position."""
        return getattr(self, "state", None)


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
    # Code of the reason, as the matching gives it (`engines.geocast.located.WORDS`).
    reason = models.CharField(max_length=30, blank=True)
    # What the next position is judged by: since when it stands, and a leap that waits for confirmation.
    still_since = models.DateTimeField(null=True)
    doubted = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.vehicle_id} {self.fix}"


class PositionSource(models.Model):
    """An address from which positions are fetched, or a push whose health is watched."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    url = models.CharField(max_length=500, blank=True)
    requestor_ref = models.CharField(max_length=60, blank=True)
    every_seconds = models.PositiveSmallIntegerField(default=20)
    active = models.BooleanField(default=True)
    # Health: when it was last asked and last answered, what was wrong since, when it is asked again.
    asked_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    failures = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    seen = models.PositiveIntegerField(default=0, help_text="vehicles in the last answer")
    placed = models.PositiveIntegerField(default=0, help_text="of which on a trip")

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="source_due", condition=Q(active=True))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.url}"
