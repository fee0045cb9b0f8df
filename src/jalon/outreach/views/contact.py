"""Whom we promised to call: what they wished, what is near, a seat, a paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.outreach import actions, paper, queries
from jalon.outreach.forms.stand import CallForm
from jalon.outreach.models import FirstContact
from jalon.outreach.views.guard import accepted, attempt, found_or_404
from jalon.people import queries as people
from jalon.people.actions import record_access


@role_required(Role.ADVISER)
def listing(request: RoleRequest) -> HttpResponse:
    """Promised calls, oldest first."""
    context = {"contacts": queries.contacts_to_call(request.organisations)}
    return render(request, "outreach/contacts.html", context)


@role_required(Role.ADVISER)
def show(request: RoleRequest, contact_id: int) -> HttpResponse:
    """One of them, with vacancies near and sessions soon."""
    return _render(request, _contact(request, contact_id), CallForm())


def _contact(request: RoleRequest, contact_id: int) -> FirstContact:
    """A contact of the reader's organisations whose person they may still see."""
    contact = found_or_404(queries.find_contact, request, contact_id)
    if people.find_visible(request.user, contact.person_id) is None:
        raise Http404("contact")
    return contact


def _render(request: RoleRequest, contact: FirstContact, form: CallForm) -> HttpResponse:
    person = contact.person.canonical or contact.person
    record_access(person=person, user=request.user, page="rencontre", organisation=contact.organisation)
    context = {
        "contact": contact,
        "person": person,
        "reach": people.contacts_of(person),
        "calls": queries.calls_of(contact),
        "vacancies": queries.vacancies_near(contact),
        "interests": queries.interests_of(contact),
        "sessions": queries.sessions_soon(),
        "form": form,
    }
    return render(request, "outreach/contact.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(Role.ADVISER)
def call(request: RoleRequest, contact_id: int) -> HttpResponse:
    """How the call ended."""
    contact = _contact(request, contact_id)
    form = CallForm(request.POST)
    if not accepted(form, lambda: actions.record_call(contact=contact, by=request.user, **form.cleaned_data)):
        return _render(request, contact, form)
    return redirect("outreach:contacts")


@require_POST
@role_required(Role.ADVISER)
def interest(request: RoleRequest, contact_id: int, vacancy_id: int) -> HttpResponse:
    """The person wishes to know more of a vacancy."""
    contact = _contact(request, contact_id)
    vacancy = queries.find_vacancy(vacancy_id)
    if vacancy is None:
        raise Http404("vacancy")
    attempt(
        request,
        lambda: actions.note_interest(contact=contact, vacancy=vacancy, by=request.user),
        f"C’est noté pour « {vacancy.title} ».",
    )
    return redirect("outreach:contact", contact.pk)


@require_POST
@role_required(Role.ADVISER)
def book(request: RoleRequest, contact_id: int, session_id: int) -> HttpResponse:
    """A seat on the spot."""
    contact = _contact(request, contact_id)
    session = queries.find_session(session_id)
    if session is None:
        raise Http404("session")
    attempt(
        request,
        lambda: actions.book_seat(contact=contact, session=session, by=request.user),
        f"C’est noté pour « {session} ».",
    )
    return redirect("outreach:contact", contact.pk)


@require_POST
@role_required(Role.ADVISER)
def slip(request: RoleRequest, contact_id: int) -> HttpResponse:
    """A narrow paper: a code shown once, what was promised, whom to call; for the browser or as PDF."""
    contact = _contact(request, contact_id)
    code = actions.open_slip(contact=contact)
    if request.POST.get("form") == "pdf":
        width = 58 if request.POST.get("width") == "58" else 80
        response = HttpResponse(paper.slip(contact, code, width), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="papier-{contact.pk}.pdf"'
        return response
    return render(request, "outreach/slip.html", {"contact": contact, "slip": paper.slip_data(contact, code)})
