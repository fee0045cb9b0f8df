"""Steps of a pathway: what is to be done, begun, done or set aside, each with who and when."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.event import publish
from jalon.casework.choices import StepState
from jalon.casework.models import Step, StepChange
from jalon.casework.rules import ENDED_STEPS, check_step_move
from jalon.directory.models import Organisation
from jalon.people.actions import add_milestone
from jalon.people.models import Person


@transaction.atomic
def add_step(
    *,
    person: Person,
    title: str,
    organisation: Organisation,
    owner: User | None = None,
    with_whom: str = "",
    due_date: date | None = None,
    by: User | None,
) -> Step:
    """A new step, answered for by an organisation; `owner` is who sees to it there."""
    step = Step.objects.create(
        person=person.canonical or person,
        title=title.strip()[:160],
        organisation=organisation,
        owner=owner,
        with_whom=with_whom.strip()[:160],
        due_date=due_date,
        created_by=by,
    )
    _written(step, "", "", by)
    _milestone(step, "step_added", by=by)
    return step


def begin_step(*, step: Step, by: User | None) -> Step:
    """It is under way."""
    return _move(step, StepState.DOING, by=by)


@transaction.atomic
def complete_step(*, step: Step, reason: str = "", by: User | None = None) -> Step:
    """It is done; told twice, it stays done once. `by` is nobody when an attendance sheet tells it."""
    current = _locked(step)
    if current.state == StepState.DONE:
        return current
    return _moved(current, StepState.DONE, reason, by, milestone="step_done")


@transaction.atomic
def drop_step(*, step: Step, reason: str, by: User | None) -> Step:
    """It is set aside, and why."""
    return _moved(_locked(step), StepState.DROPPED, reason, by, milestone="step_dropped")


@transaction.atomic
def resume_step(*, step: Step, reason: str = "", by: User | None) -> Step:
    """What was set aside is planned again; what was marked done by mistake is under way."""
    current = _locked(step)
    target = StepState.PLANNED if current.state == StepState.DROPPED else StepState.DOING
    return _moved(current, target, reason, by, milestone="step_resumed")


@transaction.atomic
def change_step(
    *,
    step: Step,
    title: str,
    owner: User | None,
    with_whom: str,
    due_date: date | None,
    by: User | None,
) -> Step:
    """Other words, another day, somebody else: the state stays, the history says what moved."""
    current = _locked(step)
    moved = _said(current, due_date, owner)
    current.title, current.owner = title.strip()[:160], owner
    current.with_whom, current.due_date = with_whom.strip()[:160], due_date
    current.save(update_fields=["title", "owner", "with_whom", "due_date"])
    _written(current, current.state, moved, by)
    return current


def _said(step: Step, due_date: date | None, owner: User | None) -> str:
    parts = []
    if step.due_date != due_date:
        parts.append(f"échéance : {due_date:%d/%m/%Y}" if due_date else "sans échéance")
    if step.owner != owner:
        parts.append(f"suivie par {owner.name}" if owner else "à prendre")
    return ", ".join(parts) or "précisée"


@transaction.atomic
def _move(step: Step, target: str, *, by: User | None) -> Step:
    return _moved(_locked(step), target, "", by)


def _locked(step: Step) -> Step:
    """The step as it is now, locked until the transaction ends; locked first, joined afterwards."""
    Step.objects.select_for_update().get(pk=step.pk)
    return Step.objects.select_related("person__canonical", "organisation", "owner").get(pk=step.pk)


def _moved(step: Step, target: str, reason: str, by: User | None, milestone: str = "") -> Step:
    """Change the state of a locked step. RefusedError by the table."""
    origin = step.state
    check_step_move(origin, target)
    step.state = target
    step.ended_at = timezone.now() if target in ENDED_STEPS else None
    step.save(update_fields=["state", "ended_at"])
    _written(step, origin, reason, by)
    if milestone:
        _milestone(step, milestone, by=by)
    return step


def _written(step: Step, origin: str, reason: str, by: User | None) -> None:
    """One row of history, and open desks look again."""
    StepChange.objects.create(
        step=step, from_state=origin, to_state=step.state, reason=reason.strip()[:255], by=by
    )
    publish(topic=f"desk:{step.organisation_id}", kind="step", payload={})


def _milestone(step: Step, kind: str, *, by: User | None) -> None:
    add_milestone(
        person=step.person.canonical or step.person,
        kind=f"casework.{kind}",
        organisation=step.organisation,
        by=by,
        detail=step.title,
        about=("step", step.pk),
    )
