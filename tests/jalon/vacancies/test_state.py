"""The life of a vacancy: who may move it where, and what screens may show."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.short_link import open_link
from jalon.base.choices import Medium
from jalon.base.models import Event, ShortLink
from jalon.directory.models import Organisation
from jalon.vacancies import actions, queries
from jalon.vacancies.choices import ClosingReason, ModerationReason, VacancyState
from jalon.vacancies.models import Vacancy
from jalon.vacancies.rules.state import MOVES, RefusedError
from tests.factories.vacancies import make_draft, make_vacancy
from tests.fixtures.people import make_organisation

pytestmark = pytest.mark.django_db


def shown(vacancy: Vacancy) -> bool:
    return queries.is_showable(vacancy)


def history(vacancy: Vacancy) -> list[tuple[str, str, str]]:
    return [(c.from_state, c.to_state, c.reason) for c in reversed(queries.history(vacancy))]


def test_the_table_ends_with_closed_and_nothing_returns_to_draft() -> None:
    targets = set().union(*MOVES.values())

    assert MOVES[VacancyState.CLOSED] == frozenset()
    assert VacancyState.DRAFT not in targets
    assert all(VacancyState.CLOSED in MOVES[state] for state in VacancyState if state != VacancyState.CLOSED)


def test_first_vacancy_of_an_employer_waits_for_the_association(
    employer: Organisation, recruiter: User, adviser: User
) -> None:
    vacancy = actions.publish(vacancy=make_draft(employer), by=recruiter)

    assert (vacancy.state, shown(vacancy), queries.count_to_read()) == (VacancyState.OPEN, False, 1)
    actions.review(vacancy=vacancy, by=adviser)
    assert (shown(vacancy), queries.count_to_read()) == (True, 0)
    assert history(vacancy) == [("draft", "open", ""), ("open", "open", "lue par l’association")]


def test_later_vacancies_of_a_known_employer_show_at_once(employer: Organisation, recruiter: User) -> None:
    make_vacancy(employer)

    vacancy = actions.publish(vacancy=make_draft(employer), by=recruiter)

    assert shown(vacancy)
    assert vacancy.reviewed_by is None


def test_no_screen_shows_an_employer_that_is_not_vetted(adviser: User) -> None:
    stranger = make_organisation("Inconnu SARL", vetted=False)

    vacancy = actions.publish(vacancy=make_draft(stranger), by=adviser)

    assert not shown(vacancy)
    assert queries.public_page(vacancy.pk) is None


def test_doubtful_words_are_read_even_of_a_known_employer(employer: Organisation, recruiter: User) -> None:
    make_vacancy(employer)
    draft = actions.write_vacancy(
        organisation=employer,
        by=recruiter,
        values={"title": "Serveur", "tasks": "Femme de préférence", "contract": "permanent", "seats": 1}
        | {"valid_until": timezone.now() + timedelta(days=5)},
    )

    vacancy = actions.publish(vacancy=draft, by=recruiter)

    assert vacancy.wording == ["Femme de préférence"]
    assert not shown(vacancy)


def test_doubtful_words_added_later_take_it_off_until_read(
    employer: Organisation, recruiter: User, adviser: User
) -> None:
    vacancy = make_vacancy(employer)

    changed = actions.write_vacancy(
        organisation=employer, by=recruiter, vacancy=vacancy, values={"tasks": "Jeune et dynamique"}
    )

    assert not shown(changed)
    actions.review(vacancy=changed, by=adviser)
    assert shown(changed)


def test_a_vacancy_without_end_does_not_open(employer: Organisation, recruiter: User) -> None:
    with pytest.raises(RefusedError, match="jusqu’à quel jour"):
        actions.publish(vacancy=make_draft(employer, valid_until=None), by=recruiter)


def test_pause_and_resume(employer: Organisation, recruiter: User) -> None:
    vacancy = make_vacancy(employer)

    actions.pause(vacancy=vacancy, by=recruiter)
    paused = shown(vacancy)
    actions.resume(vacancy=vacancy, by=recruiter)

    assert (paused, shown(vacancy)) == (False, True)
    assert [e.kind for e in Event.objects.filter(topic="vacancies").order_by("pk")] == ["paused", "opened"]


def test_last_seat_fills_and_a_cancelled_hire_opens_again(employer: Organisation, adviser: User) -> None:
    vacancy = make_vacancy(employer, seats=2)

    states = [actions.fill_one(vacancy=vacancy, by=adviser).state for _ in range(2)]
    with pytest.raises(RefusedError, match="Toutes les places"):
        actions.fill_one(vacancy=vacancy, by=adviser)
    again = actions.cancel_hire(vacancy=vacancy, by=adviser)

    assert states == ["open", "filled"]
    assert (again.state, again.hired, shown(again)) == ("open", 1, True)


def test_an_added_seat_opens_a_filled_vacancy(employer: Organisation, adviser: User) -> None:
    vacancy = make_vacancy(employer)
    actions.fill_one(vacancy=vacancy, by=adviser)

    again = actions.add_seat(vacancy=vacancy, by=adviser)

    assert (again.state, again.seats, again.hired) == ("open", 2, 1)


def test_a_late_hire_counts_on_a_closed_vacancy_and_leaves_it_closed(
    employer: Organisation, adviser: User
) -> None:
    vacancy = make_vacancy(employer)
    actions.close(vacancy=vacancy, reason=ClosingReason.EXPIRED, by=None)

    late = actions.fill_one(vacancy=vacancy, by=adviser)

    assert (late.state, late.hired) == ("closed", 1)


def test_closing_is_final_says_why_and_closes_the_codes(employer: Organisation, adviser: User) -> None:
    vacancy = make_vacancy(employer)
    link = open_link(kind="vacancy", target_id=vacancy.pk, medium=Medium.BUS, line_key="3")

    actions.moderate(vacancy=vacancy, reason=ModerationReason.FAKE, by=adviser)

    assert not shown(vacancy)
    assert history(vacancy) == [
        ("open", "closed", "retirée par l’association : fausse offre ou employeur inconnu")
    ]
    assert ShortLink.objects.get(pk=link.pk).closed_at is not None
    event = Event.objects.get(topic="vacancies")
    assert (event.kind, event.payload) == ("closed", {"vacancy": vacancy.pk, "organisation": employer.pk})
    for forbidden in (actions.publish, actions.resume, actions.pause, actions.add_seat):
        with pytest.raises(RefusedError):
            forbidden(vacancy=vacancy, by=adviser)  # type: ignore[operator]


def test_nothing_past_its_end_is_shown_before_the_job_runs(employer: Organisation) -> None:
    past = make_vacancy(employer, valid_until=timezone.now() - timedelta(seconds=1))
    paused = make_vacancy(employer, valid_until=timezone.now(), state=VacancyState.PAUSED)
    kept = make_vacancy(employer)

    before = list(queries.showable().order_by("pk"))
    closed = actions.close_expired()

    assert before == [kept]
    assert closed == 2
    reasons = Vacancy.objects.filter(pk__in=[past.pk, paused.pk]).values_list("state", "closing_reason")
    assert set(reasons) == {("closed", "expired")}


def test_fewer_seats_fill_it_and_never_fewer_than_hired(employer: Organisation, recruiter: User) -> None:
    vacancy = make_vacancy(employer, seats=3, hired=2)

    with pytest.raises(RefusedError, match="2 personnes"):
        actions.write_vacancy(organisation=employer, by=recruiter, vacancy=vacancy, values={"seats": 1})
    full = actions.write_vacancy(organisation=employer, by=recruiter, vacancy=vacancy, values={"seats": 2})

    assert full.state == VacancyState.FILLED


def test_a_copy_is_a_fresh_draft(employer: Organisation, recruiter: User) -> None:
    vacancy = make_vacancy(employer, source="france_travail", source_id="193FKBM", hired=0)
    actions.close(vacancy=vacancy, reason=ClosingReason.WITHDRAWN, by=recruiter)

    copy = actions.duplicate(vacancy=vacancy, by=recruiter)

    assert (copy.title, copy.state, copy.source, copy.source_id) == (vacancy.title, "draft", "here", "")
    assert (copy.valid_until, copy.reviewed_at) == (None, None)
