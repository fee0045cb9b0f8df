"""Booking from the public calendar: no account, no cookie, and no door to somebody else's file."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.models import Booking, Session
from jalon.activities.views.public_booking import BOOKINGS
from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.people.actions import open_key, register
from jalon.people.models import Person, PersonKey
from jalon.people.queries import key_owner
from tests.factories.activities import make_activity, make_session, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(host: Organisation) -> Session:
    return make_session(make_activity(host), seats_max=2)


def address(session: Session) -> str:
    return reverse("agenda:book", args=[session.pk])


def send(session: Session, client: Client | None = None, **typed: str) -> Any:
    browser = client or Client(enforce_csrf_checks=True)
    return browser.post(address(session), {"first_name": "Awa", "reach": "", **typed})


def slip(answer: Any) -> str:
    found = re.search(r'code nowrap">(\w{5}) (\w{5})<', answer.content.decode())
    return "".join(found.groups()) if found else ""


def test_a_first_name_and_a_number_make_a_seat(session: Session, host: Organisation) -> None:
    answer = send(session, reach="06 39 98 12 34")

    booking = Booking.objects.select_related("person").get()
    text = answer.content.decode()
    assert (answer.status_code, booking.state, booking.medium) == (200, "booked", "web")
    assert booking.door_code in text
    assert key_owner(slip(answer)) == booking.person
    assert answer.cookies == {}
    assert "no-store" in answer["Cache-Control"]
    assert OutboxMessage.objects.get().recipient == "+33639981234"
    assert booking.person is not None
    assert booking.person.team.get().organisation == host


def test_without_a_number_there_is_a_slip(session: Session) -> None:
    answer = send(session)

    assert key_owner(slip(answer)) == Booking.objects.get().person
    assert "imprimez-le" in answer.content.decode()


def test_the_same_number_and_first_name_are_the_same_person_and_open_no_file(
    session: Session, host: Organisation
) -> None:
    known = register(first_name="Awà", phone="06 39 98 12 34", organisation=host, means="phone")

    answer = send(session, reach="0639981234", first_name="awa ")

    assert Booking.objects.get().person == known
    assert slip(answer) == ""
    assert "/suivi/" not in answer.content.decode()
    assert PersonKey.objects.filter(kind="slip").count() == 0
    other = send(session, reach="0639981234", first_name="Moussa")
    assert Person.objects.count() == 2
    assert slip(other)


def test_sent_twice_it_stays_one_seat(session: Session) -> None:
    for _ in range(2):
        assert send(session, reach="awa@example.org").status_code == 200

    assert Booking.objects.count() == Person.objects.count() == 1


def test_with_a_code_one_books_under_ones_own_file(session: Session, host: Organisation) -> None:
    person = register(first_name="Awa", organisation=host, means="face")
    code = open_key(person=person, kind="slip")

    answer = Client().post(address(session), {"code": f"{code[:5]} {code[5:]}".lower()})

    assert Booking.objects.get().person == person
    assert Booking.objects.get().door_code in answer.content.decode()
    wrong = Client().post(address(session), {"code": "BBBBBBBBBB"})
    assert wrong.status_code == 422
    assert 'value="BBBBBBBBBB"' in wrong.content.decode()


def test_a_full_session_has_a_waiting_list(session: Session, host: Organisation) -> None:
    for number in range(3):
        seat_or_wait = send(session, reach=f"06 39 98 12 {number:02}")
    assert "liste d’attente" in seat_or_wait.content.decode()
    assert "Personne n’attend avant vous" in seat_or_wait.content.decode()
    again = send(session, reach="06 39 98 12 77")
    assert "1 personne attend avant vous" in again.content.decode()


@pytest.mark.parametrize("typed", [{"reach": "06 12"}, {"reach": "awa@"}, {"first_name": ""}])
def test_what_was_typed_comes_back_with_the_error(session: Session, typed: dict[str, str]) -> None:
    answer = send(session, **{"first_name": "Awa", "reach": "", **typed})

    assert answer.status_code == 422
    assert all(f'value="{value}"' in answer.content.decode() for value in typed.values() if value)
    assert not Person.objects.exists()


def test_who_may_not_book_alone_is_told_and_nothing_is_kept(session: Session) -> None:
    session.activity.situations = ["rsa"]
    session.activity.audience = "personnes accompagnées"
    session.activity.save(update_fields=["situations", "audience"])

    answer = send(session, reach="06 39 98 12 34")

    assert answer.status_code == 422
    assert "Cette séance s’adresse à\u00a0: personnes accompagnées" in answer.content.decode()
    assert "RSA" not in answer.content.decode()
    assert not Person.objects.exists()


def test_machines_and_other_sites_are_refused(session: Session) -> None:
    assert send(session, website="http://spam.example").status_code == 422
    other = Client().post(address(session), {"first_name": "A"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert other.status_code == 403
    for _ in range(BOOKINGS):
        answer = send(session, reach="06 12")
    assert answer.status_code == 429
    assert not Booking.objects.exists()


@pytest.mark.parametrize("values", [{"state": "draft"}, {"public": False}])
def test_what_is_not_public_is_not_there(session: Session, values: dict[str, Any]) -> None:
    Session.objects.filter(pk=session.pk).update(**values)
    assert Client().get(address(session)).status_code == 404
    assert send(session).status_code == 404


def test_the_page_asks_nothing_of_the_cookie_jar_and_few_questions(
    session: Session, host: Organisation, adviser: User
) -> None:
    counts = []
    for number in (1, 3):
        while session.seats_taken < number - 1:
            seat(session, register(first_name="B", organisation=host, means="face"))
        with CaptureQueriesContext(connection) as seen:
            answer = Client().get(address(session))
        assert answer.cookies == {}
        counts.append(len(seen))
    assert counts == [4, 4]
    assert actions.expire_offers() == 0
