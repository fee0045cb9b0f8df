"""Files that are likely one person: the list, two of them side by side, joined or said to be two."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people import actions
from jalon.people.models import Person
from jalon.people.queries.compare import compared
from jalon.people.queries.likeness import likely_pairs
from jalon.people.rules import Information
from jalon.people.views.guard import person_or_404


@require_safe
@role_required(Role.ADVISER)
def listing(request: RoleRequest) -> HttpResponse:
    """Pairs of files, the surest first, with why."""
    return render(request, "people/duplicates.html", {"pairs": likely_pairs(request.user)[:100]})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADVISER)
def compare(request: RoleRequest, one_id: int, other_id: int) -> HttpResponse:
    """Two files side by side: one person, or two?"""
    one = person_or_404(request, one_id, Information.CONSENTS)
    other = person_or_404(request, other_id, Information.CONSENTS)
    if one == other:
        return redirect("people:person", one.pk)
    if request.method == "POST":
        return _answered(request, one, other)
    for person in (one, other):
        actions.record_access(
            person=person, user=request.user, page="comparaison", organisation=request.organisation
        )
    return render(request, "people/compare.html", {"pair": compared(one, other)})


def _answered(request: RoleRequest, one: Person, other: Person) -> HttpResponse:
    answer = request.POST.get("answer")
    if answer == "apart":
        actions.tell_apart(one=one, other=other, by=request.user)
        messages.success(request, f"{one} et {other} restent deux personnes.")
        return redirect("people:duplicates")
    keep = {str(one.pk): (one, other), str(other.pk): (other, one)}.get(request.POST.get("keep", ""))
    if answer != "same" or keep is None:
        raise Http404("answer")
    try:
        actions.merge(duplicate=keep[1], into=keep[0], by=request.user)
        messages.success(request, "Les deux dossiers n’en font plus qu’un. On peut les séparer 30 jours.")
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    return redirect("people:person", keep[0].pk)
