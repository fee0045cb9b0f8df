"""The ten-minute check of what a person can do with a computer or a telephone."""

from django.db import models
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import DigitalLevel, DigitalTask
from jalon.directory.models import Organisation
from jalon.people.models import Person


class DigitalCheck(models.Model):
    """One check, held by a professional with the person."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="activities_digitalcheck"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d}"


class DigitalAnswer(models.Model):
    """How one task went."""

    check_held = models.ForeignKey(DigitalCheck, on_delete=models.PROTECT, related_name="answers")
    task = models.CharField(max_length=10, choices=DigitalTask.choices)
    level = models.CharField(max_length=10, choices=DigitalLevel.choices)

    class Meta:
        constraints = [models.UniqueConstraint(name="digital_task_once", fields=["check_held", "task"])]

    def __str__(self) -> str:
        return f"{self.task} {self.level}"
