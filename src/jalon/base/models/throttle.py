"""How often something was tried lately; no address of a visitor is kept, only a keyed hash."""

from django.db import models


class Throttle(models.Model):
    """Tries of one key within one window of time."""

    key = models.CharField(max_length=64)
    window = models.DateTimeField(help_text="start of the window")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["window"], name="throttle_window")]
        constraints = [models.UniqueConstraint(name="throttle_once", fields=["key", "window"])]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
