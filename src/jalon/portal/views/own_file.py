"""What a person corrects in their file, takes back, and takes away."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalon.base.paper import typeset
from jalon.base.words import day
from jalon.people import actions
from jalon.people import queries as people
from jalon.people.models import Person
from jalon.people.queries.file import consents_of
from jalon.portal.forms.own import OwnNamesForm, OwnReachForm
from jalon.portal.queries import own
from jalon.portal.views.own_door import owned


@require_http_methods(["GET", "HEAD", "POST"])
@owned
def correct(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """My names, my birth date, my language: applied at once."""
    form = OwnNamesForm(request.POST or None, initial=_details(owner))
    if request.method == "POST" and form.is_valid():
        actions.change_details(person=owner, **form.cleaned_data)
        return redirect("own:correct", code)
    return _correcting(request, owner, code, names_form=form)


@require_POST
@owned
def add_reach(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """One more way to reach me."""
    form = OwnReachForm(request.POST)
    if not form.is_valid():
        return _correcting(request, owner, code, reach_form=form)
    actions.add_contact(person=owner, kind=form.kind, value=form.cleaned_data["value"])
    actions.add_milestone(person=owner, kind="people.changed")
    return redirect("own:correct", code)


@require_POST
@owned
def remove_reach(request: HttpRequest, owner: Person, code: str, contact_id: int) -> HttpResponse:
    """This number or this address is no longer mine."""
    contact = own.find_contact(owner, contact_id)
    if contact is None:
        raise Http404("contact")
    actions.remove_contact(contact=contact)
    return redirect("own:correct", code)


def _correcting(request: HttpRequest, owner: Person, code: str, **filled: Any) -> HttpResponse:
    context = {
        "contacts": people.contacts_of(owner),
        "names_form": filled.get("names_form", OwnNamesForm(initial=_details(owner))),
        "reach_form": filled.get("reach_form", OwnReachForm()),
        "code": code,
    }
    wrong = any(form.is_bound for form in filled.values())
    return render(request, "portal/own_correct.html", context, status=422 if wrong else 200)


def _details(owner: Person) -> dict[str, Any]:
    names = ("first_name", "last_name", "usual_name", "language")
    born = f"{owner.birth_date:%d/%m/%Y}" if owner.birth_date else ""
    return {**{name: getattr(owner, name) for name in names}, "birth_date": born}


@require_http_methods(["GET", "HEAD", "POST"])
@owned
def consents(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """What I agreed to, and what I take back."""
    given = consents_of(owner)
    if request.method == "POST":
        for one in given:
            if str(one.pk) == request.POST.get("consent"):
                actions.withdraw_consent(consent=one)
        return redirect("own:consents", code)
    return render(request, "portal/own_consents.html", {"consents": given, "code": code})


@require_safe
@owned
def file_json(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """My file, for a machine, in French as it was written."""
    with translation.override("fr"):
        content = json.dumps(people.export_file(owner), ensure_ascii=False, indent=2, default=str)
    return _download(content.encode(), "application/json", "mon-dossier.json")


@require_safe
@owned
def file_pdf(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """My file, on paper, in French as it was written."""
    with translation.override("fr"):
        data: dict[str, Any] = {
            "title": "Mon dossier",
            "sender": "Jalon",
            "date": day(timezone.localdate()),
            "language": "fr",
            "sections": own.file_sections(people.export_file(owner)),
        }
        return _download(typeset("file", data), "application/pdf", "mon-dossier.pdf")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
