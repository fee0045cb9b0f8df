"""One page to write a session or a series, and to change one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jalon.activities import actions
from jalon.activities.choices import SessionState
from jalon.activities.forms import session_rows as rows
from jalon.activities.forms.place import KEPT
from jalon.activities.forms.session import SessionForm, initial_of
from jalon.activities.models import Session
from jalon.activities.queries import session as queries
from jalon.activities.queries.hold import holds_of
from jalon.activities.queries.resource_choice import resources_to_choose
from jalon.activities.queries.series import closing_for, plan_series
from jalon.activities.rules.refusal import RefusedError
from jalon.activities.rules.session import verbs_for
from jalon.activities.views.session import advisers, session_or_404
from jalon.base import words
from jalon.directory.access import RoleRequest

MORE = ("half", "kept", "team")


@dataclass
class Page:
    """The form and its lines, as they were sent or as they are stored."""

    form: SessionForm
    halves: rows.Rows | None
    kept: rows.Rows
    team: rows.Rows
    session: Session | None

    def is_valid(self) -> bool:
        """Judge all, so that all faults show at once; then whether there is a date."""
        judged = [one.is_valid() for one in (self.form, self.halves, self.kept, self.team) if one is not None]
        if all(judged) and self.halves is not None and not self.found_halves():
            self.form.add_error(None, f"Donnez au moins une date, avec ses heures. {KEPT}")
            return False
        return all(judged)

    def found_halves(self) -> list[Any]:
        """Half-days that were written."""
        return [half for line in self.halves or () if (half := line.half())]

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        values = self.form.values() | {
            "kept": [row for line in self.kept if (row := line.row())],
            "facilitators": [row for line in self.team if (row := line.row())],
        }
        return values | ({"halves": self.found_halves()} if self.halves is not None else {})


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def new(request: RoleRequest) -> HttpResponse:
    """A new session, or a series."""
    page = _page(request, None)
    if request.method == "POST" and not _asks_more(request) and page.is_valid():
        try:
            return _written(request, page)
        except RefusedError as error:
            page.form.add_error(None, error)
    return _show(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def change(request: RoleRequest, session_id: int) -> HttpResponse:
    """Change what does not move anybody; dates and place of an open session move on their own page."""
    session = session_or_404(request, session_id, write=True)
    if "change" not in verbs_for(session, writes=True, now=timezone.now()):
        messages.warning(request, f"Cette séance est {session.get_state_display()} : elle ne change plus.")
        return redirect("activities:session", session.pk)
    page = _page(request, session)
    if request.method == "POST" and not _asks_more(request) and page.is_valid():
        try:
            actions.change_session(session=session, values=page.values(), by=request.user)
        except RefusedError as error:
            page.form.add_error(None, error)
        else:
            messages.success(request, "La séance est modifiée.")
            return _saved(session, f"session-{session.pk}")
    return _show(request, page)


def _asks_more(request: RoleRequest) -> bool:
    return request.POST.get("more") in MORE


def _page(request: RoleRequest, session: Session | None) -> Page:
    data = request.POST if request.method == "POST" else None
    quiet = _asks_more(request)
    if data is not None and quiet:
        data = rows.more(data, data["more"])
    resources, partners = resources_to_choose(), queries.partners()
    sites, colleagues = queries.sites(), {str(one.pk): one for one in queries.colleagues()}
    first = {"activity": request.GET.get("activity", "")}
    form = SessionForm(
        data,
        activities=queries.activities_to_hold(request.organisations),
        resources=resources,
        partners=partners,
        sites=sites,
        session=session,
        quiet=quiet,
        initial=initial_of(session, holds_of(session)) if session else first,
    )
    by_key = {str(one.pk): one for one in partners}
    return Page(
        form=form,
        halves=_halves(data, session, quiet=quiet, sites={str(one.pk): one for one in sites}),
        kept=_kept(data, session, quiet=quiet, partners=by_key),
        team=_team(request, data, session, quiet=quiet, colleagues=colleagues, partners=by_key),
        session=session,
    )


def _halves(data: Any, session: Session | None, **context: Any) -> rows.Rows | None:
    if session is not None and session.state != SessionState.DRAFT:
        return None
    stored = rows.initial_halves(queries.detail(session).parts) if session else []
    extra = int(not stored)
    return rows.rows_of(rows.HalfRow, prefix="half", data=data, initial=stored, extra=extra, **context)


def _kept(data: Any, session: Session | None, **context: Any) -> rows.Rows:
    stored = rows.initial_kept(queries.detail(session).allotments) if session else []
    return rows.rows_of(rows.KeptRow, prefix="kept", data=data, initial=stored, extra=1, **context)


def _team(
    request: RoleRequest, data: Any, session: Session | None, *, colleagues: Mapping[str, Any], **context: Any
) -> rows.Rows:
    """Who runs it; a new session begins with who writes it."""
    own = [key for key, one in colleagues.items() if one.user_id == request.user.pk][:1]
    stored: list[dict[str, Any]] = [{"colleague": key} for key in own]
    if session is not None:
        stored = rows.initial_team(queries.detail(session).facilitators, colleagues)
    return rows.rows_of(
        rows.TeamRow, prefix="team", data=data, initial=stored, extra=1, colleagues=colleagues, **context
    )


def _written(request: RoleRequest, page: Page) -> HttpResponse:
    """Write it, open it when that was the button, and say which dates were skipped. RefusedError."""
    activity, repeating, values = page.form.activity_chosen(), page.form.repeating(), page.values()
    opening = "open" in request.POST
    if repeating is None:
        session = actions.write_session(
            activity=activity, organisation=request.organisation, values=values, by=request.user
        )
        return _opened(request, session, opening=opening)
    closing = closing_for(request.organisation, values["site"])
    plan = plan_series(organisations=closing, halves=values["halves"], **repeating)
    written = actions.write_series(
        activity=activity, organisation=request.organisation, values=values, by=request.user, **repeating
    )
    if opening and written[0].series:
        actions.open_series(series=written[0].series, by=request.user)
    messages.success(request, f"{len(written)} séances sont écrites{' et ouvertes' if opening else ''}.")
    if plan.skipped:
        told = " ; ".join(f"{words.day(one.day)}, {one.reason}" for one in plan.skipped)
        messages.info(request, f"Sauté : {told}.")
    return _saved(written[0])


def _opened(request: RoleRequest, session: Session, *, opening: bool) -> HttpResponse:
    """A draft that cannot be opened yet stays a draft, and says why."""
    messages.success(request, "La séance est écrite.")
    if opening:
        try:
            actions.open_session(session=session, by=request.user)
        except RefusedError as error:
            messages.warning(request, f"Elle reste un brouillon. {error}")
    return _saved(session)


def _saved(session: Session, kept: str = "session-new") -> HttpResponse:
    """To its page, which forgets what the browser kept of the form."""
    return redirect(f"{reverse('activities:session', args=[session.pk])}?saved={kept}")


def _show(request: RoleRequest, page: Page) -> HttpResponse:
    faulty = page.form.is_bound and not _asks_more(request)
    context = {
        "form": page.form,
        "halves": page.halves,
        "kept": page.kept,
        "team": page.team,
        "session": page.session,
        "faulty": faulty,
        "keep": f"session-{page.session.pk if page.session else 'new'}",
        "numbers": [page.form[name] for name in page.form.fields if name.startswith("number_")],
    }
    return render(request, "activities/session_write.html", context, status=422 if faulty else 200)
