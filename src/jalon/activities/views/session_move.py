"""Move a session, or cancel it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jalon.activities import actions
from jalon.activities.forms import session_rows as rows
from jalon.activities.forms.session import CancelForm, MoveForm, initial_of
from jalon.activities.models import Session
from jalon.activities.queries import session as queries
from jalon.activities.rules.refusal import RefusedError
from jalon.activities.rules.session import said_place, verbs_for
from jalon.activities.views.session import advisers, attempt, session_or_404
from jalon.directory.access import RoleRequest


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def move(request: RoleRequest, session_id: int) -> HttpResponse:
    """Another date, another place: who is booked is told."""
    session = session_or_404(request, session_id, write=True)
    if "move" not in verbs_for(session, writes=True, now=timezone.now()):
        messages.warning(request, "Cette séance ne se déplace plus.")
        return redirect("activities:session", session.pk)
    more = request.POST.get("more") == "half"
    form, halves = _forms(request, session, more=more)
    if request.method == "POST" and not more and _moved(request, session, form, halves):
        messages.success(request, "La séance est déplacée. Les personnes inscrites sont prévenues.")
        return redirect("activities:session", session.pk)
    faulty = form.is_bound and not more
    context = {
        "session": session,
        "form": form,
        "halves": halves,
        "faulty": faulty,
        "place": said_place(session),
    }
    return render(request, "activities/session_move.html", context, status=422 if faulty else 200)


def _forms(request: RoleRequest, session: Session, *, more: bool) -> tuple[MoveForm, rows.Rows]:
    data = request.POST if request.method == "POST" else None
    data = rows.more(data, "half") if more else data
    sites = queries.sites()
    by_key: Mapping[str, Any] = {str(site.pk): site for site in sites}
    initial = initial_of(session, [])
    stored = rows.initial_halves(queries.detail(session).parts)
    halves = rows.rows_of(
        rows.HalfRow, prefix="half", data=data, initial=stored, extra=0, sites=by_key, quiet=more
    )
    return MoveForm(data, sites=sites, initial=initial, quiet=more), halves


def _moved(request: RoleRequest, session: Session, form: MoveForm, halves: rows.Rows) -> bool:
    """Whether it moved; what stands against it is said in the form."""
    if not all([form.is_valid(), halves.is_valid()]):
        return False
    try:
        _move(request, session, form, halves)
    except RefusedError as error:
        form.add_error(None, error)
        return False
    return True


def _move(request: RoleRequest, session: Session, form: MoveForm, halves: rows.Rows) -> None:
    where = form.located()
    point = (where["lat"], where["lon"]) if where["lat"] is not None else None
    actions.move_session(
        session=session,
        halves=[half for line in halves if (half := line.half())],
        site=where["site"],
        place=where["place"],
        point=point,
        reason=form.cleaned_data["reason"],
        by=request.user,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def cancel(request: RoleRequest, session_id: int) -> HttpResponse:
    """It will not be held; who is booked is told, with what to do."""
    session = session_or_404(request, session_id, write=True)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, whole = form.cleaned_data["reason"], "series" in request.POST and session.series is not None
        attempt(request, lambda: _cancel(request, session, reason, whole=whole), "C’est annulé.")
        return redirect("activities:session", session.pk)
    detail = queries.detail(session)
    to_come = [
        one for one in detail.siblings if one.starts_at > timezone.now() and one.state in ("draft", "open")
    ]
    context = {"session": session, "form": form, "detail": detail, "to_come": len(to_come)}
    return render(request, "activities/session_cancel.html", context, status=422 if form.is_bound else 200)


def _cancel(request: RoleRequest, session: Session, reason: str, *, whole: bool) -> None:
    if whole and session.series is not None:
        actions.cancel_series(series=session.series, reason=reason, by=request.user)
    else:
        actions.cancel_session(session=session, reason=reason, by=request.user)
