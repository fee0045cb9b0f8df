"""Advisers book, answer, cancel and invite on pages; strangers and wrong organisations get nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.models import Booking, Invitation, Session
from jalon.casework.models import Step
from jalon.directory.models import Organisation
from jalon.people.actions import register
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(host: Organisation) -> Session:
    return make_session(make_activity(host), seats_max=2)


@pytest.fixture
def browser(adviser: User) -> Client:
    return signed_in(adviser)


def make_person(organisation: Organisation, first_name: str = "Awa", number: int = 1) -> Person:
    return register(
        first_name=first_name, last_name="Benali", phone=f"06 39 98 00 {number:02}",
        organisation=organisation, means="face",
    )  # fmt: skip


def page(browser: Client, name: str, *args: object, **query: str) -> Any:
    return browser.get(reverse(f"activities:{name}", args=args), query)


def post(browser: Client, name: str, *args: object, **data: Any) -> Any:
    return browser.post(reverse(f"activities:{name}", args=args), data, follow=True)


def test_one_field_one_person_one_seat(browser: Client, session: Session, host: Organisation) -> None:
    person = make_person(host)

    options = page(browser, "book_people", session.pk, q="bena").content.decode()
    answer = post(browser, "book", session.pk, q="Awa Benali", person=str(person.pk))

    assert f'data-value="{person.pk}"' in options
    booking = Booking.objects.get()
    assert f"Code d’entrée : {booking.door_code}" in answer.content.decode()
    assert "Awa Benali" in answer.content.decode()
    assert (booking.person, booking.organisation, booking.medium) == (person, host, "desk")


def test_typed_without_choosing_shows_who_it_may_be(
    browser: Client, session: Session, host: Organisation
) -> None:
    make_person(host)
    make_person(host, "Awatif", 2)

    answer = post(browser, "book", session.pk, q="awa")

    assert answer.status_code == 422
    assert answer.content.decode().count("Inscrire<span") == 2
    assert not Booking.objects.exists()


def test_what_should_be_known_is_said_before(browser: Client, host: Organisation) -> None:
    session = make_session(make_activity(host, situations=["rsa"]))
    person = make_person(host)
    step = Step.objects.create(person=person, title="Refaire le CV", organisation=host)

    first = post(browser, "book", session.pk, person=str(person.pk))
    assert first.status_code == 422
    assert "bénéficiaire du RSA" in first.content.decode()
    assert not Booking.objects.exists()
    post(browser, "book", session.pk, person=str(person.pk), sure="1", step=str(step.pk))
    assert Booking.objects.get().step == step


def test_the_page_of_a_seat_and_what_one_does_there(
    browser: Client, session: Session, host: Organisation, adviser: User
) -> None:
    rows = [
        actions.book(session=session, person=make_person(host, number=n), by=adviser, medium="desk")
        for n in range(3)
    ]
    shown = page(browser, "booking", rows[0].pk).content.decode()
    assert rows[0].door_code in shown
    post(browser, "booking_cancel", rows[0].pk, reason="malade", person="1")
    rows[0].refresh_from_db()
    assert (rows[0].closing, rows[0].changes.order_by("-pk")[0].reason) == ("person", "malade")
    assert "Que répond" in page(browser, "booking", rows[2].pk).content.decode()
    post(browser, "booking_answer", rows[2].pk, yes="1")
    rows[2].refresh_from_db()
    assert rows[2].state == "booked"


def test_a_step_is_tied_and_taken_off(
    browser: Client, session: Session, host: Organisation, adviser: User
) -> None:
    person = make_person(host)
    step = Step.objects.create(person=person, title="Refaire le CV", organisation=host)
    booking = actions.book(session=session, person=person, by=adviser, medium="desk")
    post(browser, "booking_step", booking.pk, step=str(step.pk))
    booking.refresh_from_db()
    assert booking.step == step
    post(browser, "booking_step", booking.pk, step="")
    booking.refresh_from_db()
    assert booking.step is None


@pytest.mark.parametrize("name", ["ticket", "ticket_a4"])
def test_the_ticket_is_one_page(
    browser: Client, session: Session, host: Organisation, adviser: User, name: str
) -> None:
    booking = actions.book(session=session, person=make_person(host), by=adviser, medium="desk")

    answer = page(browser, name, booking.pk)

    assert answer["Content-Type"] == "application/pdf"
    assert b"/Type/Pages/Count 1" in answer.content


def test_the_bookings_of_a_person_and_what_fits(
    browser: Client, session: Session, host: Organisation, adviser: User
) -> None:
    person = make_person(host)
    text = page(browser, "person_bookings", person.pk).content.decode()
    assert "Ce qui convient" in text
    assert "Atelier CV" in text
    post(browser, "book", session.pk, person=str(person.pk), retour="personne")
    text = page(browser, "person_bookings", person.pk).content.decode()
    assert f"code {Booking.objects.get().door_code}" in text
    assert "1 séance pour" in page(browser, "person_bookings", person.pk, q="cv gare").content.decode()


def test_whom_to_invite_is_ticked_and_written_to(
    browser: Client, session: Session, host: Organisation, partner_adviser: User
) -> None:
    person, other = make_person(host), make_person(host, "Bo", 2)
    foreign = register(first_name="Cleo", phone="06 39 98 00 09", means="face",
                       organisation=make_user_organisation(partner_adviser))  # fmt: skip
    text = page(browser, "fill", session.pk).content.decode()
    assert "Bo Benali" in text
    assert "Cleo" not in text

    answer = post(browser, "fill", session.pk, person=[str(person.pk), str(foreign.pk)])

    assert "1 personne invitée." in answer.content.decode()
    assert Invitation.objects.get().person == person
    assert other.pk != person.pk


def make_user_organisation(user: User) -> Organisation:
    return Organisation.objects.get(memberships__user=user)


def test_an_employer_books_its_staff_and_sees_no_other_s(
    host: Organisation, recruiter: User, other_recruiter: User
) -> None:
    workshop = make_session(make_activity(host, participants="staff", kind="hr_workshop", title="Recruter"))
    private = make_session(make_activity(host, participants="professional", title="Réseau"))
    mine = signed_in(recruiter)
    assert "Recruter" in page(mine, "for_professionals").content.decode()
    assert "Réseau" not in page(mine, "for_professionals").content.decode()
    assert page(mine, "book_guest", private.pk).status_code == 404

    post(
        mine, "book_guest", workshop.pk, guest_name="Nadège Roy", guest_email="", organisation=_own(recruiter)
    )

    booking = Booking.objects.get()
    assert (booking.guest_name, booking.organisation_id) == ("Nadège Roy", int(_own(recruiter)))
    other = signed_in(other_recruiter)
    assert "Nadège" not in page(other, "book_guest", workshop.pk).content.decode()
    assert post(other, "guest_withdraw", booking.pk).status_code == 404
    post(mine, "guest_withdraw", booking.pk)
    booking.refresh_from_db()
    assert booking.state == "closed"


def _own(user: User) -> str:
    return str(make_user_organisation(user).pk)


def test_nothing_typed_for_a_guest_is_lost(host: Organisation, recruiter: User) -> None:
    workshop = make_session(make_activity(host, participants="staff", kind="hr_workshop"))
    answer = post(
        signed_in(recruiter), "book_guest", workshop.pk, guest_name="Nadège", guest_email="faux",
        organisation=_own(recruiter),
    )  # fmt: skip
    assert answer.status_code == 422
    assert 'value="Nadège"' in answer.content.decode()


def _addresses(session: Session, booking: Booking, person: Person) -> list[str]:
    one = [reverse(f"activities:{name}", args=[session.pk]) for name in ("book", "book_people", "fill")]
    names = ("booking", "ticket", "ticket_a4")
    return [
        *one,
        *(reverse(f"activities:{name}", args=[booking.pk]) for name in names),
        reverse("activities:person_bookings", args=[person.pk]),
    ]


def test_strangers_and_wrong_organisations_get_nothing(
    session: Session, host: Organisation, adviser: User, partner_adviser: User, recruiter: User
) -> None:
    person = make_person(host, "Zéphyrine")
    booking = actions.book(session=session, person=person, by=adviser, medium="desk")
    for address in _addresses(session, booking, person):
        assert Client().get(address)["Location"].startswith("/compte/entrer/")
        refused = signed_in(recruiter).get(address)
        assert refused.status_code == 403
        answer = signed_in(partner_adviser).get(address, {"q": "zeph"})
        assert answer.status_code in {200, 404}
        assert "Zéphyrine" not in answer.content.decode(errors="ignore")
        assert "Zéphyrine" not in refused.content.decode()
    for name in ("booking_cancel", "booking_answer", "booking_step"):
        address = reverse(f"activities:{name}", args=[booking.pk])
        assert signed_in(partner_adviser).post(address).status_code == 404
        assert signed_in(adviser).get(address).status_code == 405
    booking.refresh_from_db()
    assert booking.state == "booked"
    shown = page(signed_in(partner_adviser), "session", session.pk).content.decode()
    assert "Zéphyrine" not in shown
    assert booking.door_code not in shown
    assert post(signed_in(partner_adviser), "book", session.pk, person=str(person.pk)).status_code == 404


def test_as_many_questions_for_one_as_for_three(browser: Client, host: Organisation, adviser: User) -> None:
    counts: dict[str, list[int]] = {}
    session = make_session(make_activity(host))
    person = make_person(host, "Zoé", 99)
    for number in (1, 2):
        for _ in range(number):
            other = make_person(host, number=Person.objects.count() + 1)
            actions.book(session=session, person=other, by=adviser, medium="desk")
            more = make_session(
                make_activity(host), starts_at=session.starts_at + timedelta(days=Session.objects.count())
            )
            actions.book(session=more, person=person, by=adviser, medium="desk")
        for name, args, query in (
            ("session", [session.pk], {}),
            ("book", [session.pk], {"q": "benali"}),
            ("person_bookings", [person.pk], {}),
        ):
            page(browser, name, *args, **query)
            with CaptureQueriesContext(connection) as seen:
                assert page(browser, name, *args, **query).status_code == 200
            counts.setdefault(name, []).append(len(seen))
    assert {name: len(set(found)) for name, found in counts.items()} == dict.fromkeys(counts, 1), counts
