"""The page of a pathway, and what is added to it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jalon.base.forms import JalonForm
from jalon.base.paper import typeset
from jalon.casework import actions, queries
from jalon.casework.forms.pathway import ApplyForm, GoalForm, NoteForm, ObstacleForm, ProjectForm, StepForm
from jalon.casework.queries.coming import coming
from jalon.casework.queries.paper import sheet
from jalon.casework.views.guard import acting, colleagues, found, reader, tried, writer
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.people import actions as people_actions
from jalon.people.models import Person
from jalon.people.rules import Information

Sees = frozenset[Information]


@role_required(Role.ADVISER)
def pathway(request: RoleRequest, person_id: int) -> HttpResponse:
    """What was done, what comes next, who does it; each part for whoever may see it."""
    person, sees = reader(request, person_id, Information.PATHWAY)
    if person.pk != person_id:
        return redirect("casework:pathway", person.pk)
    people_actions.record_access(
        person=person, user=request.user, page="parcours", organisation=request.organisation
    )
    return render_pathway(request, person, sees)


def render_pathway(
    request: RoleRequest, person: Person, sees: Sees, filled: dict[str, JalonForm] | None = None
) -> HttpResponse:
    """The page, with a form that was refused among its fresh ones (422)."""
    organisation = acting(request, person)
    context = {
        "person": person,
        "path": queries.pathway_of(person, sees),
        "coming": coming(person) if Information.BOOKINGS in sees else [],
        "sees": {part.value for part in sees},
        "writes": Information.CONSENTS in sees,
        **_fresh(organisation),
        **(filled or {}),
    }
    return render(request, "casework/pathway.html", context, status=422 if filled else 200)


def _fresh(organisation: Organisation) -> dict[str, JalonForm]:
    return {
        "step_form": StepForm(colleagues=colleagues(organisation)),
        "apply_form": ApplyForm(templates=queries.templates_of([organisation])),
        "goal_form": GoalForm(),
        "project_form": ProjectForm(),
        "obstacle_form": ObstacleForm(),
        "note_form": NoteForm(),
    }


@role_required(Role.ADVISER)
def paper(request: RoleRequest, person_id: int) -> HttpResponse:
    """The pathway on one page, drawn as a pole."""
    person, sees = reader(request, person_id, Information.PATHWAY)
    people_actions.record_access(
        person=person, user=request.user, page="parcours imprimé", organisation=request.organisation
    )
    data = sheet(person, queries.pathway_of(person, sees), acting(request, person))
    return HttpResponse(typeset("pathway", data), content_type="application/pdf")


def _again(request: RoleRequest, person: Person, **filled: JalonForm) -> HttpResponse:
    _, sees = reader(request, person.pk, Information.PATHWAY)
    return render_pathway(request, person, sees, filled)


@require_POST
@role_required(Role.ADVISER)
def add_step(request: RoleRequest, person_id: int) -> HttpResponse:
    """One more step."""
    person, organisation = writer(request, person_id, Information.PATHWAY)
    form = StepForm(request.POST, colleagues=colleagues(organisation))
    if not tried(
        form,
        lambda: actions.add_step(person=person, organisation=organisation, by=request.user, **form.values),
    ):
        return _again(request, person, step_form=form)
    return redirect("casework:pathway", person.pk)


@require_POST
@role_required(Role.ADVISER)
def apply(request: RoleRequest, person_id: int) -> HttpResponse:
    """The steps of a template, copied."""
    person, organisation = writer(request, person_id, Information.PATHWAY)
    form = ApplyForm(request.POST, templates=queries.templates_of([organisation]))
    if not form.is_valid():
        return _again(request, person, apply_form=form)
    template = found(queries.find_template([organisation], form.cleaned_data["template"]))
    actions.apply_template(
        template=template, person=person, organisation=organisation, owner=None, by=request.user,
        start=form.cleaned_data["start"] or timezone.localdate(),
    )  # fmt: skip
    return redirect("casework:pathway", person.pk)


@require_POST
@role_required(Role.ADVISER)
def add_goal(request: RoleRequest, person_id: int) -> HttpResponse:
    """What the person wants."""
    person, organisation = writer(request, person_id, Information.PATHWAY)
    form = GoalForm(request.POST)
    if not form.is_valid():
        return _again(request, person, goal_form=form)
    actions.add_goal(person=person, organisation=organisation, by=request.user, **form.cleaned_data)
    return redirect("casework:pathway", person.pk)


@require_POST
@role_required(Role.ADVISER)
def close_goal(request: RoleRequest, person_id: int, goal_id: int) -> HttpResponse:
    """Reached, or no longer wanted."""
    person, _ = writer(request, person_id, Information.PATHWAY)
    actions.close_goal(goal=found(queries.find_goal(person, goal_id)), by=request.user)
    return redirect("casework:pathway", person.pk)


@require_POST
@role_required(Role.ADVISER)
def note_obstacle(request: RoleRequest, person_id: int) -> HttpResponse:
    """Something makes things harder."""
    person, organisation = writer(request, person_id, Information.OBSTACLES)
    form = ObstacleForm(request.POST)
    if not form.is_valid():
        return _again(request, person, obstacle_form=form)
    actions.note_obstacle(person=person, organisation=organisation, by=request.user, **form.cleaned_data)
    return redirect("casework:pathway", person.pk)


@require_POST
@role_required(Role.ADVISER)
def lift_obstacle(request: RoleRequest, person_id: int, obstacle_id: int) -> HttpResponse:
    """It no longer does."""
    person, _ = writer(request, person_id, Information.OBSTACLES)
    actions.lift_obstacle(obstacle=found(queries.find_obstacle(person, obstacle_id)), by=request.user)
    return redirect("casework:pathway", person.pk)


@require_POST
@role_required(Role.ADVISER)
def write_note(request: RoleRequest, person_id: int) -> HttpResponse:
    """A few words for the team."""
    person, organisation = writer(request, person_id, Information.NOTES)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _again(request, person, note_form=form)
    actions.write_note(person=person, organisation=organisation, by=request.user, **form.cleaned_data)
    return redirect("casework:pathway", person.pk)


@require_POST
@role_required(Role.ADVISER)
def remove_note(request: RoleRequest, person_id: int, note_id: int) -> HttpResponse:
    """A note of one's own goes."""
    person, _ = writer(request, person_id, Information.NOTES)
    note = queries.find_note(person, note_id)
    actions.remove_note(note=found(note if note and note.written_by == request.user else None))
    return redirect("casework:pathway", person.pk)
