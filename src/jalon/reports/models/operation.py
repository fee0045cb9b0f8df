"""What a funder pays for, and who takes part in it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.models import Activity
from jalon.directory.models import Organisation
from jalon.people.models import Person
from jalon.reports.choices import ExitReason, Funder, OperationState


class _OneNumber(Func):
    """A one-number range: equality that an exclusion constraint can index without an extension."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"
    output_field = models.Field()


class _Days(Func):
    """From a day to a day, both included; an empty end lasts for ever."""

    function = "daterange"
    output_field = models.Field()


class Operation(models.Model):
    """Activities that one funder pays for, between two dates (opération)."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="reports_operation"
    )
    funder = models.CharField(max_length=20, choices=Funder.choices)
    code = models.CharField(max_length=40, help_text="number of the operation at the funder's")
    title = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField()
    axis = models.CharField(max_length=120, blank=True, help_text="axis of the territory's road map")
    state = models.CharField(max_length=10, choices=OperationState.choices, default=OperationState.OPEN)
    counted_at = models.DateTimeField(null=True, help_text="when participations were last computed")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="operation_desk")]
        constraints = [
            models.UniqueConstraint(name="operation_code", fields=["organisation", "code"]),
            models.CheckConstraint(name="operation_in_order", condition=Q(starts_on__lte=F("ends_on"))),
        ]

    def __str__(self) -> str:
        return self.title


class OperationActivity(models.Model):
    """An activity whose sessions count for an operation."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="activity_links")
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="+", related_query_name="reports_operationactivity"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="operation_activity_once", fields=["operation", "activity"])
        ]

    def __str__(self) -> str:
        return f"{self.operation_id} {self.activity_id}"


class Participation(models.Model):
    """Somebody came to sessions of an operation: first and last day, half-days and minutes signed.

    Computed from closed attendance sheets (`actions.participation.recount`). `counts` is true once the time
    passes one day and no other operation holds the person; `held_by` is the participation that does. The
    database lets a person count in one exclusive (FSE+) operation at a time.
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="reports_participation"
    )
    exclusive = models.BooleanField(help_text="the funder allows one operation at a time")
    entered_on = models.DateField(help_text="first half-day signed")
    last_on = models.DateField(help_text="last half-day signed")
    halves = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    counts = models.BooleanField(default=False)
    held_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="holds")
    exited_on = models.DateField(null=True)
    exit_reason = models.CharField(max_length=10, choices=ExitReason.choices, blank=True)
    exit_noted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    exit_noted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="participation_person")]
        constraints = [
            models.UniqueConstraint(name="participation_once", fields=["operation", "person"]),
            models.CheckConstraint(
                name="participation_exit_pair",
                condition=Q(exited_on__isnull=True, exit_reason="", exit_noted_at__isnull=True)
                | Q(exited_on__gte=F("entered_on"), exit_noted_at__isnull=False) & ~Q(exit_reason=""),
            ),
            models.CheckConstraint(
                name="participation_held_counts_not", condition=Q(held_by__isnull=True) | Q(counts=False)
            ),
            ExclusionConstraint(
                name="participation_one_at_a_time",
                expressions=[
                    (_OneNumber(F("person")), RangeOperators.OVERLAPS),
                    (_Days(F("entered_on"), F("exited_on"), Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(exclusive=True, counts=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation_id} {self.person_id}"
