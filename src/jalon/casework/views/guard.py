"""Find whom a page is about, or 404; do one thing, and say how it went."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from jalon.accounts.models import User
from jalon.base.forms import JalonForm
from jalon.casework.rules import RefusedError
from jalon.directory.access import RoleRequest
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.directory.queries import team_members
from jalon.people import queries as people
from jalon.people.models import Person
from jalon.people.rules import Information, Relation

T = TypeVar("T")


def reader(request: RoleRequest, person_id: int, needs: Information) -> tuple[Person, frozenset[Information]]:
    """The person and what this reader may see of them, or 404 when `needs` is not part of it."""
    person, sees = people.open_file(request.user, person_id)
    if person is None or needs not in sees:
        raise Http404("person")
    return person, sees


def writer(request: RoleRequest, person_id: int, part: Information) -> tuple[Person, Organisation]:
    """The person and the organisation for which the reader writes; a shared file is read, not written."""
    person, sees = reader(request, person_id, part)
    if Information.CONSENTS not in sees:
        raise Http404("person")
    return person, acting(request, person)


def acting(request: RoleRequest, person: Person) -> Organisation:
    """The reader's organisation that follows this person; else the one of the page."""
    if len(request.organisations) == 1:
        return request.organisation
    follows = (Relation.LEAD, Relation.SOCIAL, Relation.EMPLOYMENT, Relation.FOLLOWS)
    for organisation in (request.organisation, *request.organisations):
        if people.relation_of(organisation, person) in follows:
            return organisation
    return request.organisation


def colleagues(organisation: Organisation) -> list[User]:
    """Advisers of an organisation, by name."""
    return team_members(organisation, Role.ADVISER)


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Run an action; the page that follows says what was done, or why it was refused."""
    try:
        act()
    except (RefusedError, ValidationError) as error:
        words = error.messages[0] if isinstance(error, ValidationError) else str(error)
        messages.warning(request, words)
        return False
    messages.success(request, done)
    return True


def tried(form: JalonForm, act: Callable[[], Any]) -> bool:
    """Run an action with what a form holds; when it is refused the form says why and keeps what was typed."""
    if not form.is_valid():
        return False
    try:
        act()
    except (RefusedError, ValidationError) as error:
        form.add_error(None, error.messages[0] if isinstance(error, ValidationError) else str(error))
        return False
    return True


def found(row: T | None) -> T:
    """What was looked for, or 404."""
    if row is None:
        raise Http404("row")
    return row
