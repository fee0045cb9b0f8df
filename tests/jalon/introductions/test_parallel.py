"""Real parallel transactions on PostgreSQL: what must happen once happens once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.introductions import actions
from jalon.introductions.models import FunnelDay, Hire, Interest, Introduction
from jalon.introductions.rules import PER_SEAT, RefusedError, TakenError
from jalon.people.models import Person
from jalon.vacancies import actions as vacancies
from jalon.vacancies.models import Vacancy
from tests.jalon.base.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def register(vacancy: Vacancy, phone: str) -> Interest:
    return actions.register_interest(vacancy=vacancy, phone=phone, medium="web")


def test_two_advisers_take_one_interest(interest: Interest, adviser: User, other_adviser: User) -> None:
    results = at_once(
        lambda: actions.take(interest=interest, by=adviser),
        lambda: actions.take(interest=interest, by=other_adviser),
    )

    (won,) = [result for result in results if isinstance(result, Interest)]
    (lost,) = [result for result in results if isinstance(result, TakenError)]
    assert str(lost) == f"{won.owner.name} s’en occupe déjà."
    assert Interest.objects.get().owner == won.owner


def test_one_number_given_four_times_at_once_is_one_person(host: Organisation, vacancy: Vacancy) -> None:
    results = at_once(*[lambda: register(vacancy, "06 39 98 12 34")] * 4)

    assert {result.pk for result in results} == {Interest.objects.get().pk}
    assert Person.objects.count() == 1
    assert FunnelDay.objects.get().interests == 1


def test_two_hires_of_the_last_seat(vacancy: Vacancy, host: Organisation, adviser: User) -> None:
    Vacancy.objects.update(seats=1)
    both = [
        actions.introduce(interest=register(vacancy, phone), presentation="x", means="phone", by=adviser)
        for phone in ("0639981201", "0639981202")
    ]
    results = at_once(*[lambda row=row: actions.record_hire(introduction=row, by=adviser) for row in both])

    assert sorted(type(result).__name__ for result in results) == ["Hire", "RefusedError"]
    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.hired, Hire.objects.count()) == ("filled", 1, 1)
    assert FunnelDay.objects.get().hires == 1


def test_the_last_place_among_introductions(vacancy: Vacancy, host: Organisation, adviser: User) -> None:
    Vacancy.objects.update(seats=1)
    interests = [register(vacancy, f"06399812{number:02}") for number in range(PER_SEAT + 1)]
    for interest in interests[2:]:
        actions.introduce(interest=interest, presentation="x", means="phone", by=adviser)
    results = at_once(
        *[
            lambda row=row: actions.introduce(interest=row, presentation="x", means="phone", by=adviser)
            for row in interests[:2]
        ]
    )

    assert sorted(type(result).__name__ for result in results) == ["Introduction", "RefusedError"]
    assert Introduction.objects.count() == PER_SEAT


def test_closing_while_somebody_registers_leaves_nobody_forgotten(
    vacancy: Vacancy, host: Organisation
) -> None:
    actions_at_once = [lambda n=n: register(vacancy, f"06399813{n:02}") for n in range(3)]
    closing = lambda: vacancies.close(vacancy=vacancy, reason="withdrawn", by=None)  # noqa: E731
    *results, closed = at_once(*actions_at_once, closing)

    assert closed.state == "closed"
    registered = [result for result in results if isinstance(result, Interest)]
    assert all(isinstance(result, Interest | RefusedError) for result in results)
    assert Interest.objects.count() == len(registered)


def test_the_employer_taps_twice_and_the_adviser_calls_meanwhile(
    introduction: Introduction, adviser: User
) -> None:
    when = timezone.now() + timedelta(days=2)
    results = at_once(
        lambda: actions.answer(introduction=introduction, answer="meet"),
        lambda: actions.answer(introduction=introduction, answer="meet"),
        lambda: actions.schedule_interview(introduction=introduction, starts_at=when, by=adviser),
    )

    assert not [
        result for result in results if isinstance(result, Exception) and not isinstance(result, RefusedError)
    ]
    introduction.refresh_from_db()
    assert introduction.state == "interview"
    assert FunnelDay.objects.get().answers <= 1
