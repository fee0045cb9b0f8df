"""Several people and jobs change one vacancy at the same instant, in real transactions of PostgreSQL."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from jalon.directory.models import Organisation
from jalon.vacancies import actions
from jalon.vacancies.actions.imports import begin_import, run_import
from jalon.vacancies.choices import ClosingReason
from jalon.vacancies.models import ImportRun, Vacancy, VacancyChange
from jalon.vacancies.rules.state import RefusedError
from tests.factories.vacancies import make_vacancy
from tests.jalon.base.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes_of(*calls: Callable[[], Any]) -> list[str]:
    """Run every call on a connection of its own, started together: "done" or "refused", sorted."""
    results = at_once(*calls)
    unexpected = [r for r in results if isinstance(r, Exception) and not isinstance(r, RefusedError)]
    assert unexpected == []
    return sorted("refused" if isinstance(result, RefusedError) else "done" for result in results)


def test_several_hires_take_the_last_seat_and_one_gets_it(employer: Organisation) -> None:
    for _ in range(5):
        vacancy = make_vacancy(employer, seats=3, hired=2)

        outcomes = outcomes_of(*[lambda v=vacancy: actions.fill_one(vacancy=v, by=None)] * 4)

        assert outcomes == ["done", "refused", "refused", "refused"]
        vacancy.refresh_from_db()
        assert (vacancy.hired, vacancy.state) == (3, "filled")


def test_closing_while_the_last_seat_is_taken_leaves_one_true_story(employer: Organisation) -> None:
    for _ in range(5):
        vacancy = make_vacancy(employer)

        outcomes = outcomes_of(
            lambda v=vacancy: actions.fill_one(vacancy=v, by=None),
            lambda v=vacancy: actions.close(vacancy=v, reason=ClosingReason.WITHDRAWN, by=None),
        )

        assert outcomes == ["done", "done"]
        vacancy.refresh_from_db()
        assert (vacancy.hired, vacancy.state) == (1, "closed")
        steps = [
            (c.from_state, c.to_state) for c in VacancyChange.objects.filter(vacancy=vacancy).order_by("pk")
        ]
        assert steps in (
            [("open", "filled"), ("filled", "closed")],
            [("open", "closed"), ("closed", "closed")],
        )


def test_closed_twice_at_once_is_closed_once(employer: Organisation) -> None:
    vacancy = make_vacancy(employer)

    outcomes = outcomes_of(
        *[lambda: actions.close(vacancy=vacancy, reason=ClosingReason.WITHDRAWN, by=None)] * 3
    )

    assert outcomes == ["done", "refused", "refused"]
    assert VacancyChange.objects.filter(vacancy=vacancy, to_state="closed").count() == 1


def test_seats_added_at_once_are_all_counted(employer: Organisation) -> None:
    vacancy = make_vacancy(employer)

    outcomes_of(*[lambda: actions.add_seat(vacancy=vacancy, by=None)] * 4)

    assert Vacancy.objects.get(pk=vacancy.pk).seats == 5


OFFER = {"id": "1", "intitule": "Soudeur", "typeContrat": "CDI", "entreprise": {"nom": "Chantiers"}}


def load(title: str) -> ImportRun:
    stream = io.BytesIO(json.dumps({"resultats": [OFFER | {"intitule": title}]}).encode())
    run = begin_import(stream=stream, file_name="offres", by=None, options={"valid_days": 9})
    return run_import(run=run, stream=stream)


def test_closing_while_importing_stays_closed() -> None:
    for n in range(5):
        Vacancy.objects.filter(source_id="1").update(source_id=f"before-{n}")
        load("Soudeur")
        vacancy = Vacancy.objects.get(source_id="1")

        outcomes = outcomes_of(
            lambda v=vacancy: actions.close(vacancy=v, reason=ClosingReason.WITHDRAWN, by=None),
            lambda: load("Soudeur TIG"),
        )

        assert outcomes == ["done", "done"]
        assert Vacancy.objects.get(source_id="1").state == "closed"


def test_two_imports_at_once_double_neither_vacancy_nor_employer() -> None:
    runs = at_once(lambda: load("Soudeur"), lambda: load("Soudeur"), lambda: load("Soudeur"))

    assert sorted(run.created for run in runs) == [0, 0, 1]
    assert (Vacancy.objects.count(), Organisation.objects.filter(name="Chantiers").count()) == (1, 1)
