"""The association reads an employer before its vacancies are shown."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from jalon.directory import actions, queries
from jalon.directory.access import RoleRequest
from jalon.directory.choices import OrganisationKind
from jalon.directory.forms import VetForm
from jalon.directory.views.doors import staff_only


@staff_only
def vet(request: RoleRequest, *, pk: int) -> HttpResponse:
    """Accept, or refuse with a reason."""
    organisation = queries.readable(request.user).filter(pk=pk, kind=OrganisationKind.EMPLOYER).first()
    if organisation is None:
        raise Http404("employer")
    form = VetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept = form.cleaned_data["answer"] == "accept"
        reason = "" if accept else form.cleaned_data["reason"].strip()
        actions.vet(organisation=organisation, accept=accept, reason=reason, by=request.user)
        return redirect("directory:organisation", pk=organisation.pk)
    context = {"form": form, "organisation": organisation, "facts": queries.facts(organisation)}
    return render(request, "directory/vet.html", context)
