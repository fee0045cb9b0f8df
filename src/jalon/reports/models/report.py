"""Reports to funders: figures computed, words written by people, validated by somebody."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.reports.choices import Funder, ReportState
from jalon.reports.models.operation import Operation


class Report(models.Model):
    """A report of an operation, or of all that an organisation held, over a period.

    A draft shows today's figures. Validating freezes them in `snapshot`, a list of sections as
    `queries.report.sections` gives them; reopening needs a reason and drops it.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="reports_report"
    )
    operation = models.ForeignKey(Operation, null=True, on_delete=models.PROTECT, related_name="reports")
    funder = models.CharField(max_length=20, choices=Funder.choices)
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    texts = models.JSONField(default=dict, help_text="words of people, by section key")
    snapshot = models.JSONField(null=True)
    validated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    validated_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-created_at"], name="report_desk")]
        constraints = [
            models.CheckConstraint(name="report_in_order", condition=Q(since__lte=F("until"))),
            models.CheckConstraint(
                name="report_validated_pair",
                condition=Q(
                    state=ReportState.VALIDATED,
                    validated_at__isnull=False,
                    validated_by__isnull=False,
                    snapshot__isnull=False,
                )
                | Q(
                    state=ReportState.DRAFT,
                    validated_at__isnull=True,
                    validated_by__isnull=True,
                    snapshot__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_funder_display()} {self.since} {self.until}"


class ReportChange(models.Model):
    """Opened, written, validated, reopened: append-only, with who, when and why."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=60)
    reason = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.report_id} {self.what}"
