"""The support team: who joins, takes over, leaves; and people whom nobody leads."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.accounts.models import User
from jalon.base.forms import JalonForm
from jalon.casework import actions as casework_actions
from jalon.casework import queries
from jalon.casework.forms.pathway import ReasonForm
from jalon.casework.forms.team import AppointForm, HandOverForm, JoinForm, PlaceForm, user_among
from jalon.casework.views.guard import attempt, colleagues, found, tried, writer
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.people import actions
from jalon.people import queries as people
from jalon.people.models import Person, TeamMember
from jalon.people.rules import Information

_PER_PAGE = 50


@role_required(Role.ADVISER)
def team(request: RoleRequest, person_id: int) -> HttpResponse:
    """Who follows, who is missing, who followed before; choose the partner who joins."""
    person, _ = writer(request, person_id, Information.TEAM)
    chosen = _structure(request)
    form = JoinForm(users=colleagues(chosen), initial={"role": "member"}) if chosen else None
    return _render_team(request, person, chosen, form)


def _structure(request: RoleRequest) -> Organisation | None:
    """The partner chosen by `?structure=`, else none."""
    wanted = request.GET.get("structure", "")
    return queries.find_partner(int(wanted)) if wanted.isdecimal() else None


def _render_team(
    request: RoleRequest, person: Person, chosen: Organisation | None, form: JoinForm | None
) -> HttpResponse:
    context = {
        "person": person,
        "team": queries.team_page(request.user, person, request.organisations),
        "partners": queries.partners_besides([]),
        "chosen": chosen,
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "casework/team.html", context, status=status)


@require_POST
@role_required(Role.ADVISER)
def join(request: RoleRequest, person_id: int, organisation_id: int) -> HttpResponse:
    """Somebody of a partner joins, with the person's agreement."""
    person, _ = writer(request, person_id, Information.TEAM)
    partner = found(queries.find_partner(organisation_id))
    form = JoinForm(request.POST, users=colleagues(partner))
    if not tried(
        form,
        lambda: actions.join_team(person=person, organisation=partner, by=request.user, **form.values),
    ):
        return _render_team(request, person, partner, form)
    messages.success(request, "L’équipe est complétée, et chacun est prévenu.")
    return redirect("casework:team", person.pk)


@role_required(Role.ADVISER)
def place(request: RoleRequest, person_id: int, member_id: int) -> HttpResponse:
    """Change a place, hand it over, or end it."""
    person, member = _own_place(request, person_id, member_id)
    return _render_place(request, person, member)


def _own_place(request: RoleRequest, person_id: int, member_id: int) -> tuple[Person, TeamMember]:
    """A place that the reader may change: of their organisations, or any when they lead or nobody does."""
    person, _ = writer(request, person_id, Information.TEAM)
    member = queries.find_place(person, member_id)
    allowed = member and queries.may_change(request.user, request.organisations, person, member)
    return person, found(member if allowed else None)


def _render_place(
    request: RoleRequest, person: Person, member: TeamMember, **filled: JalonForm
) -> HttpResponse:
    chosen = _structure(request) or member.organisation
    context = {
        "person": person,
        "member": member,
        "chosen": chosen,
        "partners": queries.partners_besides([]),
        "place_form": PlaceForm(initial={"role": member.role}),
        "hand_form": HandOverForm(users=_others(chosen, member)),
        "leave_form": ReasonForm(),
        **filled,
    }
    return render(request, "casework/place.html", context, status=422 if filled else 200)


def _others(organisation: Organisation, member: TeamMember) -> list[User]:
    return [user for user in colleagues(organisation) if user.pk != member.user_id]


@require_POST
@role_required(Role.ADVISER)
def change(request: RoleRequest, person_id: int, member_id: int) -> HttpResponse:
    """Another place for the same member."""
    person, member = _own_place(request, person_id, member_id)
    form = PlaceForm(request.POST)
    if not tried(form, lambda: actions.change_place(member=member, by=request.user, **form.cleaned_data)):
        return _render_place(request, person, member, place_form=form)
    return redirect("casework:team", person.pk)


@require_POST
@role_required(Role.ADVISER)
def hand_over(request: RoleRequest, person_id: int, member_id: int) -> HttpResponse:
    """Somebody else takes the place; the team and the person are told."""
    person, member = _own_place(request, person_id, member_id)
    partner = _structure(request) or member.organisation
    form = HandOverForm(request.POST, users=_others(partner, member))
    if not tried(
        form,
        lambda: casework_actions.hand_over(
            member=member, organisation=partner, by=request.user, **form.values
        ),
    ):
        return _render_place(request, person, member, hand_form=form)
    messages.success(request, "La place est transmise : l’équipe et la personne sont prévenues.")
    return redirect("casework:team", person.pk)


@require_POST
@role_required(Role.ADVISER)
def leave(request: RoleRequest, person_id: int, member_id: int) -> HttpResponse:
    """The member leaves the team."""
    person, member = _own_place(request, person_id, member_id)
    form = ReasonForm(request.POST)
    if not tried(form, lambda: actions.leave_team(member=member, by=request.user, **form.cleaned_data)):
        return _render_place(request, person, member, leave_form=form)
    still = people.find_visible(request.user, person.pk)
    return redirect("casework:team", person.pk) if still else redirect("people:search")


@role_required(Role.ADVISER)
def without_referent(request: RoleRequest) -> HttpResponse:
    """People whom nobody leads: tick them, say who does from now on."""
    form = AppointForm(request.POST or None, colleagues=colleagues(request.organisation))
    if request.method == "POST" and form.is_valid():
        return _appoint(request, form)
    rows = queries.without_referent([request.organisation])
    context = {
        "page": queries.page_of(rows, request.GET.get("page", 1), _PER_PAGE),
        "form": form,
        "ticked": set(request.POST.getlist("person")),
        "organisation": request.organisation,
    }
    status = 422 if form.is_bound else 200
    return render(request, "casework/without_referent.html", context, status=status)


def _appoint(request: RoleRequest, form: AppointForm) -> HttpResponse:
    user = found(user_among(form.colleagues, form.cleaned_data["user"]))
    chosen = queries.chosen_without_referent(request.organisation, request.POST.getlist("person"))
    attempt(
        request,
        lambda: actions.appoint_all(
            people=chosen, organisation=request.organisation, user=user,
            reason=form.cleaned_data["reason"] or "sans référent", by=request.user,
        ),
        f"{user.name} accompagne maintenant {len(chosen)} personne{'s' if len(chosen) > 1 else ''} de plus.",
    )  # fmt: skip
    return redirect("casework:without_referent")
