"""A screen whose network is cut: it plays on, it catches up, and nothing is counted twice."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.bus import SHIPYARD, near_the_quay, pair, pause, resume, roll
from tests.journeys.people import somebody
from tests.journeys.proxy import Proxy
from tests.processes import Stack, wait_until

pytestmark = pytest.mark.journey
TRADE = ".bus-screen__trade"
SLOW_MS = 60_000


@pytest.fixture
def road(site: Stack) -> Iterator[Proxy]:
    """The network between the screen and the server."""
    proxy = Proxy(int(site.address.rpartition(":")[2]))
    yield proxy
    proxy.close()


def test_a_screen_without_network_plays_on_and_catches_up(site: Stack, browser: Browser, road: Proxy) -> None:
    with ExitStack() as everybody:
        paul, oscar = (
            everybody.enter_context(somebody(site, browser, f"{name}@jalon.example"))
            for name in ("paul", "oscar")
        )
        # Given a screen that plays near the station, in a bus that sends no position itself
        screen = on_a_bus(everybody, browser, road)
        name = pair(oscar, screen, bus="501")
        roll(screen, "pont", "gare")
        expect(screen.locator(TRADE)).to_contain_text("Aide à domicile", timeout=SLOW_MS)
        screen.evaluate("navigator.serviceWorker.ready.then(() => true)")

        # When the network is cut, the shipyard's offers are withdrawn, and the player starts again
        road.become("cut")
        for title in SHIPYARD:
            everybody.callback(resume, paul, pause(paul, title))
        screen.reload()

        # Then, near the quay, it plays what it has: it cannot know of the withdrawal
        near_the_quay(screen)
        expect(screen.locator(TRADE)).to_have_text(re.compile("|".join(SHIPYARD)), timeout=SLOW_MS)
        late = screen.locator(TRADE).inner_text().replace("\u00a0", " ")
        # A play counts from one second on.
        screen.wait_for_timeout(1500)

        # And back on the network, the withdrawn offer leaves
        road.become("loses answers to proofs")
        online(screen)
        expect(screen.locator(TRADE, has_text=late)).to_have_count(0, timeout=5_000)

        # And what was played is counted once, although the answer was lost and the screen repeats itself
        online(screen)
        wait_until(lambda: taken(road, again=False), seconds=60, what="proofs taken")
        road.become("open")
        online(screen)
        wait_until(lambda: taken(road, again=True), seconds=60, what="the same proofs again")
        assert played(oscar, name)[late] == 1


def on_a_bus(everybody: ExitStack, browser: Browser, road: Proxy) -> Page:
    """A player with a receiver, whose every byte takes the road."""
    context = browser.new_context(
        base_url=road.address, permissions=["geolocation"], viewport={"width": 1920, "height": 540}
    )
    everybody.callback(context.close)
    return context.new_page()


def online(screen: Page) -> None:
    """What a browser says when its network returns."""
    screen.evaluate("window.dispatchEvent(new Event('online'))")


def taken(road: Proxy, *, again: bool) -> bool:
    """Whether the server has said that it took proofs, or that it had them already."""
    return (b'"repeated": true' if again else b'"repeated": false') in road.answers


def played(operator: Page, name: str) -> Counter[str]:
    """Plays by offer of the screen of this name, in the operator's file."""
    answer = operator.request.get("/exploitation/grand-estran/diffusions.csv")
    rows = csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig")), delimiter=";")
    counted: Counter[str] = Counter()
    for row in rows:
        if row["écran"] == name:
            counted[row["offre"]] += int(row["passages"])
    return counted
