"""What participants answered, in versions, and what stays of the answers of people who were erased."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.reports.choices import AnswerMeans, Moment
from jalon.reports.models.operation import Operation, Participation


class ParticipantAnswer(models.Model):
    """One answer at one moment: append-only, the last one holds. Sensitive items may be refused."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="answers")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    item = models.CharField(max_length=20, help_text="a key of `questionnaire.ITEMS`")
    value = models.CharField(max_length=20, blank=True)
    refused = models.BooleanField(default=False)
    means = models.CharField(max_length=10, choices=AnswerMeans.choices)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["participation", "moment", "item", "-id"], name="answer_last")]
        constraints = [
            models.CheckConstraint(
                name="answer_or_refusal",
                condition=Q(refused=True, value="") | Q(refused=False) & ~Q(value=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.moment} {self.item}"


class AnswerTally(models.Model):
    """Answers of people who were erased, as numbers: the operation's counts stay true.

    `counted` says whether they were participants. No date and nobody's number stay beside an answer.
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="tallies")
    counted = models.BooleanField(default=True)
    moment = models.CharField(max_length=10, choices=Moment.choices)
    item = models.CharField(max_length=20)
    value = models.CharField(max_length=20, blank=True, help_text="empty: refused")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="answer_tally_once", fields=["operation", "counted", "moment", "item", "value"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.operation_id} {self.item} {self.value} {self.count}"
