"""A vacancy that closes leaves every connected screen within five seconds: measured over the real channel."""

import json
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from jalon.accounts.models import User
from jalon.base.live_hub import Hub
from jalon.network.models import Network
from jalon.transit.actions.content import stop_everywhere
from jalon.vacancies import actions as vacancies
from jalon.vacancies.models import Vacancy
from tests.jalon.base.live_server import live_server
from tests.jalon.transit.conftest import Player, make_player
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
SCREENS = 20


class Ear:
    """A screen that listens as the player does, and notes when it heard what."""

    def __init__(self, url: str, player: Player, network: str = "estran") -> None:
        self.heard: dict[str, float] = {}
        topics = f"topic=screen:{player.screen.pk}&topic=network:{network}&topic=vacancies"
        headers = {"authorization": f"Bearer {player.token}", "accept": "text/event-stream"}
        self._stream = httpx.stream("GET", f"{url}?{topics}", headers=headers, timeout=30)
        self.response = self._stream.__enter__()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for line in self.response.iter_lines():
                if line.startswith('data: {"'):
                    message = json.loads(line.removeprefix("data: "))
                    self.heard.setdefault(message["kind"], time.monotonic())
        except (httpx.HTTPError, RuntimeError):
            return

    def close(self) -> None:
        self.response.close()


@pytest.fixture
def channel() -> Iterator[tuple[str, Hub]]:
    with live_server() as running:
        yield running


def test_a_closed_vacancy_leaves_every_screen_within_five_seconds(
    channel: tuple[str, Hub], network: Network, vacancy: Vacancy, adviser: User
) -> None:
    ears = [Ear(channel[0], make_player(network, str(number))) for number in range(SCREENS)]
    wait_until(lambda: len(channel[1].clients) == SCREENS, seconds=20, what="screens connected")
    before = time.monotonic()

    vacancies.close(vacancy=vacancy, reason="withdrawn", by=adviser)
    wait_until(lambda: all("closed" in ear.heard for ear in ears), seconds=5, what="heard by every screen")
    delays = [ear.heard["closed"] - before for ear in ears]
    for ear in ears:
        ear.close()

    assert max(delays) < 5


def test_stop_everywhere_is_heard_by_the_screens_of_that_network_only(
    channel: tuple[str, Hub], network: Network, vacancy: Vacancy, operator_user: User
) -> None:
    from tests.factories.network import make_network

    other = make_network(network.operator, key="autre", name="Autre réseau")
    here, there = (
        Ear(channel[0], make_player(network, "1")),
        Ear(channel[0], make_player(other, "2"), "autre"),
    )
    wait_until(lambda: len(channel[1].clients) == 2, seconds=10, what="screens connected")

    stop_everywhere(network=network, vacancy=vacancy, reason="erreur", by=operator_user)
    stop_everywhere(network=other, vacancy=vacancy, reason="erreur", by=operator_user)
    wait_until(lambda: "withdraw" in here.heard and "withdraw" in there.heard, seconds=5, what="heard")
    here.close()
    there.close()

    assert here.heard["withdraw"] < there.heard["withdraw"]


@pytest.mark.parametrize("topic", ["screen:0", "network:autre", "vehicles:estran", "screen:x"])
def test_a_screen_hears_nothing_that_is_not_for_it(
    channel: tuple[str, Hub], player: Player, topic: str
) -> None:
    headers = {"authorization": f"Bearer {player.token}"}

    assert httpx.get(f"{channel[0]}?topic={topic}", headers=headers, timeout=10).status_code == 403
    assert httpx.get(f"{channel[0]}?topic=screen:{player.screen.pk}", timeout=10).status_code == 403
