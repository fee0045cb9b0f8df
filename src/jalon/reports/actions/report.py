"""Open a report, write its words, validate it, open it again."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.reports.choices import ReportState
from jalon.reports.models import Operation, Report, ReportChange
from jalon.reports.queries.report import sections
from jalon.reports.rules import RefusedError


@transaction.atomic
def open_report(
    *,
    organisation: Organisation,
    funder: str,
    since: date,
    until: date,
    operation: Operation | None = None,
    by: User,
) -> Report:
    """A draft, pre-filled with the figures of the period."""
    report = Report.objects.create(
        organisation=organisation,
        operation=operation,
        funder=operation.funder if operation else funder,
        since=since,
        until=until,
        created_by=by,
    )
    _note(report, "ouvert", by)
    return report


@transaction.atomic
def write_texts(*, report: Report, texts: Mapping[str, str], by: User) -> None:
    """Keep what people wrote. RefusedError on a validated report."""
    row = _locked(report)
    if row.state == ReportState.VALIDATED:
        raise RefusedError("Ce bilan est validé : rouvrez-le d’abord, avec une raison.")
    clean = {key: text.strip() for key, text in texts.items()}
    if clean != row.texts:
        row.texts = clean
        row.save(update_fields=["texts"])
        _note(row, "complété", by)


@transaction.atomic
def validate(*, report: Report, by: User) -> None:
    """Freeze the figures as they are now; twice is once."""
    row = _locked(report)
    if row.state == ReportState.VALIDATED:
        return
    row.snapshot = sections(row)
    row.state, row.validated_by, row.validated_at = ReportState.VALIDATED, by, timezone.now()
    row.save(update_fields=["state", "snapshot", "validated_by", "validated_at"])
    _note(row, "validé", by)


@transaction.atomic
def reopen(*, report: Report, reason: str, by: User) -> None:
    """Figures are of today again. RefusedError on a draft."""
    row = _locked(report)
    if row.state != ReportState.VALIDATED:
        raise RefusedError("Ce bilan n’est pas validé : il se change déjà.")
    row.state, row.snapshot, row.validated_by, row.validated_at = ReportState.DRAFT, None, None, None
    row.save(update_fields=["state", "snapshot", "validated_by", "validated_at"])
    _note(row, "rouvert", by, reason)


def _locked(report: Report) -> Report:
    Report.objects.select_for_update().get(pk=report.pk)
    return Report.objects.select_related("organisation", "operation").get(pk=report.pk)


def _note(report: Report, what: str, by: User, reason: str = "") -> None:
    ReportChange.objects.create(report=report, what=what, reason=reason[:255], by=by)
