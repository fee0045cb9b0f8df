"""A person's own page, by the code of a slip or a link: no account, no cookie, few tries."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jalon.base.actions.throttle import allowed
from jalon.base.paper import typeset
from jalon.base.visitor import visitor
from jalon.base.words import day
from jalon.introductions import actions, forms, queries
from jalon.introductions.queries.own import OwnPage, file_sections, own_page
from jalon.people import actions as people_actions
from jalon.people import queries as people
from jalon.people.models import Person

# Ten characters of 28 are 48 bits: twenty tries an hour would take a thousand million years.
TRIES_AN_HOUR = 20


@csrf_exempt  # the address holds the secret; no cookie is set
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code of the slip."""
    form = forms.OwnCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if _owner(request, code) is not None:
            return _private(redirect("introductions:own", code))
        form.add_error(
            "code", gettext("Ce code n’ouvre aucune page. Vérifiez chaque signe, ou appelez-nous.")
        )
    return _private(render(request, "introductions/own_enter.html", {"form": form}))


def show(request: HttpRequest, code: str) -> HttpResponse:
    """Who follows me, what happened, what comes next."""
    owner = _owner(request, code)
    if owner is None:
        return _unknown(request)
    with translation.override(owner.language):
        page: OwnPage = own_page(owner)
        return _said(request, "introductions/own.html", {"page": page, "code": code})


def _said(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A private page, in the language that is active."""
    response = render(request, template, context)
    response["Content-Language"] = translation.get_language() or "fr"
    return _private(response)


def _owner(request: HttpRequest, code: str) -> Person | None:
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
    form = forms.OwnCodeForm({"code": ""})
    form.is_valid()
    form.add_error(None, gettext("Ce code n’ouvre aucune page, ou plus. Vérifiez-le, ou appelez-nous."))
    return _private(render(request, "introductions/own_enter.html", {"form": form}, status=404))


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


@csrf_exempt  # the address holds the secret; no cookie is set
@require_POST
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """I no longer wish to go on: one request, or all."""
    owner = _owner(request, code)
    if owner is None:
        return _unknown(request)
    number = request.POST.get("interest", "")
    mine = {str(one.pk): one for one in queries.open_interests(people.file_ids(owner))}
    if not number or number in mine:
        actions.withdraw(person=owner, interest=mine.get(number))
    return _private(redirect("introductions:own", code))


@csrf_exempt  # the address holds the secret; no cookie is set
@require_POST
def back(request: HttpRequest, code: str) -> HttpResponse:
    """Call me again."""
    owner = _owner(request, code)
    if owner is None:
        return _unknown(request)
    for interest in queries.unreachable_interests(people.file_ids(owner)):
        if str(interest.pk) == request.POST.get("interest"):
            actions.come_back(interest=interest)
    return _private(redirect("introductions:own", code))


@csrf_exempt  # the address holds the secret; no cookie is set
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Erase everything: asked once, then done."""
    owner = _owner(request, code)
    if owner is None:
        return _unknown(request)
    language, done = owner.language, request.method == "POST"
    if done:
        people_actions.erase(person=owner)
    with translation.override(language):
        return _said(request, "introductions/own_erase.html", {"code": code, "done": done})


def file_json(request: HttpRequest, code: str) -> HttpResponse:
    """My file, for a machine."""
    owner = _owner(request, code)
    if owner is None:
        return _unknown(request)
    content = json.dumps(people.export_file(owner), ensure_ascii=False, indent=2, default=str)
    return _download(content.encode(), "application/json", "mon-dossier.json")


def file_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """My file, on paper."""
    owner = _owner(request, code)
    if owner is None:
        return _unknown(request)
    data: dict[str, Any] = {
        "title": "Mon dossier",
        "sender": "Jalon",
        "date": day(timezone.localdate()),
        "language": "fr",
        "sections": file_sections(people.export_file(owner)),
    }
    return _download(typeset("file", data), "application/pdf", "mon-dossier.pdf")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _private(response)
