"""From an introduction to a hire, and back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.codes import fingerprint
from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.introductions import actions
from jalon.introductions.actions.introduction import answer_code
from jalon.introductions.models import FunnelDay, Interest, Introduction
from jalon.introductions.rules import PER_SEAT, RefusedError, TakenError
from jalon.people.actions import erase
from jalon.people.models import Consent
from jalon.people.queries import timeline
from jalon.vacancies.models import Vacancy
from tests.jalon.introductions.conftest import THURSDAY


def last(channel: str) -> str:
    return OutboxMessage.objects.filter(channel=channel).order_by("-pk").first().body


def funnel() -> tuple[int, ...]:
    row = FunnelDay.objects.get()
    return (row.interests, row.introductions, row.answers, row.interviews, row.hires)


def test_both_sides_are_told_and_consent_is_kept(introduction: Introduction, interest: Interest) -> None:
    interest.refresh_from_db()
    code = answer_code(introduction)

    assert interest.state == "introduced"
    assert Consent.objects.filter(purpose="introduce", means="phone").count() == 1
    assert "Nous vous avons présenté à Chantiers Vandamme" in last("sms")
    assert f"/reponse/{code}/" in last("mail")
    assert introduction.answer_hash == fingerprint(code)
    assert code not in introduction.answer_hash


def test_one_open_introduction_per_person_and_vacancy(introduction: Introduction, adviser: User) -> None:
    with pytest.raises(RefusedError):
        actions.introduce(interest=introduction.interest, presentation="x", means="phone", by=adviser)


def test_a_colleagues_interest_is_not_introduced(
    interest: Interest, adviser: User, other_adviser: User
) -> None:
    actions.take(interest=interest, by=adviser)

    with pytest.raises(TakenError):
        actions.introduce(interest=interest, presentation="x", means="phone", by=other_adviser)


def test_an_employer_is_not_drowned(vacancy: Vacancy, host: Organisation, adviser: User) -> None:
    def one(number: int) -> None:
        interest = actions.register_interest(vacancy=vacancy, phone=f"06399810{number:02}", medium="web")
        actions.introduce(interest=interest, presentation="x", means="phone", by=adviser)

    for number in range(2 * PER_SEAT):
        one(number)
    with pytest.raises(RefusedError, match="attendez une réponse"):
        one(99)


def test_from_meeting_to_hire_everything_is_told_and_counted(
    introduction: Introduction, adviser: User, vacancy: Vacancy
) -> None:
    actions.answer(introduction=introduction, answer="meet", proposals=[timezone.now() + timedelta(days=2)])
    assert "veut vous rencontrer" in last("sms")
    when = timezone.now() + timedelta(days=3)
    interview = actions.schedule_interview(
        introduction=introduction, starts_at=when, place="Porte 2", by=adviser
    )
    assert "Porte 2" in last("sms")
    actions.record_result(interview=interview, result="offer", by=adviser)
    actions.record_hire(introduction=introduction, starts_on=when.date(), by=adviser)

    introduction.refresh_from_db()
    vacancy.refresh_from_db()
    assert (introduction.state, vacancy.hired, vacancy.state) == ("hired", 1, "open")
    assert funnel() == (1, 1, 1, 1, 1)
    kinds = [band.about_kind for band in timeline(introduction.person)]
    assert kinds == ["introduction"] * 5 + ["interest", ""]
    assert [p.starts_at.date() for p in introduction.proposals.all()] == [
        timezone.now().date() + timedelta(days=2)
    ]


def test_a_hire_that_does_not_hold_gives_the_seat_back(
    introduction: Introduction, adviser: User, vacancy: Vacancy
) -> None:
    actions.record_hire(introduction=introduction, by=adviser)
    actions.cancel_hire(introduction=introduction, reason="n’est pas venu", by=adviser)

    introduction.refresh_from_db()
    vacancy.refresh_from_db()
    assert (introduction.closing, vacancy.hired) == ("hire_cancelled", 0)
    assert funnel()[4] == 0
    assert introduction.interest.state == "taken"


@pytest.mark.parametrize(
    ("answer", "closing"), [("not_now", "employer_not_now"), ("filled", "already_filled")]
)
def test_after_a_no_the_same_adviser_looks_further(
    introduction: Introduction, vacancy: Vacancy, answer: str, closing: str
) -> None:
    for _ in range(2):
        actions.answer(introduction=introduction, answer=answer, note="en janvier")

    introduction.refresh_from_db()
    interest = Interest.objects.get()
    assert introduction.closing == closing
    assert (interest.state, interest.promised_at) == ("taken", introduction.deadline_at)
    assert "Nous cherchons autre chose avec vous" in last("sms")
    vacancy.refresh_from_db()
    assert vacancy.state == ("paused" if answer == "filled" else "open")
    assert funnel()[2] == 1


def test_an_answer_after_the_decision_changes_nothing(introduction: Introduction) -> None:
    actions.answer(introduction=introduction, answer="not_now")

    with pytest.raises(RefusedError):
        actions.answer(introduction=introduction, answer="meet")


def test_an_interview_moves_to_another_day(introduction: Introduction, adviser: User) -> None:
    for days in (2, 5):
        actions.schedule_interview(
            introduction=introduction, starts_at=timezone.now() + timedelta(days=days), by=adviser
        )
    first, second = introduction.interviews.order_by("starts_at")

    assert first.cancelled_at is not None
    assert second.cancelled_at is None
    assert funnel()[3] == 1
    with pytest.raises(RefusedError, match="passée"):
        actions.schedule_interview(introduction=introduction, starts_at=timezone.now(), by=adviser)


def test_reminders_leave_at_half_time_and_near_the_end(
    at: Callable[[datetime], None], host: Organisation, vacancy: Vacancy, adviser: User
) -> None:
    at(THURSDAY)
    interest = actions.register_interest(vacancy=vacancy, phone="0639981234", medium="web")
    introduction = actions.introduce(interest=interest, presentation="x", means="phone", by=adviser)
    length = introduction.deadline_at - introduction.created_at
    sent = []
    for part in (0.4, 0.5, 0.6, 0.81, 0.9, 1.1):
        at(introduction.created_at + length * part)
        sent.append(actions.remind_due())

    assert sent == [0, 1, 0, 1, 0, 0]
    assert f"/reponse/{answer_code(introduction)}/" in last("mail")
    assert actions.escalate_due() == 1
    assert actions.escalate_due() == 0
    introduction.refresh_from_db()
    assert introduction.escalated_at is not None


def test_a_promise_that_passed_is_told_to_the_whole_team_once(
    at: Callable[[datetime], None], interest: Interest, adviser: User, other_adviser: User
) -> None:
    at(interest.promised_at + timedelta(minutes=1))

    assert (actions.escalate_due(), actions.escalate_due()) == (1, 0)
    told = (
        OutboxMessage.objects.filter(channel="mail").order_by("recipient").values_list("recipient", flat=True)
    )
    assert list(told) == ["claire.deswarte@jalon.example", "samir.haddad@jalon.example"]


def test_erasing_a_person_keeps_the_figures(
    introduction: Introduction, adviser: User, vacancy: Vacancy
) -> None:
    actions.record_hire(introduction=introduction, by=adviser)
    before = funnel()

    erase(person=introduction.person)

    introduction.refresh_from_db()
    vacancy.refresh_from_db()
    assert (funnel(), vacancy.hired) == (before, 1)
    assert introduction.presentation == ""
    assert not OutboxMessage.objects.exclude(body="").exists()


def test_an_employer_without_address_is_to_be_called(
    interest: Interest, adviser: User, employer: Organisation
) -> None:
    Organisation.objects.filter(pk=employer.pk).update(email="")
    introduction = actions.introduce(interest=interest, presentation="x", means="phone", by=adviser)

    assert introduction.changes.latest("pk").reason == "aucune adresse connue : appeler l’entreprise"
    assert not OutboxMessage.objects.filter(channel="mail").exists()
    with pytest.raises(RefusedError, match="appelez-la"):
        actions.remind(introduction=introduction, by=adviser)


def test_erasing_still_tells_the_employer_not_to_wait(introduction: Introduction) -> None:
    erase(person=introduction.person)

    (left,) = OutboxMessage.objects.exclude(body="")
    assert (left.recipient, left.state) == (introduction.employer_contact, "queued")
    assert "ne souhaite pas continuer" in left.body
