"""The employer answers from a telephone, without an account; only POST acts."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jalon.base.actions.throttle import allowed
from jalon.base.visitor import visitor
from jalon.introductions import actions, forms, queries
from jalon.introductions.choices import EmployerAnswer, IntroductionState
from jalon.introductions.models import Introduction
from jalon.introductions.rules import RefusedError

_TRIES_AN_HOUR = 60


@csrf_exempt  # the address holds the secret; no cookie is set
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The first question; its answer leads to the second."""
    row = _find(request, code)
    if row is None:
        return _page(request, "gone", status=404)
    if row.state != IntroductionState.SENT:
        return _page(request, "done", row=row)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _second(request, row, code, form.cleaned_data["answer"])
    return _page(request, "first", row=row, code=code, form=form)


def _second(request: HttpRequest, row: Introduction, code: str, choice: str) -> HttpResponse:
    form = forms.MeetForm() if choice == EmployerAnswer.MEET else forms.WhyForm()
    if choice == EmployerAnswer.FILLED:
        return _act(request, row, choice, {})
    return _page(request, "second", row=row, code=code, form=form, choice=choice)


@csrf_exempt  # the address holds the secret; no cookie is set
@require_POST
def details(request: HttpRequest, code: str) -> HttpResponse:
    """The second answer: when, or why not."""
    row = _find(request, code)
    if row is None:
        return _page(request, "gone", status=404)
    choice = request.POST.get("answer", "")
    meets = choice == EmployerAnswer.MEET
    form = forms.MeetForm(request.POST) if meets else forms.WhyForm(request.POST)
    if choice not in EmployerAnswer.values or not form.is_valid():
        return _page(request, "second", row=row, code=code, form=form, choice=choice, status=422)
    return _act(request, row, choice, form.cleaned_data)


def _act(request: HttpRequest, row: Introduction, choice: str, values: dict[str, Any]) -> HttpResponse:
    try:
        row = actions.answer(introduction=row, answer=choice, **values)
    except RefusedError as error:
        return _page(request, "done", row=row, refused=str(error), status=409)
    return _page(request, "done", row=row)


@csrf_exempt  # the address holds the secret; no cookie is set
@require_POST
def read(request: HttpRequest, code: str) -> HttpResponse:
    """The page was shown in a browser."""
    row = _find(request, code)
    if row is not None:
        actions.mark_read(introduction=row)
    return HttpResponse(status=204)


def _find(request: HttpRequest, code: str) -> Introduction | None:
    """The introduction of a valid code; after too many wrong ones, none for the rest of the hour."""
    tried = partial(allowed, action="answer", who=visitor(request), limit=_TRIES_AN_HOUR, seconds=3600)
    row = queries.by_answer_code(code) if tried(count=False) else None
    if row is None:
        tried()
    return row


def _page(request: HttpRequest, step: str, *, status: int = 200, **values: Any) -> HttpResponse:
    context = {"step": step, "row": None, "code": "", "form": None, "choice": "", "refused": "", **values}
    response = render(request, "introductions/answer.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    add_never_cache_headers(response)
    return response
