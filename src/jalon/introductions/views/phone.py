"""On the telephone: type the code, have the offer in view, take the contact in twenty seconds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from jalon.base.choices import Medium
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.introductions import actions, queries
from jalon.introductions.forms import CodeForm, ContactForm
from jalon.introductions.rules import RefusedError


@role_required(Role.ADVISER)
def phone(request: RoleRequest) -> HttpResponse:
    """GET with `code` shows the offer; POST takes the contact."""
    code_form = CodeForm(request.GET if "code" in request.GET else None)
    found = queries.called(code_form.cleaned_data["code"]) if code_form.is_valid() else None
    form = ContactForm(request.POST or None)
    _focus(code_form, form, found=found is not None)
    if request.method == "POST" and found is not None and form.is_valid():
        return _take(request, found, form)
    context = {
        "code_form": code_form,
        "found": found,
        "form": form,
        "origin": queries.origin_of(found.link) if found else None,
        "asked": code_form.is_bound,
    }
    return render(request, "introductions/phone.html", context)


def _focus(code_form: CodeForm, form: ContactForm, *, found: bool) -> None:
    """The cursor stands where one types next."""
    field = form.fields["contact"] if found else code_form.fields["code"]
    field.widget.attrs["autofocus"] = True


def _take(request: RoleRequest, found: queries.Called, form: ContactForm) -> HttpResponse:
    try:
        interest = actions.register_interest(
            vacancy=found.vacancy, link=found.link, medium=Medium.PHONE, by=request.user,
            team=request.organisation, **form.values,
        )  # fmt: skip
    except RefusedError as error:
        messages.warning(request, str(error))
        return redirect("introductions:phone")
    if interest.slip_code:
        return render(request, "introductions/slip.html", {"interest": interest, "code": interest.slip_code})
    messages.success(request, "C’est noté. La personne reçoit un message qui dit qui l’appelle.")
    return redirect("introductions:interest", interest.pk)
