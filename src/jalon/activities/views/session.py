"""Sessions of the territory: the list, the page of one, and the plain buttons on it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jalon.activities import actions
from jalon.activities.choices import SessionState
from jalon.activities.forms.session_list import FilterForm
from jalon.activities.models import Session
from jalon.activities.queries import session as queries
from jalon.activities.queries.booking import bookings_of
from jalon.activities.rules.refusal import RefusedError
from jalon.activities.rules.series import said
from jalon.activities.rules.session import said_place, verbs_for
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role

advisers = role_required(Role.ADVISER)


@require_safe
@advisers
def sessions(request: RoleRequest) -> HttpResponse:
    """What is held on the territory, soonest first."""
    form = FilterForm(request.GET, partners=queries.partners())
    mine = request.GET.get("mes") == "1"
    wanted = replace(form.wanted(), mine=request.user if mine else None)
    page, lines = queries.page_of(queries.listed(request.organisations, wanted), request.GET.get("page"))
    asked = [name for name in form.fields if request.GET.get(name)]
    context = {
        "form": form,
        "page": page,
        "lines": lines,
        "mine": mine,
        "asked": bool(asked),
        "narrowed": bool({"theme", "partner", "first", "last"} & set(asked)),
        "query": _without_page(request),
    }
    return render(request, "activities/sessions.html", context)


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def session_or_404(request: RoleRequest, session_id: int, *, write: bool = False) -> Session:
    """A session that the reader may read, or write; else there is none."""
    session = queries.find_session(request.organisations, session_id)
    if session is None or (write and not writes(request, session)):
        raise Http404("session")
    return session


def writes(request: RoleRequest, session: Session) -> bool:
    """Whether the reader acts for the partner who holds it."""
    return session.organisation_id in {organisation.pk for organisation in request.organisations}


@require_safe
@advisers
def session(request: RoleRequest, session_id: int) -> HttpResponse:
    """Everything of a session: when, where, who, seats, history, and what can be done."""
    row = session_or_404(request, session_id)
    context = {
        "session": row,
        "detail": queries.detail(row),
        "place": said_place(row),
        "rule": said(row.series.rule.rsplit(";", 1)[0]) if row.series and row.series.rule else "",
        "runs": writes(request, row) or queries.runs(request.organisations, row),
        "verbs": verbs_for(row, writes=writes(request, row), now=timezone.now()),
        "bookings": bookings_of(row, request.user),
        "bookable": row.state == SessionState.OPEN and row.starts_at > timezone.now(),
    }
    return render(request, "activities/session.html", context)


_VERBS: dict[str, tuple[Callable[..., Any], str]] = {
    "open": (actions.open_session, "La séance est ouverte : on peut s’y inscrire."),
    "finish": (actions.finish_session, "La séance est terminée."),
}


@require_POST
@advisers
def act(request: RoleRequest, session_id: int, verb: str) -> HttpResponse:
    """Open it, or say that it was held."""
    row = session_or_404(request, session_id, write=True)
    action, done = _VERBS[verb]
    attempt(request, lambda: action(session=row, by=request.user), done)
    return redirect("activities:session", row.pk)


@require_POST
@advisers
def open_series(request: RoleRequest, session_id: int) -> HttpResponse:
    """Open every draft of the series that this session belongs to."""
    row = session_or_404(request, session_id, write=True)
    if row.series is None:
        raise Http404("series")
    series = row.series
    attempt(
        request,
        lambda: actions.open_series(series=series, by=request.user),
        "Toutes les séances à venir de la série sont ouvertes.",
    )
    return redirect("activities:session", row.pk)


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do it; the page that follows says what was done, or why it was refused."""
    try:
        act()
    except RefusedError as error:
        messages.warning(request, str(error))
        return False
    messages.success(request, done)
    return True
