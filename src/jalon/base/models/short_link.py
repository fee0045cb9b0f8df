"""Codes of four characters that lead from a screen, a poster or a slip to a page."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from jalon.base.choices import Medium


class _CodeRange(Func):
    """A one-number range: equality that an exclusion constraint can index without an extension."""

    function = "int4range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"
    output_field = models.Field()


class ShortLink(models.Model):
    """One code, what it leads to, and where it is shown.

    `held` runs from creation until twelve months after closing: the database refuses the same code twice
    within that time.
    """

    code = models.CharField(max_length=4)
    number = models.PositiveIntegerField(help_text="the code read in base 28")
    held = DateTimeRangeField()
    kind = models.CharField(max_length=30)
    target_id = models.BigIntegerField()
    medium = models.CharField(max_length=10, choices=Medium.choices)
    line_key = models.CharField(max_length=100, blank=True)
    stop_key = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["code", "-created_at"], name="short_link_code")]
        constraints = [
            ExclusionConstraint(
                name="short_link_code_held",
                expressions=[
                    (_CodeRange(F("number")), RangeOperators.OVERLAPS),
                    ("held", RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(
                name="short_link_one_open_per_place",
                fields=["kind", "target_id", "medium", "line_key", "stop_key"],
                condition=Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LinkScan(models.Model):
    """How many times a code was followed on a day; nothing about who followed it."""

    link = models.ForeignKey(ShortLink, on_delete=models.PROTECT, related_name="scans")
    date = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="link_scan_day", fields=["link", "date"])]

    def __str__(self) -> str:
        return f"{self.link_id} {self.date} {self.count}"
