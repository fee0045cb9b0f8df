"""Screens without a player: true decisions, states and proofs, second after second."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jalon.network.engine.feeds import current_feed
from jalon.network.engine.simulation import begin, record
from jalon.network.models import Network
from jalon.transit.actions.pairing import pair_virtual
from jalon.transit.engine.compiling import build
from jalon.transit.engine.desk import screens_now
from jalon.transit.engine.virtual import Fleet
from jalon.transit.models import PlayHour, Screen
from jalon.vacancies.models import Vacancy

pytestmark = pytest.mark.django_db


def test_a_simulated_bus_shows_and_proves_the_offers_ahead(network: Network, vacancy: Vacancy) -> None:
    feed = current_feed(network)
    assert feed is not None
    tomorrow = datetime.now(ZoneInfo("Europe/Paris")) + timedelta(days=1)
    noon = tomorrow.replace(hour=13, minute=13, second=0, microsecond=0)
    played = begin(feed, noon.date(), noon)
    pair_virtual(network=network, refs=["B0"])
    bundle = build(network=network, day=noon.date())
    fleet, shown = Fleet(network), set()

    for second in range(0, 100, 2):
        at = noon + timedelta(seconds=second)
        record(network, played, played.publish(at.timestamp()))
        fleet.tick(at)
        shown.add(Screen.objects.get().now["shown"]["kind"])

    assert bundle is not None
    screen = Screen.objects.get()
    assert screen.now["where"]["trip"] == "13-0"
    assert "Ligne 3" in screens_now(network, noon + timedelta(seconds=100))[0].detail
    assert shown == {"offer", "message"}


def test_a_virtual_screen_is_paired_once(network: Network) -> None:
    assert pair_virtual(network=network, refs=["B0", "B1"]) == 2
    assert pair_virtual(network=network, refs=["B0"]) == 0
    assert not PlayHour.objects.exists()
