"""`jalon transit play-screens`: screens without a player, for a demonstration without a bus."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.utils import timezone

from jalon.network import queries as network_queries
from jalon.network.models import Network
from jalon.transit.actions.pairing import pair_virtual
from jalon.transit.engine.virtual import Fleet


class Command(BaseCommand):
    """Plays virtual screens on the vehicles of a network until interrupted."""

    help = "Joue des écrans sans lecteur sur les bus d’un réseau (démonstration)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which network, which vehicles."""
        parser.add_argument("--network", default="", help="clé du réseau (le premier, sans elle)")
        parser.add_argument("--vehicles", default="", help="références des bus, séparées par des virgules")
        parser.add_argument("--screens", type=int, default=0, help="ou : tant de bus parmi ceux en route")
        parser.add_argument("--ticks", type=int, default=0, help="s’arrêter après tant de secondes")

    def handle(self, *args: Any, **options: Any) -> None:
        """One tick a second."""
        key = options["network"]
        network = network_queries.network(key) if key else network_queries.first_network()
        if network is None:
            raise CommandError("Aucun réseau : chargez-en un avec « jalon network load-feed ».")
        refs = [ref for ref in options["vehicles"].split(",") if ref] or on_road(network, options["screens"])
        pair_virtual(network=network, refs=refs)
        self._play(Fleet(network), options["ticks"])

    def _play(self, fleet: Fleet, ticks: int) -> None:
        tick = 0
        while not ticks or tick < ticks:
            try:
                fleet.tick(timezone.now())
            except OperationalError as fault:
                self.stderr.write(f"Base de données injoignable, je continue : {fault}")
                connections.close_all()
            tick += 1
            if not ticks or tick < ticks:
                time.sleep(1.0)


def on_road(network: Network, count: int, *, wait_s: float = 60.0) -> list[str]:
    """References of vehicles on a trip now, at most `count`; waits for the first positions."""
    deadline = time.monotonic() + wait_s
    while count and time.monotonic() < deadline:
        found = [state.vehicle.ref for state in network_queries.states(network) if state.trip_id]
        if found:
            return found[:count]
        time.sleep(1.0)
    return []
