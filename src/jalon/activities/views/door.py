"""The page at the door; what it shows comes from `api.door`, and stays on the device without network."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from jalon.activities.rules.session import said_place
from jalon.activities.views.sheet import advisers, session_or_404
from jalon.directory.access import RoleRequest


@require_safe
@advisers
@ensure_csrf_cookie
def door(request: RoleRequest, session_id: int) -> HttpResponse:
    """The shell: it holds no name of anybody."""
    session = session_or_404(request, session_id)
    return render(request, "activities/door.html", {"session": session, "place": said_place(session)})
