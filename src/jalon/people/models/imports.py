"""People of a spreadsheet: the file, and what became of each row."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people.choices import ConsentMeans, RowChoice, RowOutcome
from jalon.people.models.person import Person


class PeopleImport(models.Model):
    """One file of people: sent, matched, read, decided, done."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="people_import"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=250)
    headers = models.JSONField(default=list, help_text="columns of the file, to recognise the next one")
    columns = models.JSONField(default=dict, help_text="column of the file to field")
    means = models.CharField(max_length=10, choices=ConsentMeans.choices, blank=True)
    # What is done with likely duplicates that nobody decided one by one.
    otherwise = models.CharField(max_length=5, choices=RowChoice.choices, default=RowChoice.LEAVE)
    # The file itself, until its rows are read.
    content = models.BinaryField(null=True)
    total = models.PositiveIntegerField(default=0, help_text="rows of the file")
    read = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True, help_text="why nothing more could be read")
    sent_at = models.DateTimeField(default=timezone.now)
    matched_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_import_bounds", condition=Q(read__lte=F("total"), done__lte=F("total"))
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class PeopleImportRow(models.Model):
    """One row as it was written, whom it looks like and why, what was chosen, and what came of it."""

    run = models.ForeignKey(PeopleImport, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(help_text="row of the file; 1 is the header")
    written = models.JSONField()
    values = models.JSONField(default=dict)
    reasons = models.JSONField(default=list, help_text="why it is refused, or whom it looks like")
    # A file that is here already, or an earlier row of the same file.
    like = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    like_row = models.PositiveIntegerField(null=True)
    choice = models.CharField(max_length=5, choices=RowChoice.choices, blank=True)
    outcome = models.CharField(max_length=9, choices=RowOutcome.choices, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="people_import_row_once", fields=["run", "number"]),
            models.CheckConstraint(
                name="people_import_row_person",
                condition=Q(person__isnull=True) | Q(outcome__in=["created", "completed"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["run", "number"],
                name="people_import_alike",
                condition=Q(like__isnull=False) | Q(like_row__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"
