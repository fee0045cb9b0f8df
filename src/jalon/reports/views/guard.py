"""Find what a page is about, or 404; files to download."""

from django.http import Http404, HttpResponse

from jalon.directory.access import RoleRequest
from jalon.people import actions as people_actions
from jalon.people import queries as people
from jalon.people.rules import Information
from jalon.reports.models import Operation, Participation, Report
from jalon.reports.queries import operation as operations
from jalon.reports.queries import participation as participations
from jalon.reports.queries import report as reports


def operation_or_404(request: RoleRequest, operation_id: int) -> Operation:
    """An operation of the reader's organisations."""
    found = operations.find(request.organisations, operation_id)
    if found is None:
        raise Http404("operation")
    return found


def participation_or_404(request: RoleRequest, participation_id: int) -> Participation:
    """A participation of the reader's organisations, of a person they may see; the opening is noted."""
    found = participations.find(request.organisations, participation_id)
    person = people.find_visible(request.user, found.person_id) if found else None
    if found is None or person is None:
        raise Http404("participation")
    if Information.REPORTS not in people.information_for(request.user, person):
        raise Http404("participation")
    people_actions.record_access(
        person=person, user=request.user, page="bilan", organisation=found.operation.organisation
    )
    return found


def report_or_404(request: RoleRequest, report_id: int) -> Report:
    """A report of the reader's organisations."""
    found = reports.find(request.organisations, report_id)
    if found is None:
        raise Http404("report")
    return found


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep; `kind` is csv, xlsx or pdf."""
    types = {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf": "application/pdf",
    }
    response = HttpResponse(content, content_type=types[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
