"""Reports to funders: pre-filled, completed, validated by somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.reports import papers
from jalon.reports.actions import report as actions
from jalon.reports.forms import ReopenForm, ReportForm
from jalon.reports.models import Report
from jalon.reports.queries import operation as operations
from jalon.reports.queries import report as queries
from jalon.reports.rules import NO_SANCTION, RefusedError
from jalon.reports.views.guard import download, report_or_404


@role_required(Role.ADVISER)
def new(request: RoleRequest) -> HttpResponse:
    """Of which operation, or of everything; from when to when."""
    offered = operations.listed([request.organisation])
    since, until = queries.usual_period(timezone.localdate())
    initial = {
        "since": since,
        "until": until,
        "subject": f"o{request.GET.get('operation', '')}",
    }
    form = ReportForm(request.POST or None, operations=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        operation, funder = form.chosen()
        made = actions.open_report(
            organisation=request.organisation,
            operation=operation,
            funder=funder,
            since=form.cleaned_data["since"],
            until=form.cleaned_data["until"],
            by=request.user,
        )
        return redirect("reports:report", made.pk)
    context = {"form": form, "no_sanction": NO_SANCTION}
    return render(request, "reports/report_new.html", context, status=422 if form.errors else 200)


@role_required(Role.ADVISER)
def show(request: RoleRequest, report_id: int) -> HttpResponse:
    """Figures with the list each counts, and the words of people."""
    report = report_or_404(request, report_id)
    if request.method == "POST":
        return _write(request, report)
    return _render(request, report, ReopenForm())


def _write(request: RoleRequest, report: Report) -> HttpResponse:
    texts = {
        name.removeprefix("text_"): str(value)[:4000]
        for name, value in request.POST.items()
        if name.startswith("text_")
    }
    try:
        actions.write_texts(report=report, texts=texts, by=request.user)
        messages.success(request, "Vos textes sont gardés.")
        if "validate" in request.POST:
            actions.validate(report=report, by=request.user)
            messages.success(request, "Le bilan est validé : ses chiffres ne bougent plus.")
    except RefusedError as error:
        messages.warning(request, str(error))
    return redirect("reports:report", report.pk)


def _render(request: RoleRequest, report: Report, form: ReopenForm) -> HttpResponse:
    sections = queries.sections(report)
    for section in sections:
        section["text"] = report.texts.get(section["key"], "")
    context = {
        "report": report,
        "sections": sections,
        "changes": queries.changes_of(report),
        "reopen_form": form,
        "no_sanction": NO_SANCTION,
    }
    return render(request, "reports/report.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(Role.ADVISER)
def reopen(request: RoleRequest, report_id: int) -> HttpResponse:
    """With a reason, a validated report is a draft again."""
    report = report_or_404(request, report_id)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _render(request, report, form)
    try:
        actions.reopen(report=report, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "Le bilan est rouvert : ses chiffres sont ceux d’aujourd’hui.")
    except RefusedError as error:
        messages.warning(request, str(error))
    return redirect("reports:report", report.pk)


@role_required(Role.ADVISER)
def pdf(request: RoleRequest, report_id: int) -> HttpResponse:
    """The report on paper, small numbers hidden."""
    report = report_or_404(request, report_id)
    return download(papers.report_pdf(report), "pdf", f"bilan-{report.funder}-{report.until}")
