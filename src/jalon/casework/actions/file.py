"""What the team writes on a pathway: goals in the person's words, projects, obstacles, short notes."""

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.casework.choices import ObstacleKind, ProjectState
from jalon.casework.models import Goal, Note, Obstacle, Project, ProjectChange
from jalon.casework.rules import check_project_move
from jalon.directory.models import Organisation
from jalon.people.actions import add_milestone
from jalon.people.models import Person
from jalon.reference.models import Occupation


@transaction.atomic
def add_goal(*, person: Person, words: str, organisation: Organisation, by: User | None) -> Goal:
    """What the person wants, as they say it."""
    kept = person.canonical or person
    goal = Goal.objects.create(person=kept, words=words.strip()[:255], written_by=by)
    add_milestone(
        person=kept, kind="casework.goal", organisation=organisation, by=by, detail=f"« {goal.words} »",
        about=("goal", goal.pk),
    )  # fmt: skip
    return goal


def close_goal(*, goal: Goal, by: User | None) -> None:
    """Reached, or no longer wanted; it stays as history."""
    Goal.objects.filter(pk=goal.pk, closed_at__isnull=True).update(closed_at=timezone.now(), closed_by=by)


@transaction.atomic
def add_project(
    *, person: Person, title: str, occupation: Occupation | None = None, fact: str = "", by: User | None
) -> Project:
    """A trade or a training the person thinks of."""
    project = Project.objects.create(
        person=person.canonical or person, title=title.strip()[:160], occupation=occupation
    )
    ProjectChange.objects.create(project=project, to_state=project.state, fact=fact.strip()[:255], by=by)
    return project


@transaction.atomic
def move_project(
    *,
    project: Project,
    state: str,
    fact: str,
    organisation: Organisation,
    about: tuple[str, int | None] = ("", None),
    by: User | None,
) -> Project:
    """Explored, confirmed or set aside, with the fact that says so and, with `about`, what it comes from.

    Raises:
        RefusedError: the table does not allow it.
    """
    row = Project.objects.select_for_update(of=("self",)).select_related("person").get(pk=project.pk)
    origin = row.state
    check_project_move(origin, state)
    row.state = state
    row.save(update_fields=["state"])
    ProjectChange.objects.create(
        project=row, from_state=origin, to_state=state, fact=fact.strip()[:255], about_kind=about[0],
        about_id=about[1], by=by,
    )  # fmt: skip
    label = ProjectState(state).label
    add_milestone(
        person=row.person.canonical or row.person, kind="casework.project", organisation=organisation, by=by,
        detail=f"{row.title}, {label}", about=("project", row.pk),
    )  # fmt: skip
    return row


def note_obstacle(*, person: Person, kind: str, organisation: Organisation, by: User | None) -> Obstacle:
    """Something makes things harder for a while; noted twice it stays one. Never on the timeline."""
    obstacle, _ = Obstacle.objects.get_or_create(
        person=person.canonical or person,
        kind=ObstacleKind(kind),
        lifted_at=None,
        defaults={"organisation": organisation, "noted_by": by},
    )
    return obstacle


def lift_obstacle(*, obstacle: Obstacle, by: User | None) -> None:
    """It no longer does."""
    open_one = Obstacle.objects.filter(pk=obstacle.pk, lifted_at__isnull=True)
    open_one.update(lifted_at=timezone.now(), lifted_by=by)


def write_note(*, person: Person, text: str, organisation: Organisation, by: User) -> Note:
    """A few words for the team. Never on the timeline; the person reads them in their file."""
    return Note.objects.create(
        person=person.canonical or person, text=text.strip()[:255], organisation=organisation, written_by=by
    )


def remove_note(*, note: Note) -> None:
    """What should not have been written is gone."""
    note.delete()
