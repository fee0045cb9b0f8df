"""Who came: marks as devices and paper sent them, and what holds for each half-day."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import AttendanceStatus, MarkMeans
from jalon.activities.models.booking import Booking
from jalon.activities.models.session import SessionPart


class AttendanceMark(models.Model):
    """One mark, append-only. `uuid` is made by the device, so that a mark sent twice is one mark."""

    uuid = models.UUIDField(unique=True)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="marks")
    part = models.ForeignKey(SessionPart, on_delete=models.PROTECT, related_name="marks")
    status = models.CharField(max_length=10, choices=AttendanceStatus.choices)
    reason = models.CharField(max_length=160, blank=True, help_text="why excused")
    means = models.CharField(max_length=10, choices=MarkMeans.choices)
    # Path data of the strokes drawn by finger (SVG), in a box of 600 by 200.
    signature = models.TextField(blank=True)
    device = models.CharField(max_length=40, blank=True)
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

    class Meta:
        indexes = [models.Index(fields=["part"], name="attendance_open", condition=Q(conflict=True))]
        constraints = [models.UniqueConstraint(name="attendance_once", fields=["booking", "part"])]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.part_id} {self.status}"
