"""A screen shows a code, somebody types it, the screen has its token; nobody else gets anything."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jalon.accounts.models import User
from jalon.network.actions import add_vehicle
from jalon.network.models import Network
from jalon.transit.actions.pairing import PairingError, pair, remove
from jalon.transit.models import Screen
from tests.jalon.transit.conftest import Player, state

pytestmark = pytest.mark.django_db
DEVICE = "7b0d5c7e-58c1-4b58-9a64-0b4a2f1f3c11"


def post(path: str, body: Any) -> Any:
    return Client().post(f"/ecran/api/{path}", json.dumps(body), content_type="application/json")


def ask() -> dict[str, Any]:
    answer: dict[str, Any] = post("appairage", {"device": DEVICE, "width": 1280, "height": 400}).json()
    return answer


def poll(secret: str) -> Any:
    return post("appairage/etat", {"device": DEVICE, "secret": secret})


def test_from_the_code_to_the_token(network: Network, operator_user: User) -> None:
    asked = ask()
    assert poll(asked["secret"]).status_code == 202

    vehicle = add_vehicle(network=network, ref="214", label="214")
    screen = pair(code=asked["code"], vehicle=vehicle, name="avant", by=operator_user)
    first, again = poll(asked["secret"]), poll(asked["secret"])
    assert first.json() == again.json()
    assert first.json()["vehicle"] == "214"

    player = Player(screen, first.json()["token"])
    assert player.post("etat", state()).status_code == 200
    assert poll(asked["secret"]).status_code == 410
    assert Screen.objects.get().layout == "1280x400"


def test_the_same_player_gets_the_same_code_until_it_expires(db: None) -> None:
    first = ask()

    assert ask() == first
    Screen.objects.update(pairing_expires_at=timezone.now() - timedelta(seconds=1))
    assert poll(first["secret"]).status_code == 410
    assert ask()["code"] != first["code"]


def test_a_wrong_secret_opens_nothing(db: None) -> None:
    ask()

    assert poll("x" * 40).status_code == 404
    assert poll("é" * 40).status_code == 404


def test_the_token_itself_is_not_kept(player: Player) -> None:
    row = str(Screen.objects.values().get(pk=player.screen.pk))

    assert player.token not in row


def test_a_code_that_nobody_shows_and_a_second_screen_of_the_same_name(
    network: Network, player: Player, operator_user: User
) -> None:
    assert player.screen.vehicle is not None
    with pytest.raises(PairingError, match="Aucun écran ne montre ce code"):
        pair(code="BBBBBB", vehicle=player.screen.vehicle, name="", by=operator_user)
    with pytest.raises(PairingError, match="a déjà un écran de ce nom"):
        pair(code=ask()["code"], vehicle=player.screen.vehicle, name="", by=operator_user)


def test_a_removed_screen_is_not_known_any_more(player: Player, operator_user: User) -> None:
    remove(screen=player.screen, by=operator_user)

    answer = player.post("etat", state())
    assert answer.status_code == 401
    assert answer.json() == {"error": "Jeton inconnu."}


@pytest.mark.parametrize("path", ["boucle", "etat", "diffusions"])
def test_strangers_get_nothing(network: Network, path: str) -> None:
    method = Client().get if path == "boucle" else Client().post

    for headers in ({}, {"authorization": "Bearer guessed"}, {"authorization": "Basic x"}):
        answer = method(f"/ecran/api/{path}", headers=headers)
        assert answer.status_code == 401
        assert answer.json() == {"error": "Jeton inconnu."}
        assert float(answer["X-Jalon-Now"]) == pytest.approx(timezone.now().timestamp(), abs=5)


def test_the_page_of_a_screen_sets_no_cookie_and_may_stand_in_a_frame(host: object) -> None:
    answer = Client().get("/ecran")

    assert not answer.cookies
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert not answer.has_header("X-Frame-Options")
    assert answer["Cache-Control"] == "no-cache"
    assert 'data-phone="03' in answer.content.decode()
