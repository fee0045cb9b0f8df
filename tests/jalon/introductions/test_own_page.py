"""A person's own page: by the code of a slip or a link, few tries, everything in one's hands."""

import json

import pytest
from django.test import Client

from jalon.accounts.models import User
from jalon.introductions import actions
from jalon.introductions.models import Interest, Introduction
from jalon.introductions.views.own import TRIES_AN_HOUR
from jalon.people.actions import open_key, record_access
from jalon.people.models import Person


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

    assert "Claire Deswarte" in client.get(f"/suivi/{code}/").content.decode()


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


PARTS = ["", "arreter/", "revenir/", "effacer/", "dossier.json", "dossier.pdf"]


@pytest.mark.parametrize("part", PARTS)
def test_a_wrong_code_shows_nothing(client: Client, code: str, part: str) -> None:
    wrong = "B" * 10
    response = (
        client.post(f"/suivi/{wrong}/{part}") if part in PARTS[1:4] else client.get(f"/suivi/{wrong}/{part}")
    )

    assert response.status_code == 404
    assert "Awa" not in response.content.decode()


def test_after_too_many_wrong_codes_even_the_right_one_waits(client: Client, code: str) -> None:
    for _ in range(TRIES_AN_HOUR):
        assert client.get(f"/suivi/{'C' * 10}/").status_code == 404

    assert client.get(f"/suivi/{code}/").status_code == 404
    assert client.get(f"/suivi/{code}/", REMOTE_ADDR="10.0.0.9").status_code == 200
