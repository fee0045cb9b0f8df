"""Districts of the territory, some of them priority ones (quartiers prioritaires)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class District(models.Model):
    """A district as its file draws it; `geometry` is a GeoJSON Polygon or MultiPolygon in degrees."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    priority = models.BooleanField(default=False)
    geometry = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="district_box_in_order",
                condition=Q(west__lte=F("east"), south__lte=F("north"), south__gte=-90, north__lte=90),
            )
        ]

    def __str__(self) -> str:
        return self.name
