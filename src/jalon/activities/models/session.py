"""Dated sessions, alone or in series, their half-days, their seats and who runs them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import SessionChangeKind, SessionState, Way
from jalon.activities.models.activity import Activity
from jalon.directory.models import Organisation, Site


class Series(models.Model):
    """Sessions that repeat (RFC 5545 RRULE), or a set made to measure for one partner's group."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="series")
    rule = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=120, blank=True)
    made_for = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title or f"série {self.pk}"


class Session(models.Model):
    """An activity at a date and a place, with seats (séance).

    `seats_taken` counts the bookings that hold a seat and changes in their transaction, under the row's
    lock: the database refuses one seat too many whatever the code does. `starts_at` and `ends_at` are those
    of the first and last half-day.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sessions")
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="sessions")
    # Who holds it: the partner whose desk asks for the attendance sheet.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="activities_session"
    )
    title = models.CharField(max_length=120, blank=True, help_text="when it differs from the activity's")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.ON_SITE)
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(
        max_length=200, blank=True, help_text="address as it is said, or the meeting's address"
    )
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    what_to_bring = models.CharField(max_length=200, blank=True)
    # False for a slot or a group that no public page lists.
    public = models.BooleanField(default=True)
    made_for = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    seats_min = models.PositiveSmallIntegerField(default=1)
    seats_max = models.PositiveSmallIntegerField()
    seats_taken = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.DRAFT)
    # Rises with each change that people are told of: SEQUENCE of the calendar entry.
    revision = models.PositiveIntegerField(default=0)
    sheet_closed_at = models.DateTimeField(null=True)
    sheet_closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["starts_at"], name="session_start"),
            models.Index(fields=["organisation", "starts_at"], name="session_desk"),
        ]
        constraints = [
            models.CheckConstraint(name="session_in_order", condition=Q(starts_at__lt=F("ends_at"))),
            models.CheckConstraint(
                name="session_never_overbooked", condition=Q(seats_taken__lte=F("seats_max"))
            ),
            models.CheckConstraint(
                name="session_seats_in_order", condition=Q(seats_min__lte=F("seats_max"), seats_max__gte=1)
            ),
            models.CheckConstraint(
                name="session_sheet_pair",
                condition=Q(sheet_closed_at__isnull=True, sheet_closed_by__isnull=True)
                | Q(sheet_closed_at__isnull=False, sheet_closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="session_place_pair",
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.activity.title

    @property
    def is_full(self) -> bool:
        """Whether every seat is held, those kept for a partner included."""
        return self.seats_taken >= self.seats_max


class SessionPart(models.Model):
    """A half-day of a session: what is signed for, and where when the session moves about."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="parts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200, blank=True, help_text="empty: the session's place")

    class Meta:
        constraints = [
            models.CheckConstraint(name="part_in_order", condition=Q(starts_at__lt=F("ends_at"))),
            # Judged at the end of the transaction: a session that moves passes over its own half-days.
            models.UniqueConstraint(
                name="part_once", fields=["session", "starts_at"], deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.starts_at:%Y-%m-%d %H:%M}"


class SessionFacilitator(models.Model):
    """Who runs a session; pairs come from two partners."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="facilitators")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="activities_facilitator"
    )
    user = models.ForeignKey(
        User,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="activities_facilitator",
    )
    name = models.CharField(max_length=120, blank=True, help_text="when the person has no account")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="facilitator_once", fields=["session", "user"], condition=Q(user__isnull=False)
            ),
            models.CheckConstraint(
                name="facilitator_is_somebody", condition=Q(user__isnull=False) | ~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.user)


class SeatAllotment(models.Model):
    """Seats kept for a partner's people until an instant; what is left then opens to everybody."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="allotments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="allotment_once", fields=["session", "organisation"]),
            models.CheckConstraint(name="allotment_not_overdrawn", condition=Q(taken__lte=F("seats"))),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.organisation_id} {self.seats}"


class SessionChange(models.Model):
    """Opened, moved, cancelled, closed: append-only, with who, when and why."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=15)
    from_state = models.CharField(max_length=10, choices=SessionState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=SessionState.choices)
    was_starts_at = models.DateTimeField(null=True)
    was_place = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.session_id} {self.kind}"

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(dict(SessionChangeKind.choices).get(self.kind, self.kind))
