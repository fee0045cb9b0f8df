"""Letters to print and post."""

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
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
def pdf(request: RoleRequest, message_id: int) -> HttpResponseBase:
    """One letter."""
    _host_only(request)
    path = letter_path(message_id)
    if not path.is_file():
        raise Http404("letter")
    return FileResponse(path.open("rb"), content_type="application/pdf", filename=f"lettre-{message_id}.pdf")


def _host_only(request: RoleRequest) -> None:
    """The outbox is the host's: partners do not read its letters."""
    if not any(organisation.kind == OrganisationKind.HOST for organisation in request.organisations):
        raise Http404("letters")
