"""Search, and the file of a person."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.base.forms import JalonForm
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people import actions, queries
from jalon.people.choices import ConsentPurpose, KeyKind
from jalon.people.forms import ContactForm, DetailsForm, ShareForm
from jalon.people.models import Person
from jalon.people.queries.file import file_page
from jalon.people.rules import Information


@role_required(Role.ADVISER)
def search(request: RoleRequest) -> HttpResponse:
    """By name however typed, by number, by address, by the code of a slip; without words, the latest."""
    text = request.GET.get("q", "")
    found = queries.search(request.user, text) if text.strip() else queries.recent(request.user)
    return render(request, "people/search.html", {"q": text, "people": found})


def _person(request: RoleRequest, person_id: int, needs: Information = Information.NAME) -> Person:
    """The person, if this reader may see that part of the file; else 404."""
    person = queries.find_visible(request.user, person_id)
    if person is None or needs not in queries.information_for(request.user, person):
        raise Http404("person")
    return person


@role_required(Role.ADVISER)
def person(request: RoleRequest, person_id: int) -> HttpResponse:
    """The pole of what happened, how to reach the person, who follows, what was agreed."""
    found = _person(request, person_id)
    if found.pk != person_id:
        return redirect("people:person", found.pk)
    actions.record_access(person=found, user=request.user, page="dossier", organisation=request.organisation)
    return _render(request, found)


def _render(request: RoleRequest, found: Person, **filled: JalonForm) -> HttpResponse:
    details = {"first_name": found.first_name, "last_name": found.last_name, "language": found.language}
    context = {
        "person": found,
        "file": file_page(found),
        "sees": {part.value for part in queries.information_for(request.user, found)},
        "details_form": filled.get("details_form") or DetailsForm(initial=details),
        "contact_form": filled.get("contact_form") or ContactForm(),
        "share_form": filled.get("share_form") or ShareForm(),
    }
    return render(request, "people/person.html", context, status=422 if filled else 200)


@require_POST
@role_required(Role.ADVISER)
def change(request: RoleRequest, person_id: int) -> HttpResponse:
    """Complete the name."""
    found = _person(request, person_id, Information.CONSENTS)
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _render(request, found, details_form=form)
    actions.change_details(person=found, by=request.user, **form.cleaned_data)
    return redirect("people:person", found.pk)


@require_POST
@role_required(Role.ADVISER)
def add_contact(request: RoleRequest, person_id: int) -> HttpResponse:
    """One more way to reach the person."""
    found = _person(request, person_id, Information.CONSENTS)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _render(request, found, contact_form=form)
    actions.add_contact(person=found, kind=form.kind, value=form.cleaned_data["value"])
    return redirect("people:person", found.pk)


@require_POST
@role_required(Role.ADVISER)
def share(request: RoleRequest, person_id: int) -> HttpResponse:
    """The person agrees that a partner reads the file."""
    found = _person(request, person_id, Information.CONSENTS)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _render(request, found, share_form=form)
    partner = queries.partner(int(form.cleaned_data["organisation"]))
    actions.give_consent(
        person=found, purpose=ConsentPurpose.SHARE, organisation=partner,
        means=form.cleaned_data["means"], by=request.user,
    )  # fmt: skip
    return redirect("people:person", found.pk)


@require_POST
@role_required(Role.ADVISER)
def take_back(request: RoleRequest, person_id: int, consent_id: int) -> HttpResponse:
    """The person takes a consent back."""
    found = _person(request, person_id, Information.CONSENTS)
    for consent in file_page(found).consents:
        if consent.pk == consent_id:
            actions.withdraw_consent(consent=consent)
    return redirect("people:person", found.pk)


@require_POST
@role_required(Role.ADVISER)
def resume(request: RoleRequest, person_id: int, contact_id: int) -> HttpResponse:
    """The person wishes to be written to again."""
    found = _person(request, person_id, Information.CONSENTS)
    for contact in queries.contacts_of(found):
        if contact.pk == contact_id:
            actions.resume_contact(contact=contact)
    return redirect("people:person", found.pk)


@require_POST
@role_required(Role.ADVISER)
def separate(request: RoleRequest, person_id: int, duplicate_id: int) -> HttpResponse:
    """The two files were two people."""
    found = _person(request, person_id, Information.CONSENTS)
    for duplicate in file_page(found).duplicates:
        if duplicate.pk == duplicate_id:
            actions.separate(duplicate=duplicate, by=request.user)
            messages.success(request, "Les deux dossiers sont séparés.")
    return redirect("people:person", found.pk)


@require_POST
@role_required(Role.ADVISER)
def slip(request: RoleRequest, person_id: int) -> HttpResponse:
    """A paper with a new code, shown once."""
    found = _person(request, person_id, Information.CONSENTS)
    code = actions.open_key(person=found, kind=KeyKind.SLIP)
    return render(request, "people/slip.html", {"person": found, "code": code})


@role_required(Role.ADVISER)
def export(request: RoleRequest, person_id: int) -> HttpResponse:
    """All that is kept of the person, asked for at the counter."""
    found = _person(request, person_id, Information.CONSENTS)
    actions.record_access(person=found, user=request.user, page="copie", organisation=request.organisation)
    content = json.dumps(queries.export_file(found), ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="dossier-{found.pk}.json"'
    return response


@role_required(Role.ADVISER)
def erase(request: RoleRequest, person_id: int) -> HttpResponse:
    """Ask once, then erase in every room."""
    found = _person(request, person_id, Information.CONSENTS)
    if request.method == "POST":
        actions.erase(person=found)
        messages.success(request, "Le dossier est effacé. Les chiffres restent justes.")
        return redirect("people:search")
    return render(request, "people/erase.html", {"person": found})
