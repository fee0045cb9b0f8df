"""Find a person, or open a file for somebody new."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people import actions, queries
from jalon.people.choices import KeyKind
from jalon.people.forms import NewPersonForm
from jalon.people.queries.likeness import alike


@require_safe
@role_required(Role.ADVISER)
def search(request: RoleRequest) -> HttpResponse:
    """By name however typed, by number, by address, by the code of a slip; without words, the latest."""
    text = request.GET.get("q", "")
    found = queries.search(request.user, text) if text.strip() else queries.recent(request.user)
    return render(request, "people/search.html", {"q": text, "people": found})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADVISER)
def new(request: RoleRequest) -> HttpResponse:
    """A first name, and a way to be reached or none; who is likely here already is shown first."""
    form = NewPersonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/new.html", {"form": form}, status=422 if form.is_bound else 200)
    likely = [] if "sure" in request.POST else alike(request.user, form.traits())
    if likely:
        return render(request, "people/new.html", {"form": form, "likely": likely})
    return _opened(request, form)


def _opened(request: RoleRequest, form: NewPersonForm) -> HttpResponse:
    person = actions.register(organisation=request.organisation, by=request.user, **form.given())
    if form.reachable():
        messages.success(request, "Le dossier est ouvert.")
        return redirect("people:person", person.pk)
    code = actions.open_key(person=person, kind=KeyKind.SLIP)
    return render(request, "people/slip.html", {"person": person, "code": code})
