"""From a code seen in the bus to somebody who will call."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from jalon.base.actions.short_link import open_link
from jalon.base.models import LinkScan, OutboxMessage, ShortLink
from jalon.directory.models import Organisation
from jalon.introductions.models import Interest
from jalon.network.models import Network
from jalon.vacancies import actions as vacancy_actions
from jalon.vacancies.models import Vacancy
from tests.factories.vacancies import make_vacancy

pytestmark = pytest.mark.django_db
HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def text(response: Any) -> str:
    """What one reads, without tags and with plain spaces."""
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(body.replace("\u00a0", " ").split())


def test_the_page_of_a_code_says_the_vacancy_the_bus_and_what_happens_next(
    client: Client, network: Network, link: ShortLink
) -> None:
    response = client.get(f"/{link.code}")

    said = text(response)
    assert response.status_code == 200
    assert "Soudeuse, soudeur" in said
    assert "Offre vue dans le bus 3." in said
    assert "En bus, pour commencer à 5 h" in said
    assert "4 h 17 Quai aux Bois" in said
    assert "Retour : bus à 13 h" in said
    assert "À quel numéro vous rappeler ?" in said


def test_reading_a_code_counts_a_scan_and_does_nothing_else(client: Client, link: ShortLink) -> None:
    for _ in range(3):
        client.get(f"/{link.code}")

    assert LinkScan.objects.get(link=link).count == 3
    assert not Interest.objects.exists()


def test_no_page_of_a_passenger_sets_a_cookie(client: Client, link: ShortLink) -> None:
    pages = [client.get("/"), client.get("/offres/"), client.get(f"/{link.code}")]
    pages.append(client.post(f"/{link.code}", {"reach": "06 39 98 12 34"}, **HERE))
    pages.append(client.get(pages[-1]["Location"]))

    assert [page.status_code for page in pages] == [200, 200, 200, 302, 200]
    assert [dict(page.cookies) for page in pages] == [{}] * 5


@pytest.mark.parametrize("typed", ["{}", "{} ", "{}-"])
def test_a_code_typed_badly_still_leads_to_its_page(client: Client, link: ShortLink, typed: str) -> None:
    response = client.get("/code/", {"code": typed.format(link.code.lower())})

    assert response["Location"] == f"/{link.code}"


def test_an_unknown_code_comes_back_with_the_field_and_what_was_typed(
    client: Client, host: Organisation
) -> None:
    response = client.get("/code/", {"code": "Z9Z9"})

    assert response.status_code == 404
    assert 'value="Z9Z9"' in response.content.decode()


def test_a_number_makes_an_interest_owned_by_the_team_and_a_confirmation(
    client: Client, link: ShortLink
) -> None:
    response = client.post(f"/{link.code}", {"reach": "06 39 98 12 34", "first_name": "Nadège"}, **HERE)

    interest = Interest.objects.get()
    assert (interest.person.first_name, interest.link, interest.team.kind) == ("Nadège", link, "host")
    assert OutboxMessage.objects.filter(channel="sms", recipient="+33639981234").count() == 1
    assert "Nous vous appelons avant" in text(client.get(response["Location"]))


def test_an_address_does_as_well_as_a_number(client: Client, link: ShortLink) -> None:
    client.post(f"/{link.code}", {"reach": "Nadege@Exemple.FR"}, **HERE)

    assert OutboxMessage.objects.get().recipient == "nadege@exemple.fr"


@pytest.mark.parametrize("reach", ["", "06 39 98", "nadege@", "bonjour", "🙂"])
def test_a_number_that_cannot_be_right_is_shown_again_with_what_to_do(
    client: Client, link: ShortLink, reach: str
) -> None:
    response = client.post(f"/{link.code}", {"reach": reach, "first_name": "Nadège"}, **HERE)

    assert response.status_code == 422
    assert 'value="Nadège"' in response.content.decode()
    assert 'aria-invalid="true"' in response.content.decode()
    assert not Interest.objects.exists()


def test_a_form_sent_from_another_site_is_refused(client: Client, link: ShortLink) -> None:
    response = client.post(f"/{link.code}", {"reach": "06 39 98 12 34"}, HTTP_SEC_FETCH_SITE="cross-site")

    assert response.status_code == 403
    assert not Interest.objects.exists()


def test_the_field_that_only_machines_fill_in_stops_them(client: Client, link: ShortLink) -> None:
    response = client.post(
        f"/{link.code}", {"reach": "06 39 98 12 34", "website": "https://spam.example"}, **HERE
    )

    assert response.status_code == 422
    assert not Interest.objects.exists()


def test_somebody_without_a_telephone_gets_a_code_on_paper_once(client: Client, link: ShortLink) -> None:
    response = client.post(f"/{link.code}", {"slip": "1"}, **HERE)

    shown = re.search(r'class="ticket__code code">([^<]+)<', response.content.decode())
    assert shown is not None
    assert len(shown[1].replace(" ", "")) >= 10
    assert Interest.objects.count() == 1


def test_one_address_cannot_send_more_answers_than_a_whole_bus(client: Client, link: ShortLink) -> None:
    answers = [client.post(f"/{link.code}", {"slip": "1"}, **HERE).status_code for _ in range(31)]

    assert answers == [200] * 30 + [429]


def test_a_closed_code_says_so_and_shows_three_others_of_the_line(
    client: Client, network: Network, vacancy: Vacancy, link: ShortLink, adviser: Any
) -> None:
    for n in range(4):
        _code_on_line(make_vacancy(vacancy.organisation, title=f"Cariste {n}"), "3")
    vacancy_actions.close(vacancy=vacancy, reason="withdrawn", by=adviser)

    response = client.get(f"/{link.code}")

    assert response.status_code == 410
    assert "Cette offre n’est plus ouverte" in text(response)
    assert "D’autres offres sur la ligne 3" in text(response)
    assert response.content.decode().count('id="offre-') == 3
    assert "<form" not in response.content.decode().split("<main")[1]


def _code_on_line(vacancy: Vacancy, line: str) -> None:
    open_link(kind="vacancy", target_id=vacancy.pk, medium="bus", line_key=line)


def test_an_answer_to_a_code_that_closed_meanwhile_is_told_so(
    client: Client, vacancy: Vacancy, link: ShortLink, adviser: Any
) -> None:
    vacancy_actions.close(vacancy=vacancy, reason="withdrawn", by=adviser)

    response = client.post(f"/{link.code}", {"reach": "06 39 98 12 34"}, **HERE)

    assert response.status_code == 410
    assert not Interest.objects.exists()


def test_the_page_carries_a_job_posting_for_search_engines(client: Client, link: ShortLink) -> None:
    body = client.get(f"/{link.code}").content.decode()

    found = re.search(r"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", body, re.DOTALL)
    assert found is not None
    assert json.loads(found[1])["@type"] == "JobPosting"


def test_the_thanks_page_cannot_be_forged(client: Client, host: Organisation) -> None:
    assert client.get("/merci/abc:def/").status_code == 404


def test_the_page_is_in_english_too(client: Client, network: Network, link: ShortLink) -> None:
    response = client.get(f"/en/{link.code}")

    assert response.status_code == 200
    assert 'lang="en"' in response.content.decode()
    assert "What number can we call you on?" in text(response)


@pytest.mark.parametrize(("kind", "leads_to"), [("session", "/agenda/code/"), ("relay", "/tournee/")])
def test_other_codes_lead_where_their_room_says(client: Client, kind: str, leads_to: str) -> None:
    other = open_link(kind=kind, target_id=1, medium="poster")

    response = client.get(f"/{other.code}")

    assert response.status_code == 302
    assert response["Location"].startswith(leads_to)
    assert other.code in response["Location"]


def test_a_code_of_no_room_leads_nowhere(client: Client) -> None:
    assert client.get(f"/{open_link(kind='nothing', target_id=1, medium='poster').code}").status_code == 404


def test_the_code_of_a_slip_typed_on_the_front_page_opens_ones_own_page(client: Client) -> None:
    response = client.get("/code/", {"code": "bcdfg hjklm"})

    assert response["Location"] == "/suivi/BCDFGHJKLM/"
