"""Letters to print and post."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from jalon.base.letters import letter_path
from jalon.base.queries.outbox import letters
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import OrganisationKind, Role


@role_required(Role.ADVISER)
def listing(request: RoleRequest) -> HttpResponse:
    """Letters of the house, newest first."""
    _host_only(request)
    return render(request, "introductions/letters.html", {"letters": letters()})


@role_required(Role.ADVISER)
def pdf(request: RoleRequest, message_id: int) -> HttpResponse:
    """One letter."""
    _host_only(request)
    path = letter_path(message_id)
    if not path.is_file():
        raise Http404("letter")
    response = HttpResponse(path.read_bytes(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="lettre-{message_id}.pdf"'
    return response


def _host_only(request: RoleRequest) -> None:
    """The outbox is the host's: partners do not read its letters."""
    if not any(organisation.kind == OrganisationKind.HOST for organisation in request.organisations):
        raise Http404("letters")
