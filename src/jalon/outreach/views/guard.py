"""Find what a page is about within the reader's organisations, or 404; do one thing and say how it went."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from jalon.base.forms import JalonForm
from jalon.directory.access import RoleRequest
from jalon.introductions.rules import RefusedError as InterestRefusedError

T = TypeVar("T")
REFUSALS = (ValidationError, InterestRefusedError)


def found_or_404(
    find: Callable[..., T | None], request: RoleRequest, number: int, *, what: str = "outreach"
) -> T:
    """What `find(organisations, id)` gives; a stranger's is as if it were not there."""
    row = find(request.organisations, number)
    if row is None:
        raise Http404(what)
    return row


def words_of(error: Exception) -> str:
    """A refusal as one reads it."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Run an action; the page that follows says what was done, or why it was refused."""
    try:
        act()
    except REFUSALS as error:
        messages.warning(request, words_of(error))
        return False
    messages.success(request, done)
    return True


def accepted(form: JalonForm, act: Callable[[], Any]) -> Any:
    """What the action gives for a valid form; a refusal joins the form's errors and gives None."""
    if not form.is_valid():
        return None
    try:
        result = act()
    except REFUSALS as error:
        form.add_error(None, words_of(error))
        return None
    return result if result is not None else True
