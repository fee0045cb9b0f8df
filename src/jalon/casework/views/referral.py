"""Referrals: ask a partner, answer one, and what was asked."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jalon.casework import actions, queries
from jalon.casework.forms.team import AnswerForm, ReferForm
from jalon.casework.models import Referral
from jalon.casework.rules import ANSWER_DAYS
from jalon.casework.views.guard import attempt, colleagues, found, tried, writer
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people import actions as people_actions
from jalon.people import queries as people
from jalon.people.rules import Information


@role_required(Role.ADVISER)
def refer(request: RoleRequest, person_id: int) -> HttpResponse:
    """Ask a partner to follow this person, with their agreement."""
    person, organisation = writer(request, person_id, Information.REFERRAL)
    day = timezone.localdate() + timedelta(days=ANSWER_DAYS)
    form = ReferForm(
        request.POST or None, partners=queries.partners_besides([organisation]),
        steps=queries.open_steps(person), initial={"answer_by": day},
    )  # fmt: skip
    if request.method == "POST" and tried(
        form,
        lambda: actions.refer(person=person, from_organisation=organisation, by=request.user, **form.values),
    ):
        messages.success(request, "La demande est partie. La réponse arrivera sur votre bureau.")
        return redirect("casework:pathway", person.pk)
    context = {"person": person, "form": form, "organisation": organisation}
    return render(request, "casework/refer.html", context, status=422 if form.is_bound else 200)


@role_required(Role.ADVISER)
def listing(request: RoleRequest) -> HttpResponse:
    """What partners ask of us, and what we asked."""
    context = {
        "to_answer": queries.referrals_to_answer(request.organisations),
        "sent": queries.referrals_sent(request.organisations),
        "now": timezone.now(),
    }
    return render(request, "casework/referrals.html", context)


@role_required(Role.ADVISER)
def show(request: RoleRequest, referral_id: int) -> HttpResponse:
    """One referral: the partner asked reads the name, how to reach the person and why; nothing else."""
    referral = found(queries.find_referral(request.organisations, referral_id))
    return _render(request, referral, _answer_form(request, referral))


def _answer_form(request: RoleRequest, referral: Referral) -> AnswerForm:
    organisation = referral.to_organisation
    return AnswerForm(
        request.POST or None,
        colleagues=colleagues(organisation),
        partners=queries.partners_besides([organisation, referral.from_organisation]),
        initial={"role": "social"},
    )


def _render(request: RoleRequest, referral: Referral, form: AnswerForm) -> HttpResponse:
    person = referral.person.canonical or referral.person
    asked = referral.to_organisation in request.organisations
    shown = queries.shown_of_referral(referral, asked=asked)
    if Information.CONTACT in shown:
        people_actions.record_access(
            person=person, user=request.user, page="orientation", organisation=request.organisation
        )
    context = {
        "referral": referral,
        "person": person,
        "asked": asked,
        "open": queries.is_open(referral),
        "opens_file": people.find_visible(request.user, person.pk) is not None,
        "contacts": people.contacts_of(person) if Information.CONTACT in shown else [],
        "form": form,
    }
    return render(request, "casework/referral.html", context, status=422 if form.is_bound else 200)


@require_POST
@role_required(Role.ADVISER)
def answer(request: RoleRequest, referral_id: int) -> HttpResponse:
    """Yes, we follow the person; or no, and perhaps who could."""
    referral = found(queries.find_asked(request.organisations, referral_id))
    form, accepted = _answer_form(request, referral), request.POST.get("answer") == "yes"
    if not tried(
        form,
        lambda: actions.answer_referral(referral=referral, accepted=accepted, by=request.user, **form.values),
    ):
        return _render(request, referral, form)
    messages.success(request, "Votre réponse est partie.")
    if accepted:
        return redirect("casework:pathway", referral.person.canonical_id or referral.person_id)
    return redirect("casework:referrals")


@require_POST
@role_required(Role.ADVISER)
def withdraw(request: RoleRequest, referral_id: int) -> HttpResponse:
    """The partner need not answer any more."""
    referral = found(queries.find_sent(request.organisations, referral_id))
    attempt(
        request,
        lambda: actions.withdraw_referral(referral=referral, by=request.user),
        "La demande est retirée, le partenaire est prévenu.",
    )
    return redirect("casework:referrals")
