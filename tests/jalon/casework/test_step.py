"""Steps: the table of moves, the history, and what the timeline says."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.casework import actions, queries
from jalon.casework.choices import StepState
from jalon.casework.models import Step, StepChange
from jalon.casework.rules import RefusedError, check_step_move, is_overdue
from jalon.directory.models import Organisation
from jalon.people import actions as people
from jalon.people.models import Milestone, Person

ALLOWED = {
    ("planned", "doing"),
    ("planned", "done"),
    ("planned", "dropped"),
    ("doing", "planned"),
    ("doing", "done"),
    ("doing", "dropped"),
    ("done", "doing"),
    ("dropped", "planned"),
    ("dropped", "done"),
}


@pytest.mark.parametrize(("origin", "target"), list(product(StepState.values, repeat=2)))
def test_the_table_of_moves(origin: str, target: str) -> None:
    if (origin, target) in ALLOWED:
        check_step_move(origin, target)
    else:
        with pytest.raises(RefusedError):
            check_step_move(origin, target)


def test_a_step_is_late_the_day_after() -> None:
    day = date(2026, 11, 26)

    assert not is_overdue("planned", day, day)
    assert is_overdue("doing", day, day + timedelta(days=1))
    assert not is_overdue("done", day, day + timedelta(days=1))
    assert not is_overdue("planned", None, day)


def history(step: Step) -> list[tuple[str, str, str]]:
    return list(
        StepChange.objects.filter(step=step).order_by("pk").values_list("from_state", "to_state", "reason")
    )


def test_each_move_has_its_row_and_its_author(step: Step, adviser: User) -> None:
    actions.begin_step(step=step, by=adviser)
    actions.complete_step(step=step, reason="la feuille est signée", by=adviser)

    assert history(step) == [
        ("", "planned", ""),
        ("planned", "doing", ""),
        ("doing", "done", "la feuille est signée"),
    ]
    assert set(StepChange.objects.values_list("by", flat=True)) == {adviser.pk}
    told = Milestone.objects.filter(kind__startswith="casework.").order_by("pk")
    assert [row.kind for row in told] == ["casework.step_added", "casework.step_done"]


def test_done_twice_is_done_once(step: Step) -> None:
    first = actions.complete_step(step=step)
    again = actions.complete_step(step=step)

    assert again.ended_at == first.ended_at
    assert [to for _, to, _ in history(step)] == ["planned", "done"]


def test_set_aside_then_done_after_all(step: Step, adviser: User) -> None:
    actions.drop_step(step=step, reason="pas de bus ce jour-là", by=adviser)
    with pytest.raises(RefusedError):
        actions.begin_step(step=step, by=adviser)

    assert actions.complete_step(step=step).state == StepState.DONE


def test_what_was_marked_by_mistake_is_taken_up(step: Step, adviser: User) -> None:
    actions.complete_step(step=step)
    resumed = actions.resume_step(step=step, reason="erreur de ligne", by=adviser)

    assert (resumed.state, resumed.ended_at) == (StepState.DOING, None)


def test_open_steps_come_by_their_day(person: Person, host: Organisation, adviser: User) -> None:
    today = timezone.localdate()
    for title, days in (("plus tard", 9), ("sans date", None), ("demain", 1)):
        due = None if days is None else today + timedelta(days=days)
        actions.add_step(person=person, title=title, organisation=host, due_date=due, by=adviser)

    assert [step.title for step in queries.open_steps(person)] == ["demain", "plus tard", "sans date"]


def test_a_step_of_somebody_else_is_not_found(step: Step, host: Organisation) -> None:
    other = people.register(first_name="Autre", organisation=host, means="face")

    assert queries.find_step(step.person, step.pk) == step
    assert queries.find_step(other, step.pk) is None


def test_steps_of_a_joined_file_are_found_and_written_on_the_kept_one(
    step: Step, host: Organisation, adviser: User
) -> None:
    kept = people.register(first_name="Awa", organisation=host, means="face")
    people.merge(duplicate=step.person, into=kept, by=adviser)

    assert queries.open_steps(kept) == [step]
    step.person.refresh_from_db()
    new = actions.add_step(person=step.person, title="suite", organisation=host, by=adviser)
    assert new.person == kept
