"""What happened to a person, and who opened the file."""

from django.db import models
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people.models.person import Person


class Milestone(models.Model):
    """Something that happened to a person: append-only, written by the action that made it happen."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=40, help_text="a label of the registry")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    # Words for the timeline, and what it is about.
    detail = models.CharField(max_length=300, blank=True)
    about_kind = models.CharField(max_length=30, blank=True)
    about_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="milestone_timeline")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class FileAccess(models.Model):
    """Somebody opened a person's file; the person can read this list."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accesses")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    page = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="access_person")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.person_id} {self.at:%Y-%m-%d}"
