"""The file of a person, and what one changes on it."""

import json
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.base.forms import JalonForm
from jalon.base.registry import registry
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people import actions, forms, queries
from jalon.people.choices import ConsentPurpose, KeyKind
from jalon.people.models import Person
from jalon.people.queries.file import file_page
from jalon.people.queries.likeness import duplicates_of
from jalon.people.queries.place import site
from jalon.people.rules import Information
from jalon.people.views.guard import person_or_404

Change = Callable[[RoleRequest, Person, JalonForm], None]


@role_required(Role.ADVISER)
def person(request: RoleRequest, person_id: int) -> HttpResponse:
    """The pole of what happened, how to reach the person, who follows, what was agreed."""
    found = person_or_404(request, person_id)
    if found.pk != person_id:
        return redirect("people:person", found.pk)
    actions.record_access(person=found, user=request.user, page="dossier", organisation=request.organisation)
    return _render(request, found)


def _render(request: RoleRequest, found: Person, **filled: JalonForm) -> HttpResponse:
    sees = {part.value for part in queries.information_for(request.user, found)}
    context = {
        "person": found,
        "file": file_page(found),
        "sees": sees,
        "pages": registry.pages_of_person(found.pk, sees),
        "likely": duplicates_of(found, request.user) if Information.CONSENTS.value in sees else [],
        **{name: filled.get(name) or form for name, form in _blank(found).items()},
    }
    return render(request, "people/person.html", context, status=422 if filled else 200)


def _blank(found: Person) -> dict[str, JalonForm]:
    born = f"{found.birth_date:%d/%m/%Y}" if found.birth_date else ""
    names = ("first_name", "last_name", "usual_name", "language")
    place = {"commune": found.commune.code if found.commune else "", "near_label": found.near_label}
    return {
        "details_form": forms.DetailsForm(
            initial={**{name: getattr(found, name) for name in names}, "birth_date": born}
        ),
        "contact_form": forms.ReachForm(),
        "share_form": forms.ShareForm(),
        "consent_form": forms.ConsentForm(),
        "place_form": forms.PlaceForm(initial=place),
        "situations_form": forms.SituationsForm(initial={"situations": found.situations}),
    }


def _changes(name: str, form_class: type[JalonForm]) -> Callable[[Change], Callable[..., HttpResponseBase]]:
    """A page that takes one form of the file; a wrong answer comes back with the whole file."""

    def decorate(change: Change) -> Callable[..., HttpResponseBase]:
        @require_POST
        @role_required(Role.ADVISER)
        @wraps(change)
        def view(request: RoleRequest, person_id: int) -> HttpResponse:
            found = person_or_404(request, person_id, Information.CONSENTS)
            form = form_class(request.POST)
            if not form.is_valid():
                return _render(request, found, **{name: form})
            change(request, found, form)
            return redirect("people:person", found.pk)

        return view

    return decorate


@_changes("details_form", forms.DetailsForm)
def change(request: RoleRequest, found: Person, form: JalonForm) -> None:
    """Complete the names, the birth date and the language."""
    actions.change_details(person=found, by=request.user, **form.cleaned_data)


@_changes("contact_form", forms.ReachForm)
def add_contact(request: RoleRequest, found: Person, form: JalonForm) -> None:
    """One more way to reach the person."""
    assert isinstance(form, forms.ReachForm)
    actions.add_contact(person=found, kind=form.kind, value=form.cleaned_data["value"])


@_changes("place_form", forms.PlaceForm)
def place(request: RoleRequest, found: Person, form: JalonForm) -> None:
    """Where the person starts from."""
    given = form.cleaned_data
    if given["site"]:
        known = site(int(given["site"]))
        actions.place(
            person=found,
            label=known.name,
            lat=known.lat,
            lon=known.lon,
            commune=known.commune,
            by=request.user,
        )
        return
    actions.place(person=found, label=given["near_label"], commune=given["commune"], by=request.user)


@_changes("situations_form", forms.SituationsForm)
def situations(request: RoleRequest, found: Person, form: JalonForm) -> None:
    """What opens activities to the person."""
    actions.set_situations(person=found, situations=form.cleaned_data["situations"], by=request.user)


