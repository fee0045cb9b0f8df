"""The sheet of a session: read, typed from paper, settled, closed, opened again, printed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jalon.activities import actions
from jalon.activities.actions.paper import take_paper
from jalon.activities.attendance_paper import sheet_pdf
from jalon.activities.forms.attendance import PaperForm, PrintForm, ReopenForm, SettleForm
from jalon.activities.models import Session
from jalon.activities.queries import attendance as door_queries
from jalon.activities.queries import sheet as queries
from jalon.activities.rules.session import said_place
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role

advisers = role_required(Role.ADVISER)


def session_or_404(request: RoleRequest, session_id: int) -> Session:
    """A session whose sheet the reader may hold; else there is none."""
    session = door_queries.find_at_door(request.user, request.organisations, session_id)
    if session is None:
        raise Http404("session")
    return session


@require_safe
@advisers
def listing(request: RoleRequest) -> HttpResponse:
    """Today's doors, sheets that are not closed, and those that were closed last."""
    context = {
        "today": queries.doors_today(request.user, request.organisations),
        "unclosed": queries.unclosed_sheets(request.organisations),
        "closed": queries.closed_lately(request.organisations),
    }
    return render(request, "activities/sheets.html", context)


@require_safe
@advisers
def show(request: RoleRequest, session_id: int) -> HttpResponse:
    """Who was there, what must be looked at, and the buttons that close it."""
    return _page(request, session_or_404(request, session_id))


def _page(request: RoleRequest, session: Session, form: ReopenForm | None = None) -> HttpResponse:
    sheet = queries.sheet_of(session)
    context = {
        "session": session,
        "sheet": sheet,
        "place": said_place(session),
        "begun": queries.has_begun(sheet),
        "settle_form": SettleForm(auto_id=False),
        "print_form": PrintForm(initial={"operation": session.activity.axis}),
        "reopen_form": form or ReopenForm(),
        "absent": queries.to_call(request.user, sheet),
    }
    return render(request, "activities/sheet.html", context, status=422 if form else 200)


@advisers
def paper(request: RoleRequest, session_id: int) -> HttpResponse:
    """Type what was signed on paper, one row a person, without a mouse."""
    session = session_or_404(request, session_id)
    sheet = queries.sheet_of(session)
    posted = request.POST if request.method == "POST" else None
    form = PaperForm(queries.paper_cells(sheet, uuid4), posted)
    if posted is not None and form.is_valid():
        noted = take_paper(sheet=sheet, cells=dict(form.changed()), by=request.user)
        messages.success(
            request, f"{noted} présence{'s' if noted > 1 else ''} notée{'s' if noted > 1 else ''}."
        )
        return redirect("activities:sheet_page", session.pk)
    context = {"session": session, "sheet": sheet, "form": form, "rows": form.rows(sheet)}
    return render(request, "activities/sheet_paper.html", context, status=422 if posted else 200)


@require_safe
@advisers
def pdf(request: RoleRequest, session_id: int) -> HttpResponse:
    """The sheet to print: boxes to sign before anybody is noted or when asked, else what was noted."""
    session = session_or_404(request, session_id)
    form = PrintForm(request.GET)
    operation = form.cleaned_data["operation"] if form.is_valid() else ""
    sheet = queries.sheet_of(session)
    filled = not form.cleaned_data.get("empty") and queries.has_marks(sheet)
    content = sheet_pdf(sheet, operation=operation, filled=filled)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="emargement-{session.pk}.pdf"'
    return response


@require_POST
@advisers
def close(request: RoleRequest, session_id: int) -> HttpResponse:
    """Nobody adds to it any more; presences become milestones."""
    session = session_or_404(request, session_id)
    rest = request.POST.get("rest") == "1"
    _attempt(
        request,
        lambda: actions.close_sheet(session=session, by=request.user, rest=rest),
        "La feuille est fermée. Chaque présence est devenue un jalon.",
    )
    return redirect("activities:sheet_page", session.pk)


@require_POST
@advisers
def reopen(request: RoleRequest, session_id: int) -> HttpResponse:
    """Correct a closed sheet."""
    session = session_or_404(request, session_id)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, session, form)
    reason = form.cleaned_data["reason"]
    _attempt(
        request,
        lambda: actions.reopen_sheet(session=session, by=request.user, reason=reason),
        "La feuille est rouverte. Refermez-la quand elle est juste.",
    )
    return redirect("activities:sheet_page", session.pk)


@require_POST
@advisers
def settle(request: RoleRequest, session_id: int, attendance_id: int) -> HttpResponse:
    """Choose between what two devices said."""
    session = session_or_404(request, session_id)
    held = door_queries.find_held(session, attendance_id)
    if held is None:
        raise Http404("attendance")
    form = SettleForm(request.POST)
    if form.is_valid():
        _attempt(
            request,
            lambda: actions.settle(attendance=held, by=request.user, **form.cleaned_data),
            "C’est choisi.",
        )
    return redirect("activities:sheet_page", session.pk)


@require_POST
@advisers
def chair(request: RoleRequest, session_id: int, arrival_id: int) -> HttpResponse:
    """One more chair for somebody who came without a seat."""
    session = session_or_404(request, session_id)
    arrival = door_queries.find_arrival(session, arrival_id)
    if arrival is None:
        raise Http404("arrival")
    _attempt(
        request,
        lambda: actions.add_seat(arrival=arrival, by=request.user),
        "La personne est sur la feuille.",
    )
    return redirect("activities:sheet_page", session.pk)


def _attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    try:
        act()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, done)
