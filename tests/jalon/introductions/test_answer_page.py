"""The employer answers from a link: GET shows, POST acts, no account, no cookie."""

import pytest
from django.test import Client
from django.utils import timezone

from jalon.introductions import actions
from jalon.introductions.actions.introduction import answer_code
from jalon.introductions.forms import half_days
from jalon.introductions.models import Introduction


@pytest.fixture
def address(introduction: Introduction) -> str:
    return f"/reponse/{answer_code(introduction)}/"


def test_looking_changes_nothing_and_sets_no_cookie(
    client: Client, address: str, introduction: Introduction
) -> None:
    response = client.get(address)
    body = response.content.decode()

    assert "Voulez-vous rencontrer cette personne" in body
    assert "Six ans de soudure" in body
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    introduction.refresh_from_db()
    assert (introduction.read_at, introduction.answered_at) == (None, None)


def test_the_employer_reads_the_first_name_and_no_number(client: Client, address: str) -> None:
    body = client.get(address).content.decode()

    assert "Awa" in body
    assert "39 98 12 34" not in body.replace("\u00a0", " ")


def test_meeting_takes_two_taps_and_proposes_hours(
    client: Client, address: str, introduction: Introduction
) -> None:
    second = client.post(address, {"answer": "meet"}).content.decode()
    assert "Quand pourriez-vous la rencontrer" in second
    (value, _), *_ = half_days(timezone.localtime())
    done = client.post(f"{address}suite/", {"answer": "meet", "proposals": [value], "note": "Porte 2"})

    introduction.refresh_from_db()
    assert "Merci, c’est noté" in done.content.decode()
    assert (introduction.answer, introduction.answer_note) == ("meet", "Porte 2")
    assert [timezone.localtime(one.starts_at).isoformat() for one in introduction.proposals.all()] == [value]


def test_not_now_asks_why_and_ends(client: Client, address: str, introduction: Introduction) -> None:
    assert "Pourquoi" in client.post(address, {"answer": "not_now"}).content.decode()
    client.post(f"{address}suite/", {"answer": "not_now", "note": "en janvier"})

    introduction.refresh_from_db()
    assert introduction.closing == "employer_not_now"
    assert "Merci de votre réponse" in client.get(address).content.decode()


def test_already_filled_is_one_tap_and_leaves_the_screens(
    client: Client, address: str, introduction: Introduction
) -> None:
    body = client.post(address, {"answer": "filled"}).content.decode()

    introduction.vacancy.refresh_from_db()
    assert "mise en pause sur tous les écrans" in body
    assert introduction.vacancy.state == "paused"


def test_without_a_choice_the_question_comes_back(client: Client, address: str) -> None:
    assert "Voulez-vous rencontrer" in client.post(address, {}).content.decode()
    assert client.post(f"{address}suite/", {"answer": "autre"}).status_code == 422


def test_opening_in_a_browser_is_kept(client: Client, address: str, introduction: Introduction) -> None:
    assert client.get(f"{address}lu/").status_code == 405
    assert client.post(f"{address}lu/").status_code == 204

    introduction.refresh_from_db()
    assert introduction.read_at is not None


@pytest.mark.parametrize("code", ["BCDFGHJKLMNPQRSTVWXZ", "a", "../x"])
def test_another_code_shows_nothing(client: Client, introduction: Introduction, code: str) -> None:
    response = client.get(f"/reponse/{code}/")

    assert response.status_code == 404
    assert "Awa" not in response.content.decode()


def test_an_old_link_is_closed(client: Client, address: str) -> None:
    Introduction.objects.update(answer_expires_at=timezone.now())

    assert client.get(address).status_code == 404
    assert client.post(address, {"answer": "filled"}).status_code == 404


def test_who_withdrew_is_not_answered_about(client: Client, address: str, introduction: Introduction) -> None:
    actions.withdraw(person=introduction.person)

    body = client.post(address, {"answer": "filled"}).content.decode()

    assert "Cette présentation est terminée" in body
    assert "Six ans" not in body


def test_after_too_many_wrong_codes_the_right_one_waits(client: Client, address: str) -> None:
    for _ in range(60):
        client.get("/reponse/BCDF/")

    assert client.get(address).status_code == 404
    assert client.get(address, REMOTE_ADDR="10.0.0.9").status_code == 200