@_changes("share_form", forms.ShareForm)
def share(request: RoleRequest, found: Person, form: JalonForm) -> None:
    """The person agrees that a partner reads the file; a refusal is taken back by the person alone."""
    partner = queries.partner(int(form.cleaned_data["organisation"]))
    if queries.objects_to(found, partner):
        messages.warning(request, f"La personne refuse {partner.name}\u00a0: elle seule revient dessus.")
        return
    actions.give_consent(
        person=found, purpose=ConsentPurpose.SHARE, organisation=partner, by=request.user,
        means=form.cleaned_data["means"],
    )  # fmt: skip


@_changes("consent_form", forms.ConsentForm)
def consent(request: RoleRequest, found: Person, form: JalonForm) -> None:
    """The person agrees to something with us."""
    actions.give_consent(
        person=found, organisation=request.organisation, by=request.user, **form.cleaned_data
    )


@require_POST
@role_required(Role.ADVISER)
def take_back(request: RoleRequest, person_id: int, consent_id: int) -> HttpResponse:
    """The person takes a consent back."""
    found = person_or_404(request, person_id, Information.CONSENTS)
    for one in file_page(found).consents:
        if one.pk == consent_id:
            actions.withdraw_consent(consent=one)
    return redirect("people:person", found.pk)


@require_POST
@role_required(Role.ADVISER)
def resume(request: RoleRequest, person_id: int, contact_id: int) -> HttpResponse:
    """The person wishes to be written to again."""
    found = person_or_404(request, person_id, Information.CONSENTS)
    for contact in queries.contacts_of(found):
        if contact.pk == contact_id:
            actions.resume_contact(contact=contact)
    return redirect("people:person", found.pk)


@require_POST
@role_required(Role.ADVISER)
def remove_contact(request: RoleRequest, person_id: int, contact_id: int) -> HttpResponse:
    """A number or an address that is no longer theirs."""
    found = person_or_404(request, person_id, Information.CONSENTS)
    for contact in queries.contacts_of(found):
        if contact.pk == contact_id:
            actions.remove_contact(contact=contact)
    return redirect("people:person", found.pk)


@require_POST
@role_required(Role.ADVISER)
def separate(request: RoleRequest, person_id: int, duplicate_id: int) -> HttpResponse:
    """The two files were two people."""
    found = person_or_404(request, person_id, Information.CONSENTS)
    for joined in file_page(found).duplicates:
        if joined.duplicate_id == duplicate_id:
            try:
                actions.separate(duplicate=joined.duplicate, by=request.user)
                messages.success(request, "Les deux dossiers sont séparés.")
            except ValidationError as error:
                messages.warning(request, error.messages[0])
    return redirect("people:person", found.pk)


@require_POST
@role_required(Role.ADVISER)
def slip(request: RoleRequest, person_id: int) -> HttpResponse:
    """A paper with a new code, shown once."""
    found = person_or_404(request, person_id, Information.CONSENTS)
    code = actions.open_key(person=found, kind=KeyKind.SLIP)
    return render(request, "people/slip.html", {"person": found, "code": code})


@role_required(Role.ADVISER)
def export(request: RoleRequest, person_id: int) -> HttpResponse:
    """All that is kept of the person, asked for at the counter."""
    found = person_or_404(request, person_id, Information.CONSENTS)
    actions.record_access(person=found, user=request.user, page="copie", organisation=request.organisation)
    content = json.dumps(queries.export_file(found), ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="dossier-{found.pk}.json"'
    return response


@role_required(Role.ADVISER)
def erase(request: RoleRequest, person_id: int) -> HttpResponse:
    """Ask once, then erase in every room."""
    found = person_or_404(request, person_id, Information.CONSENTS)
    if request.method == "POST":
        actions.erase(person=found)
        messages.success(request, "Le dossier est effacé. Les chiffres restent justes.")
        return redirect("people:search")
    return render(request, "people/erase.html", {"person": found})
