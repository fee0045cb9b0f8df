"""Who acts for an organisation."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from jalon.directory import actions, queries
from jalon.directory.access import RoleRequest
from jalon.directory.forms import InviteForm
from jalon.directory.models import Organisation
from jalon.directory.views.doors import changes_organisation


@changes_organisation
def invite(request: RoleRequest, organisation: Organisation) -> HttpResponse:
    """A colleague more."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.invite(organisation=organisation, **form.cleaned_data, by=request.user)
        messages.success(request, f"L’invitation part à {form.cleaned_data['email']}.")
        return redirect("directory:organisation", pk=organisation.pk)
    return render(request, "directory/invite.html", {"form": form, "organisation": organisation})


@changes_organisation
def end(request: RoleRequest, organisation: Organisation, *, member: int) -> HttpResponse:
    """A colleague who left; asked first, because they lose their way in."""
    membership = queries.member(organisation, member)
    if membership is None:
        raise Http404("member")
    if request.method == "POST":
        actions.end_membership(membership=membership, by=request.user)
        return redirect("directory:organisation", pk=organisation.pk)
    context = {"membership": membership, "organisation": organisation}
    return render(request, "directory/end_member.html", context)


@changes_organisation
def paper(request: RoleRequest, organisation: Organisation, *, member: int) -> HttpResponse:
    """A code on paper for a colleague at a shared computer."""
    membership = queries.colleague(organisation, member, by=request.user)
    if membership is None:
        raise Http404("member")
    context = {"membership": membership, "organisation": organisation, "code": ""}
    if request.method == "POST":
        context["code"] = actions.paper_code(membership=membership, by=request.user)
    return render(request, "directory/paper.html", context)
