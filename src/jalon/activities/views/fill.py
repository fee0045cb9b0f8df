"""Help to fill a session: who it is for, near and free, with the reasons; invite in one move."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from jalon.activities import actions
from jalon.activities.choices import SessionState
from jalon.activities.models import Session
from jalon.activities.queries.booking import free_seats, invited_to
from jalon.activities.queries.fit import who_fits
from jalon.activities.rules.refusal import RefusedError
from jalon.activities.views.session import session_or_404
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people.queries import visible_to


@role_required(Role.ADVISER)
def fill(request: RoleRequest, session_id: int) -> HttpResponse:
    """Tick and invite; only people whose file opens for the reader are here."""
    session = session_or_404(request, session_id)
    if request.method == "POST":
        return _invite(request, session)
    context = {
        "session": session,
        "fits": who_fits(session, request.user) if session.state == SessionState.OPEN else [],
        "free": free_seats(session),
        "invited": invited_to(session, request.user),
    }
    return render(request, "activities/fill.html", context)


def _invite(request: RoleRequest, session: Session) -> HttpResponse:
    ids = [int(number) for number in request.POST.getlist("person") if number.isdecimal()][:200]
    people = list(visible_to(request.user).filter(pk__in=ids).order_by("pk"))
    try:
        told = actions.invite(session=session, people=people, by=request.user)
    except RefusedError as error:
        messages.warning(request, str(error))
        return redirect("activities:fill", session.pk)
    many = "s" if len(told) > 1 else ""
    if told:
        messages.success(request, f"{len(told)} personne{many} invitée{many}. Les messages partent.")
    else:
        messages.warning(request, "Personne n’a été invité : cochez une personne qu’on peut joindre.")
    return redirect("activities:fill", session.pk)
