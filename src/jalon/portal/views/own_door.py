"""The door of a person's own page: the code of a slip or a link, no account, no cookie, few tries."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from jalon.base.actions.throttle import allowed
from jalon.base.visitor import visitor
from jalon.people import queries as people
from jalon.people.models import Person
from jalon.portal.forms.own import OwnCodeForm

# Ten characters of 28 are 48 bits: twenty tries an hour would take a thousand million years.
TRIES_AN_HOUR = 20

P = ParamSpec("P")
OwnView = Callable[Concatenate[HttpRequest, Person, str, P], HttpResponse]


def owned(view: OwnView[P]) -> Callable[..., HttpResponse]:
    """Let in who holds the code, in the language the person gave; a wrong code sees the door again.

    The view gets the request, the person and the code. There is no token against forgery: the address is the
    secret, and no cookie is set.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        owner = owner_of(request, code)
        if owner is None:
            return _unknown(request)
        with translation.override(owner.language):
            response = view(request, owner, code, *args, **kwargs)
            response["Content-Language"] = translation.get_language() or "fr"
        return private(response)

    return guarded


@csrf_exempt  # the address holds the secret; no cookie is set
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code of the slip."""
    form = OwnCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if owner_of(request, code) is not None:
            return private(redirect("own:page", code))
        form.add_error(
            "code", gettext("Ce code n’ouvre aucune page. Vérifiez chaque signe, ou appelez-nous.")
        )
    return private(render(request, "portal/own_enter.html", {"form": form}))


def owner_of(request: HttpRequest, code: str) -> Person | None:
    """Whose page it is; a wrong code counts as a try, and after too many none is looked at."""
    who = visitor(request)
    if len(code) > 40 or not allowed(action="own-page-any", who=who, limit=600, seconds=3600):
        return None
    owner = people.key_owner(code)
    if owner is None:
        allowed(action="own-page", who=who, limit=TRIES_AN_HOUR, seconds=3600)
        return None
    return owner if _tries_left(who) else None


def _tries_left(who: str) -> bool:
    return allowed(action="own-page", who=who, limit=TRIES_AN_HOUR, seconds=3600, count=False)


def _unknown(request: HttpRequest) -> HttpResponse:
    form = OwnCodeForm({"code": ""})
    form.is_valid()
    form.add_error(None, gettext("Ce code n’ouvre aucune page, ou plus. Vérifiez-le, ou appelez-nous."))
    return private(render(request, "portal/own_enter.html", {"form": form}, status=404))


def private(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by nobody, and its address told to no other site."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response
