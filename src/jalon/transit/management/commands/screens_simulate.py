"""`jalon screens simulate`: buses with a screen, or thousands of screens to try the load."""

import asyncio
import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from jalon.network import queries as network_queries
from jalon.network.models import Network
from jalon.transit.actions.pairing import PairingError
from jalon.transit.engine.player.client import Player
from jalon.transit.engine.player.fleet import Fleet
from jalon.transit.engine.player.line import Line
from jalon.transit.engine.player.seats import Seat, pair_as_operator, seats_for_load, seats_on, seats_on_road

PATIENCE_S = 2.0
T = TypeVar("T")


class Command(BaseCommand):
    """Screens that live by the protocol as the page /ecran does, without a bus."""

    help = "Simule des écrans de bus qui parlent au serveur comme de vrais écrans."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which network, which buses or how many screens, where the server is."""
        parser.add_argument("--network", default="", help="clé du réseau (le premier, sans elle)")
        parser.add_argument("--vehicles", default="", help="bus, séparés par des virgules")
        parser.add_argument("--on-road", type=int, default=0, help="ou : tant de bus parmi ceux en route")
        parser.add_argument("--count", type=int, default=0, help="ou : tant d’écrans, pour essayer la charge")
        parser.add_argument("--url", default="", help="adresse du site (sans elle : celui de cette machine)")
        parser.add_argument("--tick", type=float, default=0.5, help="secondes entre deux décisions (0,5)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play until asked to end."""
        self.parent = os.getppid() if "JALON_PARENT" in os.environ else 0
        labels = [label.strip() for label in options["vehicles"].split(",") if label.strip()]
        if not (labels or options["on_road"] or options["count"]):
            raise CommandError("Indiquez les bus (--vehicles 214,207) ou leur nombre (--on-road, --count).")
        if options["count"] and not (settings.DEMO or settings.DEBUG):
            raise CommandError("--count ajoute des écrans au réseau : seulement dans une démonstration.")
        seats = _patiently(lambda: _seats(options["network"], labels, options["on_road"], options["count"]))
        connections.close_all()
        address = options["url"] or _patiently(own_address)
        self.stdout.write(f"{len(seats)} écrans simulés, vers {address}")
        asyncio.run(self._play(seats, address, options["tick"]))

    async def _play(self, seats: list[Seat], address: str, tick_s: float) -> None:
        line = Line(address)
        players = [
            Player(line, device=seat.device, paired=seat.paired, tick_s=tick_s, on_code=self._typist(seat))
            for seat in seats
        ]
        fleet = Fleet(line, players, parent=self.parent)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, fleet.end)
        await fleet.run()

    def _typist(self, seat: Seat) -> Callable[[str], Awaitable[None]]:
        """Who types the code of a seat at the desk: this process the first time, people afterwards."""
        fresh = seat.fresh

        async def told(code: str) -> None:
            nonlocal fresh
            if not fresh:
                self.stdout.write(f"Écran simulé du bus {seat.vehicle.label}, il attend le code {code}")
                return
            fresh = False
            try:
                await asyncio.to_thread(_pair, seat, code)
            except (PairingError, LookupError, OperationalError) as fault:
                self.stderr.write(f"Écran simulé du bus {seat.vehicle.label}, {fault}")

        return told


def _pair(seat: Seat, code: str) -> None:
    try:
        pair_as_operator(seat, code)
    finally:
        connections.close_all()


def _seats(key: str, labels: list[str], on_road: int, count: int) -> list[Seat]:
    network: Network | None = network_queries.network(key) if key else network_queries.first_network()
    if network is None:
        raise CommandError("Aucun réseau : chargez-en un avec « jalon network load-feed ».")
    if count:
        return seats_for_load(network, count)
    seats = seats_on(network, labels) if labels else seats_on_road(network, on_road)
    if not seats:
        raise OperationalError("aucun bus en route")
    return seats


def own_address() -> str:
    """Where `jalon serve` or `jalon demo` of this folder answers. OperationalError while it does not say."""
    with suppress(OSError, IndexError):
        said = Path(settings.VAR, "running").read_text(encoding="utf-8").split()[0]
        return said.replace("//0.0.0.0:", "//127.0.0.1:").replace("//:::", "//[::1]:")
    raise OperationalError("le site ne tourne pas encore")


def _patiently(ask: Callable[[], T]) -> T:
    """Ask until the database and the site are there."""
    while True:
        try:
            return ask()
        except OperationalError:
            connections.close_all()
            time.sleep(PATIENCE_S)
