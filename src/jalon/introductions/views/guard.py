"""Find what a page is about, or 404; do one thing, and say how it went."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from jalon.directory.access import RoleRequest
from jalon.introductions import queries
from jalon.introductions.models import Interest, Introduction
from jalon.introductions.rules import RefusedError


def interest_or_404(request: RoleRequest, interest_id: int) -> Interest:
    """An interest of the reader's organisations."""
    interest = queries.find_interest(request.organisations, interest_id)
    if interest is None:
        raise Http404("interest")
    return interest


def introduction_or_404(request: RoleRequest, introduction_id: int) -> Introduction:
    """An introduction of the reader's organisations."""
    introduction = queries.find_introduction(request.organisations, introduction_id)
    if introduction is None:
        raise Http404("introduction")
    return introduction


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> Any:
    """Run an action; the page that follows says what was done, or why it was refused (None)."""
    try:
        result = act()
    except RefusedError as error:
        messages.warning(request, str(error))
        return None
    messages.success(request, done)
    return result if result is not None else True


def back_to(row: Interest | Introduction) -> HttpResponse:
    """The page of an interest or introduction."""
    if isinstance(row, Interest):
        return redirect("introductions:interest", row.pk)
    return redirect("introductions:introduction", row.pk)
