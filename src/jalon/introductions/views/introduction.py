"""Introductions: the list, the page, and what happens next."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jalon.base.forms import JalonForm
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.introductions import actions, forms, queries
from jalon.introductions.models import Introduction
from jalon.introductions.views.guard import attempt, back_to, introduction_or_404
from jalon.people.actions import record_access

_BY_PAGE = 50


@role_required(Role.ADVISER)
def listing(request: RoleRequest) -> HttpResponse:
    """Every introduction of the team, running or ended."""
    closed = request.GET.get("vue") == "closes"
    rows = queries.listed_introductions(request.organisations, closed=closed)
    page = Paginator(rows, _BY_PAGE).get_page(request.GET.get("page"))
    return render(request, "introductions/introductions.html", {"page": page, "closed": closed})


@role_required(Role.ADVISER)
def show(request: RoleRequest, introduction_id: int) -> HttpResponse:
    """Where it stands, what the employer answered, and what one can do."""
    row = introduction_or_404(request, introduction_id)
    record_access(person=row.person, user=request.user, page="mise en relation", organisation=row.team)
    return _render(request, row)


def _render(request: RoleRequest, row: Introduction, **filled: JalonForm) -> HttpResponse:
    context = {
        "row": row,
        "history": queries.history_of(row),
        "interviews": queries.interviews_of(row),
        "moment_form": filled.get("moment_form") or forms.MomentForm(),
        "result_form": filled.get("result_form") or forms.ResultForm(),
        "hire_form": filled.get("hire_form") or forms.HireForm(),
        "end_form": filled.get("end_form") or forms.EndForm(),
        "reason_form": filled.get("reason_form") or forms.ReasonForm(),
    }
    return render(request, "introductions/introduction.html", context, status=422 if filled else 200)


def _with_form(
    request: RoleRequest,
    row: Introduction,
    *,
    name: str,
    form: JalonForm,
    act: Callable[[dict[str, Any]], Any],
    done: str,
) -> HttpResponse:
    """Act with what was typed; on an error the page comes back with it."""
    if not form.is_valid():
        return _render(request, row, **{name: form})
    attempt(request, lambda: act(form.cleaned_data), done)
    return back_to(row)


@require_POST
@role_required(Role.ADVISER)
def remind(request: RoleRequest, introduction_id: int) -> HttpResponse:
    """Ask the employer again."""
    row = introduction_or_404(request, introduction_id)
    attempt(request, lambda: actions.remind(introduction=row, by=request.user), "La relance est partie.")
    return back_to(row)


@require_POST
@role_required(Role.ADVISER)
def interview(request: RoleRequest, introduction_id: int) -> HttpResponse:
    """Fix or move the interview."""
    row = introduction_or_404(request, introduction_id)
    form = forms.MomentForm(request.POST)

    def act(values: dict[str, Any]) -> Any:
        return actions.schedule_interview(
            introduction=row, starts_at=values["starts_at"], place=values["place"], by=request.user
        )

    return _with_form(
        request, row, name="moment_form", form=form, act=act, done="L’entretien est fixé, chacun est prévenu."
    )


@require_POST
@role_required(Role.ADVISER)
def result(request: RoleRequest, introduction_id: int) -> HttpResponse:
    """What became of the interview."""
    row = introduction_or_404(request, introduction_id)
    interviews = row.expected  # type: ignore[attr-defined]
    form = forms.ResultForm(request.POST)

    def act(values: dict[str, Any]) -> Any:
        return actions.record_result(interview=interviews[0], by=request.user, **values)

    if not interviews:
        return back_to(row)
    return _with_form(request, row, name="result_form", form=form, act=act, done="C’est noté.")


@require_POST
@role_required(Role.ADVISER)
def offer(request: RoleRequest, introduction_id: int) -> HttpResponse:
    """The employer proposes the job."""
    row = introduction_or_404(request, introduction_id)
    attempt(request, lambda: actions.offer(introduction=row, by=request.user), "La proposition est notée.")
    return back_to(row)


@require_POST
@role_required(Role.ADVISER)
def hire(request: RoleRequest, introduction_id: int) -> HttpResponse:
    """A hire takes a seat."""
    row = introduction_or_404(request, introduction_id)
    form = forms.HireForm(request.POST)

    def act(values: dict[str, Any]) -> Any:
        return actions.record_hire(introduction=row, by=request.user, **values)

    return _with_form(
        request, row, name="hire_form", form=form, act=act, done="L’embauche est notée, la place est prise."
    )


@require_POST
@role_required(Role.ADVISER)
def cancel(request: RoleRequest, introduction_id: int) -> HttpResponse:
    """The hire did not hold."""
    row = introduction_or_404(request, introduction_id)
    form = forms.ReasonForm(request.POST)

    def act(values: dict[str, Any]) -> Any:
        return actions.cancel_hire(introduction=row, by=request.user, **values)

    return _with_form(
        request,
        row,
        name="reason_form",
        form=form,
        act=act,
        done="L’embauche est annulée, la place est libre.",
    )


@require_POST
@role_required(Role.ADVISER)
def end(request: RoleRequest, introduction_id: int) -> HttpResponse:
    """It ends, with a reason."""
    row = introduction_or_404(request, introduction_id)
    form = forms.EndForm(request.POST)

    def act(values: dict[str, Any]) -> Any:
        return actions.close_introduction(introduction=row, by=request.user, **values)

    return _with_form(
        request, row, name="end_form", form=form, act=act, done="La mise en relation est close."
    )
