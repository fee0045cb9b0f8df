"""Two files of one person: joined, parted, or said to be two people."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.people.models.person import Person


class PersonMerge(models.Model):
    """Somebody said that two files are one person. Rows are never rewritten but for the end of the bond.

    `Person.canonical` follows from the rows that hold: it is the last file of the chain.
    """

    duplicate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_received")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="merge_one_holds", fields=["duplicate"], condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(name="merge_of_two_files", condition=~Q(duplicate=F("kept"))),
            models.CheckConstraint(
                name="merge_undone_pair",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duplicate_id} → {self.kept_id}"


class PersonsApart(models.Model):
    """Somebody said that two files that look alike are two people: the question is not asked again."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="apart_once", fields=["first", "second"]),
            models.CheckConstraint(name="apart_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} | {self.second_id}"
