"""A person's own page: by the code of a slip or a link, few tries, everything in one's hands."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.introductions import actions
from jalon.introductions.models import Interest, Introduction
from jalon.people.actions import add_milestone, open_key, record_access, register
from jalon.people.models import Objection, Person
from jalon.people.queries import export_file, find_visible, objects_to
from jalon.portal.views.own_door import TRIES_AN_HOUR
from jalon.vacancies.models import Vacancy
from tests.factories.activities import make_activity, make_session, seat


@pytest.fixture(autouse=True)
def outbox_folder(tmp_path: Path, settings: Any) -> None:
    settings.OUTBOX_ROOT = tmp_path


@pytest.fixture
def interest(host: Organisation, vacancy: Vacancy) -> Interest:
    return actions.register_interest(vacancy=vacancy, first_name="Awa", phone="06 39 98 12 34", medium="web")


@pytest.fixture
def introduction(interest: Interest, adviser: User) -> Introduction:
    Organisation.objects.filter(kind="employer").update(email="rh@vandamme.example")
    return actions.introduce(interest=interest, presentation="Sait souder.", means="phone", by=adviser)


@pytest.fixture
def code(interest: Interest) -> str:
    return open_key(person=interest.person, kind="slip")


def test_the_slip_opens_the_page_without_account_nor_cookie(
    client: Client, code: str, interest: Interest
) -> None:
    found = client.post("/suivi/", {"code": f"{code[:5]} {code[5:].lower()}"})
    response = client.get(found["Location"])
    body = response.content.decode()

    assert "Bonjour Awa" in body
    assert "vous appelle avant" in body
    assert "S’intéresse à une offre" in body
    assert not response.cookies
    assert response["X-Robots-Tag"] == "noindex"


def test_who_read_the_file_is_told(client: Client, code: str, interest: Interest, adviser: User) -> None:
    record_access(person=interest.person, user=adviser, page="dossier")

    assert "Claire Deswarte" in client.get(f"/suivi/{code}/qui/").content.decode()


def test_looking_never_acts(client: Client, code: str, interest: Interest) -> None:
    for part in ("arreter", "revenir"):
        assert client.get(f"/suivi/{code}/{part}/").status_code == 405
    assert "Oui, tout effacer" in client.get(f"/suivi/{code}/effacer/").content.decode()

    interest.refresh_from_db()
    assert interest.state == "new"


def test_one_stops_one_request_or_all(client: Client, code: str, introduction: Introduction) -> None:
    client.post(f"/suivi/{code}/arreter/", {"interest": introduction.interest_id})

    introduction.refresh_from_db()
    assert introduction.closing == "person_withdrew"
    assert "Aucune demande en cours" in client.get(f"/suivi/{code}/").content.decode()


def test_another_persons_request_is_not_stopped(client: Client, code: str, interest: Interest) -> None:
    other = actions.register_interest(vacancy=interest.vacancy, phone="0639981299", medium="web")

    client.post(f"/suivi/{code}/arreter/", {"interest": other.pk})

    other.refresh_from_db()
    assert other.state == "new"


def test_who_could_not_be_reached_asks_for_a_new_call(
    client: Client, code: str, interest: Interest, adviser: User
) -> None:
    for _ in range(3):
        actions.record_call(interest=interest, outcome="no_answer", by=adviser)
    assert "Rappelez-moi" in client.get(f"/suivi/{code}/").content.decode()

    client.post(f"/suivi/{code}/revenir/", {"interest": interest.pk})

    interest.refresh_from_db()
    assert interest.state == "new"


def test_one_takes_the_file_away(client: Client, code: str) -> None:
    content = json.loads(client.get(f"/suivi/{code}/dossier.json").content)
    pdf = client.get(f"/suivi/{code}/dossier.pdf")

    assert content["introductions"][0]["offre"] == "Soudeuse, soudeur"
    assert content["people"][0]["prénom"] == "Awa"
    assert pdf.content.startswith(b"%PDF-")


def test_one_erases_everything(client: Client, code: str, introduction: Introduction) -> None:
    assert "Tout est effacé" in client.post(f"/suivi/{code}/effacer/").content.decode()

    assert Person.objects.get().first_name == ""
    assert client.get(f"/suivi/{code}/").status_code == 404


def test_what_was_opened_is_told_by_day_and_organisation(
    client: Client, code: str, interest: Interest, adviser: User, other_adviser: User
) -> None:
    host = Organisation.objects.get(kind="host")
    for user in (adviser, other_adviser):
        record_access(person=interest.person, user=user, page="dossier", organisation=host)
    record_access(person=interest.person, user=adviser, page="appel", organisation=host)

    body = client.get(f"/suivi/{code}/qui/").content.decode()

    assert f"{host.name}</span> · Claire Deswarte, Samir Haddad" in body
    assert "appel, dossier" in body
    assert "premier contact" in body


def test_one_refuses_an_organisation_and_accepts_it_again(
    client: Client, code: str, interest: Interest, adviser: User, host: Organisation
) -> None:
    asked = client.get(f"/suivi/{code}/qui/{host.pk}/refuser/").content.decode()
    assert find_visible(adviser, interest.person_id) is not None

    client.post(f"/suivi/{code}/qui/{host.pk}/refuser/", {"sure": "1", "reason": "Je préfère seule."})

    assert "ne voit plus votre dossier" in asked
    assert find_visible(adviser, interest.person_id) is None
    assert objects_to(interest.person, host)
    mail = OutboxMessage.objects.get(recipient=adviser.email)
    assert "Je préfère seule." in mail.body
    refusal = Objection.objects.get()
    assert "Je l’accepte de nouveau" in client.get(f"/suivi/{code}/qui/").content.decode()

    client.post(f"/suivi/{code}/refus/{refusal.pk}/lever/")

    assert not objects_to(interest.person, host)
    assert find_visible(adviser, interest.person_id) is None


def test_another_organisation_cannot_be_refused(client: Client, code: str, partner_adviser: User) -> None:
    partner = Organisation.objects.get(kind="partner")

    assert client.post(f"/suivi/{code}/qui/{partner.pk}/refuser/", {"sure": "1"}).status_code == 404
    assert not Objection.objects.exists()


def test_one_corrects_name_and_ways_to_be_reached(client: Client, code: str, interest: Interest) -> None:
    own = f"/suivi/{code}/corriger/"
    names = {"first_name": "Hawa", "last_name": "Diarra", "birth_date": "26/11/1985", "language": "fr"}
    wrong = client.post(own, {**names, "birth_date": "31/02/1985"})
    client.post(own, names)
    bad = client.post(f"{own}joindre/", {"value": "06 39"})
    client.post(f"{own}joindre/", {"value": "hawa@exemple.fr"})
    old = interest.person.contacts.get(kind="phone")
    client.post(f"{own}{old.pk}/oublier/")

    assert (wrong.status_code, bad.status_code) == (422, 422)
    assert 'value="31/02/1985"' in wrong.content.decode()
    interest.person.refresh_from_db()
    assert (str(interest.person), f"{interest.person.birth_date}") == ("Hawa Diarra", "1985-11-26")
    assert [contact.value for contact in interest.person.contacts.all()] == ["hawa@exemple.fr"]
    assert "Dossier complété" in client.get(f"/suivi/{code}/").content.decode()


def test_anothers_number_is_not_forgotten(client: Client, code: str, host: Organisation) -> None:
    other = register(first_name="Léa", phone="0639981299", organisation=host, means="web")

    assert client.post(f"/suivi/{code}/corriger/{other.contacts.get().pk}/oublier/").status_code == 404
    assert other.contacts.exists()


def test_a_consent_is_taken_back(client: Client, code: str, interest: Interest) -> None:
    consent = interest.person.consents.get()

    client.post(f"/suivi/{code}/accords/", {"consent": consent.pk})

    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_a_seat_is_given_back(client: Client, code: str, interest: Interest, host: Organisation) -> None:
    session = make_session(make_activity(host))
    booking = seat(session, interest.person)
    page = client.get(f"/suivi/{code}/").content.decode()
    asked = client.get(f"/suivi/{code}/seances/{booking.pk}/").content.decode()

    client.post(f"/suivi/{code}/seances/{booking.pk}/", {"answer": "cancel"})

    assert "Atelier CV" in page
    assert booking.door_code in asked
    booking.refresh_from_db()
    session.refresh_from_db()
    assert (booking.state, booking.closing, session.seats_taken) == ("closed", "person", 0)


def test_a_seat_that_was_offered_is_taken(
    client: Client, code: str, interest: Interest, host: Organisation
) -> None:
    until = timezone.now() + timedelta(hours=3)
    booking = seat(make_session(make_activity(host)), interest.person, state="offered", offered_until=until)
    assert "Voulez-vous cette place" in client.get(f"/suivi/{code}/seances/{booking.pk}/").content.decode()

    client.post(f"/suivi/{code}/seances/{booking.pk}/", {"answer": "accept"})

    booking.refresh_from_db()
    assert booking.state == "booked"


def test_an_offer_whose_time_has_passed_is_refused_in_words(
    client: Client, code: str, interest: Interest, host: Organisation
) -> None:
    until = timezone.now() - timedelta(minutes=1)
    booking = seat(make_session(make_activity(host)), interest.person, state="offered", offered_until=until)

    response = client.post(f"/suivi/{code}/seances/{booking.pk}/", {"answer": "accept"})

    assert response.status_code == 422
    assert "le délai pour répondre est passé" in response.content.decode()


def test_anothers_seat_is_not_shown(client: Client, code: str, host: Organisation) -> None:
    other = register(first_name="Léa", phone="0639981299", organisation=host, means="web")
    booking = seat(make_session(make_activity(host)), other)

    assert client.post(f"/suivi/{code}/seances/{booking.pk}/", {"answer": "cancel"}).status_code == 404
    booking.refresh_from_db()
    assert booking.state == "booked"


def test_the_calendar_is_followed_by_a_secret_address(
    client: Client, code: str, interest: Interest, host: Organisation
) -> None:
    seat(make_session(make_activity(host)), interest.person)
    shown = client.get(f"/suivi/{code}/calendrier/").content.decode()
    given = client.post(f"/suivi/{code}/calendrier/").content.decode()
    (secret,) = set(re.findall(r"/agenda\.ics/(\w+)", given))
    feed = client.get(f"/agenda.ics/{secret}").content.decode()
    client.post(f"/suivi/{code}/calendrier/", {"revoke": "1"})

    assert "4 place de la Gare" in shown
    assert "BEGIN:VEVENT" in feed
    assert client.get(f"/agenda.ics/{secret}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_much_it_shows(
    client: Client, code: str, interest: Interest, count: int, django_assert_num_queries: Any
) -> None:
    host = Organisation.objects.get(kind="host")
    for _ in range(count):
        seat(make_session(make_activity(host)), interest.person)
        add_milestone(person=interest.person, kind="people.changed")

    with django_assert_num_queries(QUERIES):
        client.get(f"/suivi/{code}/")


QUERIES = 20
READ = ["", "effacer/", "dossier.json", "dossier.pdf", "qui/", "calendrier/", "corriger/", "accords/"]
READ += ["qui/1/refuser/", "seances/1/"]
WRITTEN = ["arreter/", "revenir/", "effacer/", "qui/1/refuser/", "refus/1/lever/", "calendrier/", "corriger/"]
WRITTEN += ["corriger/joindre/", "corriger/1/oublier/", "accords/", "seances/1/"]


@pytest.mark.parametrize("part", READ)
def test_a_wrong_code_shows_nothing(client: Client, code: str, part: str) -> None:
    response = client.get(f"/suivi/{'B' * 10}/{part}")

    assert response.status_code == 404
    assert "Awa" not in response.content.decode()


@pytest.mark.parametrize("part", WRITTEN)
def test_a_wrong_code_changes_nothing(client: Client, code: str, interest: Interest, part: str) -> None:
    before = export_file(interest.person)

    assert client.post(f"/suivi/{'B' * 10}/{part}", {"sure": "1", "value": "a@b.fr"}).status_code == 404
    assert export_file(interest.person) == before


def test_after_too_many_wrong_codes_even_the_right_one_waits(client: Client, code: str) -> None:
    for _ in range(TRIES_AN_HOUR):
        assert client.get(f"/suivi/{'C' * 10}/").status_code == 404

    assert client.get(f"/suivi/{code}/").status_code == 404
    assert client.get(f"/suivi/{code}/", REMOTE_ADDR="10.0.0.9").status_code == 200
