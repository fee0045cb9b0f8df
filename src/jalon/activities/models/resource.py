"""Rooms, computers, headsets and vehicles that partners lend, and the hours for which they are taken."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import ResourceKind
from jalon.activities.models.session import SessionPart
from jalon.directory.choices import Weekday
from jalon.directory.models import Organisation, Site


class _OneNumber(Func):
    """A one-number range: equality that an exclusion constraint can index without an extension."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"
    output_field = models.Field()


class Resource(models.Model):
    """One thing that can be taken by one session at a time, the partner who lends it, and whom to call."""

    kind = models.CharField(max_length=10, choices=ResourceKind.choices)
    name = models.CharField(max_length=120)
    lender = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="activities_resource"
    )
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField(null=True, help_text="people a room or a vehicle holds")
    contact = models.CharField(max_length=160, blank=True)
    accessibility = models.CharField(max_length=200, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="resource_name", fields=["lender", "name"])]

    def __str__(self) -> str:
        return self.name


class ResourceHours(models.Model):
    """When a resource is lent, on a day of the week; none means always."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="resource_hours_in_order", condition=Q(opens__lt=F("closes")))
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class ResourceHold(models.Model):
    """A resource is taken for a while: the database refuses a second taker at the same time."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="holds")
    part = models.ForeignKey(SessionPart, null=True, on_delete=models.PROTECT, related_name="holds")
    # What takes it when it is not a session: a round of the bus.
    label = models.CharField(max_length=160, blank=True)
    period = DateTimeRangeField()
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="resource_once_at_a_time",
                expressions=[
                    (_OneNumber(F("resource")), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.period}"
