"""A day on the road, its crew, and where it stands at which hours."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.models import ResourceHold
from jalon.outreach.choices import StandChangeKind, StandState
from jalon.outreach.models.circuit import Circuit, Halt


class Outing(models.Model):
    """One day of a circuit (sortie): who goes, how far, from when until when."""

    circuit = models.ForeignKey(Circuit, on_delete=models.PROTECT, related_name="outings")
    date = models.DateField()
    # The vehicle, from the first stand to the last.
    hold = models.ForeignKey(
        ResourceHold,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="outreach_outing",
    )
    km = models.PositiveIntegerField(null=True)
    left_at = models.TimeField(null=True)
    back_at = models.TimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="outing_once_a_day", fields=["circuit", "date"]),
            models.CheckConstraint(
                name="outing_reported_pair",
                condition=Q(reported_at__isnull=True, reported_by__isnull=True)
                | Q(reported_at__isnull=False, reported_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circuit_id} {self.date}"


class OutingCrew(models.Model):
    """Somebody of the crew: with an account, or by name."""

    outing = models.ForeignKey(Outing, on_delete=models.PROTECT, related_name="crew")
    user = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="outreach_crew"
    )
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="crew_once", fields=["outing", "user"], condition=Q(user__isnull=False)
            ),
            models.CheckConstraint(
                name="crew_is_somebody",
                condition=Q(user__isnull=False, name="") | Q(user__isnull=True) & ~Q(name=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.user)


class Stand(models.Model):
    """We are at a halt between two instants (passage). `planned_for` is the start that the week's rule gave:
    planning twice makes one stand, also after it was moved."""

    outing = models.ForeignKey(Outing, on_delete=models.PROTECT, related_name="stands")
    halt = models.ForeignKey(Halt, on_delete=models.PROTECT, related_name="stands")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_for = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True, help_text="empty: the halt's place")
    state = models.CharField(max_length=10, choices=StandState.choices, default=StandState.PLANNED)
    cancelled_reason = models.CharField(max_length=160, blank=True)
    # Rises with each change: SEQUENCE of the calendar entry.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["starts_at"], name="stand_start")]
        constraints = [
            models.UniqueConstraint(name="stand_once", fields=["halt", "planned_for"]),
            models.CheckConstraint(name="stand_in_order", condition=Q(starts_at__lt=F("ends_at"))),
            models.CheckConstraint(
                name="stand_cancelled_has_reason",
                condition=Q(state=StandState.CANCELLED) & ~Q(cancelled_reason="")
                | ~Q(state=StandState.CANCELLED) & Q(cancelled_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.halt} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody stands there after all."""
        return self.state == StandState.CANCELLED

    @property
    def where(self) -> str:
        """The place as it is said, this time."""
        return self.place or self.halt.place


class StandChange(models.Model):
    """A stand was moved or cancelled: append-only, with who, when and why."""

    stand = models.ForeignKey(Stand, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=StandChangeKind.choices)
    was_starts_at = models.DateTimeField()
    was_place = models.CharField(max_length=160, blank=True)
    reason = models.CharField(max_length=160)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.stand_id} {self.kind}"
