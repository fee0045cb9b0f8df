"""Operations: the list, one of them, its files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.directory.queries import organisations_as
from jalon.reports import exports, papers
from jalon.reports.actions import operation as actions
from jalon.reports.actions import participation as participation_actions
from jalon.reports.forms import OperationForm
from jalon.reports.models import Operation
from jalon.reports.queries import operation as queries
from jalon.reports.queries import report as reports
from jalon.reports.queries.export_file import participants_file
from jalon.reports.queries.missing import to_complete
from jalon.reports.rules import NO_SANCTION, RefusedError
from jalon.reports.views.guard import download, operation_or_404


@role_required(Role.ADVISER, Role.ADMINISTRATOR)
def home(request: RoleRequest) -> HttpResponse:
    """Operations, reports and what is still to complete; an administrator reads counts only."""
    adviser = is_adviser(request)
    mine = request.organisations if adviser else None
    context = {
        "adviser": adviser,
        "operations": queries.listed(mine),
        "reports": list(reports.of_organisations(request.organisations)[:20]) if adviser else [],
        "todo": to_complete(request.organisations, request.user) if adviser else None,
        "no_sanction": NO_SANCTION,
    }
    return render(request, "reports/home.html", context)


@role_required(Role.ADVISER)
def show(request: RoleRequest, operation_id: int) -> HttpResponse:
    """Participants, hours, what is missing, and the funder's files."""
    operation = operation_or_404(request, operation_id)
    context = {
        "operation": operation,
        "page": queries.page(operation, request.user),
        "file": participants_file(operation, request.user),
        "today": timezone.localdate(),
        "no_sanction": NO_SANCTION,
    }
    return render(request, "reports/operation.html", context)


@role_required(Role.ADVISER)
def new(request: RoleRequest) -> HttpResponse:
    """Write an operation."""
    form = OperationForm(request.POST or None, activities=queries.activities_for(request.organisation))
    if request.method == "POST" and form.is_valid():
        made = _create(request, form)
        if made is not None:
            messages.success(request, "L’opération est ouverte ; les feuilles déjà closes sont comptées.")
            return redirect("reports:operation", made.pk)
    context = {"form": form, "operation": None, "no_sanction": NO_SANCTION}
    return render(request, "reports/operation_form.html", context, status=422 if form.errors else 200)


def _create(request: RoleRequest, form: OperationForm) -> Operation | None:
    try:
        return actions.create_operation(
            organisation=request.organisation, by=request.user, **form.cleaned_data
        )
    except RefusedError as error:
        form.add_error("code", str(error))
        return None


@role_required(Role.ADVISER)
def change(request: RoleRequest, operation_id: int) -> HttpResponse:
    """Correct an operation."""
    operation = operation_or_404(request, operation_id)
    offered = queries.activities_for(operation.organisation)
    form = OperationForm(request.POST or None, activities=offered, fixed=True, initial=_initial(operation))
    if request.method == "POST" and form.is_valid():
        actions.change_operation(operation=operation, **form.cleaned_data)
        messages.success(request, "L’opération est corrigée et comptée à nouveau.")
        return redirect("reports:operation", operation.pk)
    context = {"form": form, "operation": operation, "no_sanction": NO_SANCTION}
    return render(request, "reports/operation_form.html", context, status=422 if form.errors else 200)


def _initial(operation: Operation) -> dict[str, Any]:
    return {
        "title": operation.title,
        "starts_on": operation.starts_on,
        "ends_on": operation.ends_on,
        "axis": operation.axis,
        "activities": [activity.pk for activity in queries.activities_of(operation)],
    }


@require_POST
@role_required(Role.ADVISER)
def recount(request: RoleRequest, operation_id: int) -> HttpResponse:
    """Read the sheets again now."""
    operation = operation_or_404(request, operation_id)
    participation_actions.recount(operation=operation)
    messages.success(request, "Les feuilles closes sont comptées.")
    return redirect("reports:operation", operation.pk)


@require_POST
@role_required(Role.ADVISER)
def close(request: RoleRequest, operation_id: int) -> HttpResponse:
    """The operation ends."""
    operation = operation_or_404(request, operation_id)
    participation_actions.close_operation(operation=operation, by=request.user)
    messages.success(request, "L’opération est close. Les réponses de sortie sont demandées.")
    return redirect("reports:operation", operation.pk)


@role_required(Role.ADVISER)
def participants(request: RoleRequest, operation_id: int, kind: str) -> HttpResponse:
    """The participants' file, as CSV or XLSX."""
    operation = operation_or_404(request, operation_id)
    found = participants_file(operation, request.user)
    if kind == "csv":
        content = exports.as_csv(exports.headings(), found.rows())
    else:
        content = exports.as_xlsx(exports.headings(), found.rows(), papers.about(operation, found))
    return download(content, kind, f"participants-{slugify(operation.code)}")


@role_required(Role.ADVISER)
def pdf(request: RoleRequest, operation_id: int) -> HttpResponse:
    """The operation on paper."""
    operation = operation_or_404(request, operation_id)
    return download(
        papers.operation_pdf(operation, request.user), "pdf", f"operation-{slugify(operation.code)}"
    )


def is_adviser(request: RoleRequest) -> bool:
    """Whether the reader acts as an adviser somewhere."""
    return bool(organisations_as(request.user, Role.ADVISER))
