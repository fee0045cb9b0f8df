"""What happens in the rooms below reaches those who wait, once."""

import pytest

from jalon.accounts.models import User
from jalon.base.actions.sending import fail
from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.introductions import actions
from jalon.introductions.actions.vacancy import follow_events
from jalon.introductions.models import Interest, Introduction
from jalon.people.actions import stop_contact
from jalon.vacancies import actions as vacancies
from jalon.vacancies.models import Vacancy
from tests.fixtures.people import signed_in


@pytest.fixture
def following(transactional_db: None) -> None:
    """The follower has looked once: it starts from here."""
    follow_events()


@pytest.mark.django_db(transaction=True)
def test_a_vacancy_that_closes_frees_those_who_wait(
    following: None, introduction: Introduction, host: Organisation, vacancy: Vacancy
) -> None:
    waiting = actions.register_interest(vacancy=vacancy, phone="0639981299", medium="web")
    vacancies.close(vacancy=vacancy, reason="withdrawn", by=None)

    assert follow_events() > 0
    introduction.refresh_from_db()
    waiting.refresh_from_db()
    assert (introduction.closing, waiting.state) == ("vacancy_closed", "new")
    gone = OutboxMessage.objects.filter(body__contains="n’est plus ouverte").values_list(
        "recipient", flat=True
    )
    assert sorted(gone) == ["+33639981234", "+33639981299"]
    assert follow_events() == 0


@pytest.mark.django_db(transaction=True)
def test_the_adviser_learns_of_stop_and_of_messages_that_did_not_leave(
    following: None, interest: Interest
) -> None:
    fail(message=OutboxMessage.objects.get(), error="x")
    stop_contact(kind="phone", value="+33639981234")
    follow_events()

    reasons = [change.reason for change in interest.changes.order_by("pk")]
    assert reasons[-2:] == [
        "un message n’est pas parti : appeler la personne",
        "STOP reçu par SMS : appeler, ne plus écrire",
    ]


@pytest.mark.django_db(transaction=True)
def test_the_desk_says_that_a_message_did_not_leave(
    following: None, interest: Interest, adviser: User
) -> None:
    fail(message=OutboxMessage.objects.get(), error="x")
    follow_events()

    body = signed_in(adviser).get("/bureau/").content.decode()

    assert "Un message n’est pas parti : appeler la personne." in body
