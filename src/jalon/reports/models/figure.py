"""Counted sessions: what indicators read, so that they are quick and stay true when somebody is erased."""

from django.db import models
from django.utils import timezone

from jalon.activities.choices import ActivityKind, SessionState, Theme
from jalon.activities.models import Activity, Session
from jalon.directory.models import Organisation


class SessionFigure(models.Model):
    """What was counted of one session on its day. Frozen once its attendance sheet is closed.

    `booked` holds a seat, or signed; `attended`, `excused` and `absent` are bookings, each once; `halves`
    and `minutes` add up the half-days signed; `new_people` came to a session for the first time.
    """

    session = models.OneToOneField(
        Session, on_delete=models.PROTECT, related_name="+", related_query_name="reports_sessionfigure"
    )
    date = models.DateField()
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="+", related_query_name="reports_sessionfigure"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="reports_sessionfigure"
    )
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    theme = models.CharField(max_length=15, choices=Theme.choices)
    axis = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=160, blank=True, help_text="priority district, else commune")
    state = models.CharField(max_length=10, choices=SessionState.choices)
    seats = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    attended = models.PositiveIntegerField(default=0)
    excused = models.PositiveIntegerField(default=0)
    absent = models.PositiveIntegerField(default=0)
    halves = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    new_people = models.PositiveIntegerField(default=0)
    # The sheet as it was when this row was counted: as long as it is the same, the row holds.
    sheet_closed_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["date"], name="session_figure_date")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.date}"


class PartnerMonth(models.Model):
    """Of the people whom a partner followed in a month, how many came to a session; kept as counted then."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="reports_partnermonth"
    )
    month = models.DateField(help_text="first day of the month")
    followed = models.PositiveIntegerField(default=0)
    took_part = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="partner_month_once", fields=["organisation", "month"])]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.month:%Y-%m}"
