"""A step: its moves, its words, its history. And what a project has become."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.casework import actions, queries
from jalon.casework.forms.pathway import ProjectForm, ProjectMoveForm, ReasonForm, StepForm
from jalon.casework.models import Step
from jalon.casework.views.guard import attempt, colleagues, found, reader, tried, writer
from jalon.casework.views.pathway import render_pathway
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people.models import Person
from jalon.people.rules import Information


@role_required(Role.ADVISER)
def show(request: RoleRequest, person_id: int, step_id: int) -> HttpResponse:
    """Change it, set it aside, and what happened to it."""
    person, _ = writer(request, person_id, Information.PATHWAY)
    step = found(queries.find_step(person, step_id))
    form = StepForm(
        request.POST or None,
        colleagues=colleagues(step.organisation),
        initial={
            "title": step.title,
            "with_whom": step.with_whom,
            "due_date": step.due_date,
            "owner": step.owner_id,
        },
    )
    if request.method == "POST" and tried(
        form, lambda: actions.change_step(step=step, by=request.user, **form.values)
    ):
        return redirect("casework:pathway", person.pk)
    return _render(request, person, step, form, ReasonForm())


def _render(
    request: RoleRequest, person: Person, step: Step, form: StepForm, drop_form: ReasonForm
) -> HttpResponse:
    context = {
        "person": person,
        "step": step,
        "form": form,
        "drop_form": drop_form,
        "history": queries.history_of(step),
    }
    status = 422 if form.is_bound or drop_form.is_bound else 200
    return render(request, "casework/step.html", context, status=status)


@require_POST
@role_required(Role.ADVISER)
def move(request: RoleRequest, person_id: int, step_id: int) -> HttpResponse:
    """Begun, done, or taken up again: one button each."""
    person, _ = writer(request, person_id, Information.PATHWAY)
    step = found(queries.find_step(person, step_id))
    act, done = found(_MOVES.get(request.POST.get("move", "")))
    attempt(request, lambda: act(step=step, by=request.user), done)
    return redirect("casework:pathway", person.pk)


_MOVES = {
    "begin": (actions.begin_step, "L’étape est en cours."),
    "complete": (actions.complete_step, "L’étape est franchie."),
    "resume": (actions.resume_step, "L’étape est reprise."),
}


@require_POST
@role_required(Role.ADVISER)
def drop(request: RoleRequest, person_id: int, step_id: int) -> HttpResponse:
    """Set aside, and why."""
    person, _ = writer(request, person_id, Information.PATHWAY)
    step = found(queries.find_step(person, step_id))
    form = ReasonForm(request.POST)
    if not tried(form, lambda: actions.drop_step(step=step, by=request.user, **form.cleaned_data)):
        fresh = StepForm(colleagues=colleagues(step.organisation), initial={"title": step.title})
        return _render(request, person, step, fresh, form)
    return redirect("casework:pathway", person.pk)


@require_POST
@role_required(Role.ADVISER)
def add_project(request: RoleRequest, person_id: int) -> HttpResponse:
    """A trade or a training the person thinks of."""
    person, _ = writer(request, person_id, Information.PROJECTS)
    form = ProjectForm(request.POST)
    if not form.is_valid():
        _, sees = reader(request, person_id, Information.PATHWAY)
        return render_pathway(request, person, sees, {"project_form": form})
    actions.add_project(person=person, by=request.user, **form.cleaned_data)
    return redirect("casework:pathway", person.pk)


@role_required(Role.ADVISER)
def project(request: RoleRequest, person_id: int, project_id: int) -> HttpResponse:
    """What a project has become, and the facts."""
    person, organisation = writer(request, person_id, Information.PROJECTS)
    row = found(queries.find_project(person, project_id))
    form = ProjectMoveForm(request.POST or None)
    if request.method == "POST" and tried(
        form,
        lambda: actions.move_project(
            project=row, organisation=organisation, by=request.user, **form.cleaned_data
        ),
    ):
        return redirect("casework:pathway", person.pk)
    context = {"person": person, "project": row, "form": form, "history": queries.facts_of(row)}
    return render(request, "casework/project.html", context, status=422 if form.is_bound else 200)
