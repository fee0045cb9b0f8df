"""Who came: marks as devices and paper sent them, and what holds for each half-day."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import AttendanceStatus, MarkMeans
from jalon.activities.models.booking import Booking
from jalon.activities.models.session import Session, SessionPart


class AttendanceMark(models.Model):
    """One mark, append-only. `uuid` is made by the device, so that a mark sent twice is one mark."""

    uuid = models.UUIDField(unique=True)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="marks")
    part = models.ForeignKey(SessionPart, on_delete=models.PROTECT, related_name="marks")
    # Empty: the gesture before it was undone.
    status = models.CharField(max_length=10, choices=AttendanceStatus.choices, blank=True)
    reason = models.CharField(max_length=160, blank=True, help_text="why excused")
    means = models.CharField(max_length=10, choices=MarkMeans.choices)
    # Path data of the strokes drawn by finger (SVG), in a box of 600 by 200.
    signature = models.TextField(blank=True)
    device = models.CharField(max_length=40, blank=True)
    # The mark that held when this one was made, as far as its device knew.
    knew = models.UUIDField(null=True)
    # Somebody saw two marks that disagree, and chose.
    settles = models.BooleanField(default=False)
    # It came when the sheet was closed: kept and shown, but what holds did not change.
    after_closing = models.BooleanField(default=False)
    marked_at = models.DateTimeField(help_text="by the device's clock")
    received_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.booking_id} {self.part_id} {self.status}"


class Attendance(models.Model):
    """What holds for one booking and one half-day (émargement): the last mark, until somebody settles it."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="attendances")
    part = models.ForeignKey(SessionPart, on_delete=models.PROTECT, related_name="attendances")
    mark = models.ForeignKey(AttendanceMark, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=AttendanceStatus.choices)
    # Two devices said two things: the facilitator chooses before the sheet is closed.
    conflict = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField(default=0, help_text="of the half-day that they were there")
    # When the sheet was closed and the presence written into the person's milestones.
    posted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["part"], name="attendance_open", condition=Q(conflict=True))]
        constraints = [models.UniqueConstraint(name="attendance_once", fields=["booking", "part"])]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.part_id} {self.status}"


class WalkIn(models.Model):
    """Somebody came without a seat. `uuid` is made by the device: sent twice, it is one person.

    The name stands in the person's file; it stays here only while there was no seat to give.
    """

    uuid = models.UUIDField(unique=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="walk_ins")
    part = models.ForeignKey(SessionPart, on_delete=models.PROTECT, related_name="+")
    booking = models.OneToOneField(Booking, null=True, on_delete=models.PROTECT, related_name="arrival")
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    refused = models.CharField(max_length=255, blank=True, help_text="why there was no seat, as it was said")
    came_at = models.DateTimeField(help_text="by the device's clock")
    received_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="walk_in_seated_or_refused",
                condition=Q(booking__isnull=False, first_name="", last_name="", phone="", refused="")
                | Q(booking__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.uuid}"
