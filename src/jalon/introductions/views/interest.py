"""The page of an interest, and the things an adviser does there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.base.forms import JalonForm
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.introductions import actions, forms, queries
from jalon.introductions.actions.tell import employer_contact
from jalon.introductions.choices import CallOutcome
from jalon.introductions.models import Interest, Introduction
from jalon.introductions.rules import MAX_CALLS, RefusedError
from jalon.introductions.views.guard import attempt, back_to, interest_or_404
from jalon.people import actions as people_actions
from jalon.people import queries as people
from jalon.vacancies import queries as vacancies


@role_required(Role.ADVISER)
def show(request: RoleRequest, interest_id: int) -> HttpResponse:
    """The person, the offer, the line and stop, the calls, and what one can do."""
    interest = interest_or_404(request, interest_id)
    people_actions.record_access(
        person=interest.person, user=request.user, page="demande", organisation=interest.team
    )
    return _render(request, interest)


def _render(request: RoleRequest, interest: Interest, **filled: JalonForm) -> HttpResponse:
    calls = queries.calls_of(interest)
    context = {
        "interest": interest,
        "reached": bool(calls) and calls[0].outcome == CallOutcome.REACHED,
        "vacancy_open": vacancies.is_showable(interest.vacancy),
        "origin": queries.origin_of(interest.link, interest.medium),
        "contacts": people.contacts_of(interest.person),
        "calls": calls,
        "history": queries.history_of(interest),
        "introductions": queries.introductions_of(interest),
        "twins": queries.twins(request.user, interest.person),
        "max_calls": MAX_CALLS,
        "note_form": filled.get("note_form") or forms.NoteForm(),
        "close_form": forms.CloseForm(),
        "mine": interest.owner_id in {None, request.user.pk},
    }
    return render(request, "introductions/interest.html", context, status=422 if filled else 200)


@require_POST
@role_required(Role.ADVISER)
def take(request: RoleRequest, interest_id: int) -> HttpResponse:
    """I look after it."""
    interest = interest_or_404(request, interest_id)
    attempt(request, lambda: actions.take(interest=interest, by=request.user), "Vous vous en occupez.")
    return back_to(interest)


@require_POST
@role_required(Role.ADVISER)
def call(request: RoleRequest, interest_id: int) -> HttpResponse:
    """How a call ended."""
    interest = interest_or_404(request, interest_id)
    form = forms.CallForm(request.POST)
    if form.is_valid():
        attempt(
            request,
            lambda: actions.record_call(interest=interest, by=request.user, **form.cleaned_data),
            "Appel noté.",
        )
    return back_to(interest)


@require_POST
@role_required(Role.ADVISER)
def note(request: RoleRequest, interest_id: int) -> HttpResponse:
    """A line for the team."""
    interest = interest_or_404(request, interest_id)
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        return _render(request, interest, note_form=form)
    actions.note(interest=interest, text=form.cleaned_data["text"], by=request.user)
    return back_to(interest)


@require_POST
@role_required(Role.ADVISER)
def close(request: RoleRequest, interest_id: int) -> HttpResponse:
    """It ends, with a reason."""
    interest = interest_or_404(request, interest_id)
    form = forms.CloseForm(request.POST)
    if form.is_valid():
        closing = form.cleaned_data["closing"]
        attempt(
            request,
            lambda: actions.close_interest(interest=interest, closing=closing, by=request.user),
            "Demande close.",
        )
    return back_to(interest)


@require_POST
@role_required(Role.ADVISER)
def same_person(request: RoleRequest, interest_id: int) -> HttpResponse:
    """Two files are one person."""
    interest = interest_or_404(request, interest_id)
    number = request.POST.get("person", "")
    other = people.find_visible(request.user, int(number)) if number.isdecimal() else None
    if other is None or other not in queries.twins(request.user, interest.person):
        raise Http404("person")
    people_actions.merge(duplicate=interest.person, into=other, by=request.user)
    messages.success(
        request, "Les deux dossiers sont réunis. On peut les séparer depuis la page de la personne."
    )
    return back_to(interest)


@role_required(Role.ADVISER)
def other(request: RoleRequest, interest_id: int) -> HttpResponse:
    """Propose another vacancy: search, then one button."""
    interest = interest_or_404(request, interest_id)
    if request.method == "POST":
        return _propose(request, interest)
    text = request.GET.get("q", "")
    context = {"interest": interest, "q": text, "vacancies": queries.other_vacancies(interest, text)}
    return render(request, "introductions/other.html", context)


def _propose(request: RoleRequest, interest: Interest) -> HttpResponse:
    number = request.POST.get("vacancy", "")
    vacancy = vacancies.by_ids([int(number)]).get(int(number)) if number.isdecimal() else None
    if vacancy is None:
        raise Http404("vacancy")
    done = attempt(
        request,
        lambda: actions.propose_other(interest=interest, vacancy=vacancy, by=request.user),
        "L’autre offre est notée, vous la suivez.",
    )
    return back_to(done or interest)


@role_required(Role.ADVISER)
def introduce(request: RoleRequest, interest_id: int) -> HttpResponse:
    """Present the person to the employer."""
    interest = interest_or_404(request, interest_id)
    written_to = employer_contact(interest.vacancy.organisation)
    form = forms.IntroduceForm(request.POST or None, initial={"means": "phone", "employer": written_to})
    made = _introduce(request, interest, form) if request.method == "POST" and form.is_valid() else None
    if made is not None:
        told = f"{made.employer_contact} reçoit le lien" if made.employer_contact else "Appelez l’entreprise"
        messages.success(request, f"La mise en relation est notée. {told}.")
        return redirect("introductions:introduction", made.pk)
    context = {"interest": interest, "form": form}
    return render(request, "introductions/introduce.html", context, status=422 if form.errors else 200)


def _introduce(request: RoleRequest, interest: Interest, form: forms.IntroduceForm) -> Introduction | None:
    try:
        return actions.introduce(interest=interest, by=request.user, **form.cleaned_data)
    except RefusedError as error:
        form.add_error(None, str(error))
        return None
