"""Associations that know people whom no counter sees, and hand on our code."""

from django.db import models
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.outreach.models.district import District


class Relay(models.Model):
    """A place of an association with a code of its own; `organisation` is who calls people back."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="outreach_relay"
    )
    association = models.CharField(max_length=120)
    place = models.CharField(max_length=160)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    district = models.ForeignKey(District, null=True, on_delete=models.PROTECT, related_name="relays")
    retired_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="relay_once", fields=["organisation", "association", "place"]),
            models.CheckConstraint(
                name="relay_place_pair",
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return self.association
