"""The operator's desk: what screens show, stop everywhere, pairing, trial, replay, proofs, shares."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from referencing import Registry, Resource

from jalon.accounts.models import User
from jalon.base.models import Event
from jalon.network.models import Network
from jalon.transit.models import Screen, ScreenMessage, ScreenStop
from jalon.vacancies.models import Vacancy
from tests.fixtures.people import make_organisation, make_user, signed_in
from tests.jalon.transit.conftest import Player, make_player, play, state
from tests.jalon.transit.test_bundle import fetch, schema
from tests.jalon.transit.test_plays import batch

pytestmark = pytest.mark.django_db
READ = ["", "maintenant", "rejouer/", "diffusions/", "diffusions.csv", "parts/", "essai/"]
CHANGE = ["appairer/", "messages/"]


def page(user: User, path: str, **query: Any) -> str:
    answer = signed_in(user).get(f"/exploitation/estran/{path}", query)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return body.decode()


@pytest.mark.parametrize("path", [*READ, *CHANGE])
def test_strangers_and_others_get_nothing(
    network: Network, player: Player, recruiter: User, path: str
) -> None:
    other = make_user("Autre Exploitant", make_organisation("Cars d’ailleurs", "operator"), "operator")
    partner = make_user("Autre Conseillère", make_organisation("PLIE", "partner"), "adviser")
    address = f"/exploitation/estran/{path}"

    assert Client().get(address).status_code == 302
    assert signed_in(recruiter).get(address).status_code == 403
    for somebody in (other, partner):
        answer = signed_in(somebody).get(address)
        assert answer.status_code == 404
        assert "214" not in answer.content.decode()


@pytest.mark.parametrize("path", READ)
def test_an_adviser_of_the_association_reads(
    network: Network, player: Player, adviser: User, path: str
) -> None:
    assert "Arrêter partout" not in page(adviser, path)


@pytest.mark.parametrize("path", CHANGE)
def test_an_adviser_does_not_command(network: Network, adviser: User, path: str) -> None:
    assert signed_in(adviser).get(f"/exploitation/estran/{path}").status_code == 403


def test_each_screen_says_what_it_shows_and_where(
    network: Network, player: Player, vacancy: Vacancy, operator_user: User
) -> None:
    code = next(iter(fetch(player)["qr"]))
    shown = {"kind": "offer", "id": str(vacancy.pk), "code": code, "since": 1795600000.0, "why": "picked"}
    where = {
        **state()["where"],
        "source": "gps",
        "trip": "13-0",
        "line": "3",
        "metres": 3900.0,
        "lat": 51.03,
        "lon": 2.357,
        "at": timezone.now().timestamp(),
    }
    player.post("etat", state(shown=shown, where=where))

    text = page(operator_user, "")

    assert "Soudeuse, soudeur. Chantiers Vandamme" in text
    assert "Ligne 3, entre Les Bassins et Quai aux Bois" in text
    assert f"{code}, son tour sur cette course" in text
    assert "Arrêter partout" in text
    assert 'class="stretch-red"' in text


def test_a_silent_screen_is_an_alert(network: Network, player: Player, operator_user: User) -> None:
    player.post("etat", state())
    Screen.objects.update(last_seen_at=timezone.now() - timedelta(minutes=9))

    text = page(operator_user, "maintenant")

    assert "muet depuis 9 minutes" in text
    assert "1 écran muet sur 1" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_for_one_screen_and_for_three(
    network: Network,
    vacancy: Vacancy,
    operator_user: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        make_player(network, str(number)).post("etat", state())
    page(operator_user, "")
    client = signed_in(operator_user)

    with django_assert_num_queries(20):
        client.get("/exploitation/estran/")
    with django_assert_num_queries(14):
        client.get("/exploitation/estran/maintenant")


def test_an_offer_is_stopped_everywhere_and_put_back(
    network: Network, player: Player, vacancy: Vacancy, operator_user: User
) -> None:
    fetch(player)
    client = signed_in(operator_user)
    address = f"/exploitation/estran/offres/{vacancy.pk}/"

    assert "Arrêter cette offre partout" in client.get(address).content.decode()
    assert client.get(f"{address}arreter").status_code == 405
    assert client.post(f"{address}arreter", {"reason": ""}).status_code == 422
    client.post(f"{address}arreter", {"reason": "adresse fausse"})

    assert Event.objects.filter(kind="withdraw", payload={"codes": [str(vacancy.pk)]}).count() == 1
    assert "adresse fausse" in page(operator_user, "")
    client.post(f"/exploitation/estran/arrets/{ScreenStop.objects.get().pk}/lever")
    assert not ScreenStop.objects.filter(lifted_at__isnull=True).exists()


def test_a_screen_is_paired_from_the_desk(network: Network, operator_user: User) -> None:
    body = {"device": "7b0d5c7e-58c1-4b58-9a64-0b4a2f1f3c11", "width": 1920, "height": 1080}
    code = (
        Client()
        .post("/ecran/api/appairage", json.dumps(body), content_type="application/json")
        .json()["code"]
    )
    client = signed_in(operator_user)

    wrong = client.post("/exploitation/estran/appairer/", {"code": "abc", "vehicle": "231"})
    typed = f"{code[:3].lower()} {code[3:]}"
    client.post("/exploitation/estran/appairer/", {"code": typed, "vehicle": "231", "name": "avant"})

    assert wrong.status_code == 422
    assert 'value="231"' in wrong.content.decode()
    screen = Screen.objects.select_related("vehicle").get()
    assert (str(screen.vehicle), screen.name, screen.paired_by) == ("231", "avant", operator_user)


@pytest.mark.parametrize("command", ["reload", "off", "on", "preempt", "resume", "remove"])
def test_commands_are_sent_to_the_screen(
    network: Network, player: Player, operator_user: User, adviser: User, command: str
) -> None:
    address = f"/exploitation/estran/ecrans/{player.screen.pk}/"

    assert signed_in(adviser).post(f"{address}commande", {"do": command}).status_code == 403
    signed_in(operator_user).post(f"{address}commande", {"do": command})
    assert signed_in(operator_user).post(f"{address}commande", {"do": "explode"}).status_code in {400, 404}

    assert Event.objects.filter(topic=f"screen:{player.screen.pk}").count() == 1


def test_the_page_of_a_screen_and_its_settings(network: Network, player: Player, operator_user: User) -> None:
    player.post("etat", state(trouble=["gps_denied"]))
    client = signed_in(operator_user)
    address = f"/exploitation/estran/ecrans/{player.screen.pk}/"

    client.post(
        f"{address}reglages",
        {"name": "arrière", "layout": "1280x400", "off_from": "22:00", "off_until": "5:00"},
    )
    refused = client.post(
        f"{address}reglages", {"name": "x", "layout": "1280x400", "off_from": "22:00"}, follow=True
    )
    client.post(f"{address}message", {"title": "Terminus avancé"})
    text = client.get(address).content.decode()

    assert "Donnez les deux heures" in refused.content.decode()
    assert "gps_denied" in text
    assert 'value="22:00"' in text
    assert ScreenMessage.objects.get().screen == player.screen


def test_a_place_and_an_hour_are_tried(network: Network, vacancy: Vacancy, operator_user: User) -> None:
    text = page(operator_user, "essai/", way="0", stop="3", metres="100", at="13:00")

    assert "entre Les Bassins et Quai aux Bois" in text
    assert "Soudeuse" in text
    assert "descendre à Quai aux Bois" in text
    assert "Plus aucune course" in page(operator_user, "essai/", way="0", stop="3", at="23:30")


def test_the_trial_plays_on_the_page_of_the_screen(
    network: Network, vacancy: Vacancy, operator_user: User
) -> None:
    data = json.loads(page(operator_user, "essai/donnees", way="0", stop="3", at="13:00"))
    answer = signed_in(operator_user).get("/exploitation/estran/essai/ecran/?way=0&stop=3&at=13:00")

    registry = Registry().with_resource("bundle.schema.json", Resource.from_contents(schema("bundle")))  # type: ignore[var-annotated]
    jsonschema.Draft202012Validator(schema("preview"), registry=registry).validate(data)
    assert data["where"]["trip"] == "13-0"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_proofs_are_shown_exported_and_shared(
    network: Network, player: Player, vacancy: Vacancy, operator_user: User
) -> None:
    vacancy.organisation.name = "=cmd|' /C calc'!A0"
    vacancy.organisation.save(update_fields=["name"])
    code = next(iter(fetch(player)["qr"]))
    now = timezone.now().timestamp()
    player.post("diffusions", batch([play(code, now), play(code, now - 30)]))

    text, shares = page(operator_user, "diffusions/"), page(operator_user, "parts/")
    rows = list(
        csv.reader(io.StringIO(page(operator_user, "diffusions.csv").lstrip("\ufeff")), delimiter=";")
    )

    assert "2 passages à l’écran" in text
    assert "Quai aux Bois" in text
    assert rows[1][1:6] == ["214", "", "3", "quai-aux-bois", code]
    assert rows[1][7].startswith("'=")
    assert "100,0 %" in shares


def test_a_day_is_told_again_with_its_reasons(
    network: Network, player: Player, vacancy: Vacancy, operator_user: User
) -> None:
    bundle = fetch(player)
    code = next(iter(bundle["qr"]))
    when = timezone.now() - timedelta(minutes=1)
    player.post("diffusions", batch([play(code, when.timestamp(), bundle=bundle["version"])]))

    text = page(operator_user, "rejouer/", jour=timezone.localdate(when).isoformat())

    assert "1 sur 1 à l’identique" in text
    assert "son tour sur cette course" in text
    assert "entre Les Bassins et Quai aux Bois" in text


def test_messages_are_written_and_withdrawn(network: Network, operator_user: User) -> None:
    client = signed_in(operator_user)

    client.post(
        "/exploitation/estran/messages/", {"title": "Café de l’emploi", "body": "Jeudi", "priority": "on"}
    )
    message = ScreenMessage.objects.get()
    listed = page(operator_user, "messages/")
    client.post(f"/exploitation/estran/messages/{message.pk}/retirer")

    assert "avant les offres" in listed
    assert "Aucun message" in page(operator_user, "messages/")
    kinds = Event.objects.filter(kind="message").order_by("pk").values_list("payload", flat=True)
    assert [bool(payload["message"]) for payload in kinds] == [True, False]
