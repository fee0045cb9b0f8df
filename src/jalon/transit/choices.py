"""Enumerations of screens."""

from django.db.models import TextChoices


class Layout(TextChoices):
    WIDE = "1920x540", "1920 × 540"
    FULL = "1920x1080", "1920 × 1080"
    STRIP = "1280x400", "1280 × 400"
