"""What the territory proposes: the catalogue."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import (
    ActivityChangeKind,
    ActivityKind,
    ActivityState,
    DigitalTask,
    ParticipantKind,
    Theme,
)
from jalon.directory.models import Organisation
from jalon.reference.models import Occupation, Skill


class Activity(models.Model):
    """One activity of the catalogue (prestation), run by a partner, held in dated sessions."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="activities_activity"
    )
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    theme = models.CharField(max_length=15, choices=Theme.choices)
    participants = models.CharField(
        max_length=15, choices=ParticipantKind.choices, default=ParticipantKind.PERSON
    )
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=600, help_text="what happens there, in plain words")
    audience = models.CharField(max_length=200, blank=True, help_text="for whom, in plain words")
    prerequisites = models.CharField(max_length=200, blank=True)
    # Values of people.SituationKind; empty opens the activity to everybody.
    situations = ArrayField(models.CharField(max_length=15), default=list)
    minutes = models.PositiveIntegerField(help_text="usual length, all half-days together")
    accessibility = models.CharField(max_length=300, blank=True)
    fee = models.CharField(max_length=200, blank=True, help_text="what a person pays; empty: nothing")
    price = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, help_text="euros the territory pays for a session"
    )
    axis = models.CharField(max_length=120, blank=True, help_text="axis of the territory's road map")
    digital_task = models.CharField(max_length=10, choices=DigitalTask.choices, blank=True)
    self_booking = models.BooleanField(default=True, help_text="people may book without an adviser")
    state = models.CharField(max_length=10, choices=ActivityState.choices, default=ActivityState.DRAFT)
    occupations = models.ManyToManyField(
        Occupation, related_name="+", related_query_name="activities_activity"
    )
    skills = models.ManyToManyField(Skill, related_name="+", related_query_name="activities_activity")
    # Where an imported one comes from: publisher and identifier (data.inclusion), empty for our own.
    source = models.CharField(max_length=100, blank=True)
    source_id = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["state", "theme"], name="activity_catalogue")]
        constraints = [
            models.UniqueConstraint(
                name="activity_source_once",
                fields=["source", "source_id"],
                condition=~models.Q(source_id=""),
            ),
            models.CheckConstraint(name="activity_has_length", condition=models.Q(minutes__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title


class ActivityChange(models.Model):
    """Written, published, retired, imported: append-only, with who and when."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ActivityChangeKind.choices)
    from_state = models.CharField(max_length=10, choices=ActivityState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=ActivityState.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["activity", "at"], name="activity_history")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.kind}"


class CatalogueImport(models.Model):
    """A file of services (data.inclusion) read into a partner's catalogue, and the rows it refused.

    `refused` holds `{"row": <as it came>, "reasons": [sentences]}`; what the file had is never lost.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="activities_import"
    )
    file_name = models.CharField(max_length=200)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0, help_text="already so, or changed here since")
    refused = models.JSONField(default=list)
    # Sentences on what to reread: a text that was shortened, a length that the file did not say.
    remarks = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.file_name
