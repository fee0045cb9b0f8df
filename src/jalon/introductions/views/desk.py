"""« À faire d’abord »."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.introductions import queries


@role_required(Role.ADVISER)
def desk(request: RoleRequest) -> HttpResponse:
    """Promises, oldest on top; today; at the employers'. Refreshes itself."""
    mine = request.GET.get("vue") == "moi"
    found = queries.desk(request.user, request.organisations, mine=mine)
    context = {
        "desk": found,
        "mine": mine,
        "today": timezone.localdate(),
        "topics": [f"desk:{organisation.pk}" for organisation in request.organisations],
        "sentence": _sentence(found),
    }
    part = "#lists" if request.headers.get("HX-Request") else ""
    return render(request, f"introductions/desk.html{part}", context)


def _sentence(found: queries.Desk) -> str:
    late = {0: "Aucune promesse n’est dépassée.", 1: "Une promesse est dépassée."}
    today = {0: "Aucune ne tombe aujourd’hui.", 1: "Une tombe aujourd’hui."}
    first = late.get(found.late, f"{found.late} promesses sont dépassées.")
    return f"{first} {today.get(found.due_today, f'{found.due_today} tombent aujourd’hui.')}"
