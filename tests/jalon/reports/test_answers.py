"""What is asked, who can note it, what may be refused, and what stays when somebody is erased."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people import actions as people
from jalon.people import queries as people_queries
from jalon.people.models import Person
from jalon.reports.actions.answer import record_answers
from jalon.reports.actions.participation import record_exit, recount
from jalon.reports.models import AnswerTally, Operation, ParticipantAnswer, Participation
from jalon.reports.queries.figures import FIGURES
from jalon.reports.queries.missing import to_complete
from jalon.reports.queries.participation import answers_of
from jalon.reports.queries.scope import Scope
from jalon.reports.questionnaire import FSE_PLUS, REFUSAL
from jalon.reports.rules import RefusedError
from tests.jalon.reports.conftest import MONDAY, TODAY

Make = Callable[..., Any]
ENTRY = {
    "sex": "female",
    "birth_date": "1990-04-12",
    "work": "unemployed",
    "level": "isced_0_2",
    "disability": REFUSAL,
    "third_country": "no",
    "foreign_origin": REFUSAL,
    "minority": "no",
    "no_home": "no",
}


def note(row: Participation, answers: dict[str, str], by: User, moment: str = "entry") -> int:
    return record_answers(participation=row, moment=moment, answers=answers, means="face", by=by)


def test_answers_are_versions_and_the_last_one_holds(participation: Participation, adviser: User) -> None:
    assert note(participation, ENTRY, adviser) == 9
    assert note(participation, {**ENTRY, "work": "employed", "level": ""}, adviser) == 1

    held = answers_of([participation])[participation.pk]
    assert held["entry", "work"].value == "employed"
    assert held["entry", "level"].value == "isced_0_2"
    assert held["entry", "disability"].refused
    assert ParticipantAnswer.objects.count() == 10


def test_only_sensitive_items_are_refused(participation: Participation, adviser: User) -> None:
    with pytest.raises(RefusedError, match="Sexe"):
        note(participation, {"sex": REFUSAL}, adviser)
    with pytest.raises(RefusedError, match="pas dans la liste"):
        note(participation, {"sex": "x"}, adviser)
    with pytest.raises(IntegrityError, match="answer_or_refusal"), transaction.atomic():
        ParticipantAnswer.objects.create(
            participation=participation,
            moment="entry",
            item="sex",
            value="female",
            refused=True,
            means="face",
        )
    assert not ParticipantAnswer.objects.exists()


def test_exit_answers_wait_for_the_exit(participation: Participation, adviser: User) -> None:
    with pytest.raises(RefusedError, match="notez d’abord la sortie"):
        note(participation, {"work": "employed"}, adviser, "exit")
    record_exit(participation=participation, exited_on=TODAY, reason="job", by=adviser)
    participation.refresh_from_db()

    assert note(participation, {"work": "employed"}, adviser, "exit") == 1
    with pytest.raises(RefusedError):
        note(participation, {"work": "employed"}, adviser, "six_months")


def test_what_is_missing_and_who_can_complete_it(
    participation: Participation, host: Organisation, adviser: User, other_adviser: User
) -> None:
    mine, others = to_complete([host], adviser), to_complete([host], other_adviser)

    (gap,) = mine.mine
    assert (gap.moment, gap.items, gap.referents, gap.late) == ("entry", FSE_PLUS["entry"], (adviser,), False)
    assert gap.due == MONDAY + timedelta(days=28)
    assert (mine.others, others.mine, len(others.others)) == ([], [], 1)
    assert mine.by_adviser == [("Claire Deswarte", 1, 0)]

    note(participation, ENTRY, adviser)
    assert to_complete([host], adviser).mine == []


def test_late_after_four_weeks(
    participation: Participation, host: Organisation, adviser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = timezone.now() + timedelta(days=15)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert [gap.late for gap in to_complete([host], adviser).mine] == [True]


def test_a_date_of_birth_in_the_file_is_known(
    participation: Participation, host: Organisation, adviser: User
) -> None:
    Person.objects.update(birth_date="1990-04-12")

    (gap,) = to_complete([host], adviser).mine
    assert "birth_date" not in {item.key for item in gap.items}


def cells(operation: Operation, key: str) -> dict[str, int]:
    scope = Scope(operation.organisation, operation, operation.starts_on, operation.ends_on)
    figure = FIGURES[key](scope)
    assert figure is not None
    return {name: count for name, count in figure.cells.items() if count}


@pytest.mark.parametrize("merged", [False, True])
def test_erasing_somebody_leaves_every_count_true(
    *,
    merged: bool,
    participation: Participation,
    operation: Operation,
    adviser: User,
    awa: Person,
    person: Make,
) -> None:
    note(participation, ENTRY, adviser)
    if merged:
        other = person("Awa bis")
        people.merge(duplicate=awa, into=other, by=adviser)
        recount(operation=operation)
    keys = ("sex", "age", "work_entry", "level", "disability", "origin", "housing")
    before = {key: cells(operation, key) for key in keys}
    assert before["age"] == {"de 30 à 54 ans": 1}

    people.erase(person=awa)

    assert not ParticipantAnswer.objects.exists()
    assert set(AnswerTally.objects.values_list("item", flat=True)) == {*ENTRY, "age"} - {"birth_date"}
    assert {key: cells(operation, key) for key in keys} == before
    recount(operation=operation)
    assert Participation.objects.filter(counts=True).count() == 1
    assert {key: cells(operation, key) for key in keys} == before


def test_a_person_takes_their_answers_away(participation: Participation, adviser: User, awa: Person) -> None:
    note(participation, ENTRY, adviser)

    rows = people_queries.export_file(awa)["reports"]
    assert rows[0]["opération"] == "Parcours vers l’industrie"
    assert [row["réponse"] for row in rows[1:]][4] == "ne souhaite pas répondre"
    assert len(rows) == 10
