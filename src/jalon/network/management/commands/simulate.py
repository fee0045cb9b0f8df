"""`jalon simulate`: a day of any timetable, played as if it were today."""

import threading
import time
from argparse import ArgumentParser
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.utils import timezone

from jalon.network import actions, queries
from jalon.network.engine.feeds import current_feed
from jalon.network.engine.simulation import (
    GtfsError,
    Published,
    Simulation,
    Timetable,
    begin,
    likeliest_day,
    read_feed,
    record,
)
from jalon.network.models import Network

FILES = {"gtfs_realtime": "vehicle-positions.pb", "siri_et": "estimated-timetable.xml"}
TYPES = {
    "vehicle-positions.pb": "application/x-protobuf",
    "estimated-timetable.xml": "text/xml; charset=utf-8",
}


class Command(BaseCommand):
    """Emits GTFS-Realtime and SIRI-ET of a simulated day, to files, over HTTP, into a network."""

    help = "Joue une journée d’un réseau comme si c’était aujourd’hui (GTFS-Realtime, SIRI-ET)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which feed, which day, how fast, to whom."""
        parser.add_argument(
            "--feed", default="", help="fichier ou dossier GTFS (sans lui : le réseau chargé)"
        )
        parser.add_argument("--network", default="", help="clé du réseau où inscrire les positions")
        parser.add_argument(
            "--day", default="", help="jour joué, AAAA-MM-JJ (sans lui : le plus ressemblant)"
        )
        parser.add_argument("--speed", type=float, default=1.0, help="vitesse du temps (1)")
        parser.add_argument("--every", type=float, default=5.0, help="secondes entre deux positions (5)")
        parser.add_argument("--out", default="", help="dossier où écrire les messages")
        parser.add_argument("--port", type=int, default=0, help="port local où les publier en HTTP")
        parser.add_argument("--ticks", type=int, default=0, help="s’arrêter après tant de positions")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play until interrupted."""
        self.talkative = options["verbosity"] > 1
        network = None if options["feed"] and not options["network"] else _network(options["network"])
        feed = _feed(options["feed"], network)
        row = queries.current_row(network) if network is not None else None
        played = row.simulated_date if row is not None and not options["feed"] else None
        day = _day(options["day"]) or played or likeliest_day(feed, timezone.localdate())
        try:
            simulation = begin(feed, day, timezone.now(), options["speed"])
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        if network is not None and row is not None:
            actions.play_day(network=network, day=day)
        board = Board(Path(options["out"]) if options["out"] else None, options["port"])
        self.stdout.write(f"Journée du {day:%d/%m/%Y} jouée à vitesse {options['speed']:g}. {board.words()}")
        self._play(simulation, network, board, options["every"], options["ticks"])

    def _play(
        self, simulation: Simulation, network: Network | None, board: "Board", every: float, ticks: int
    ) -> None:
        tick = 0
        while not ticks or tick < ticks:
            published = simulation.publish(time.time())
            board.show(published)
            if network is not None:
                self._record(network, simulation, published)
            tick += 1
            if not ticks or tick < ticks:
                time.sleep(max(0.2, every))

    def _record(self, network: Network, simulation: Simulation, published: Published) -> None:
        """A database that restarts costs one position, not the simulation."""
        try:
            recorded = record(network, simulation, published)
        except OperationalError as fault:
            self.stderr.write(f"Base de données injoignable, je continue : {fault}")
            connections.close_all()
            return
        if recorded.newer and self.talkative:
            self.stdout.write(f"{recorded.seen} véhicules, {recorded.placed} sur leur course")

    talkative = False


class Board:
    """Where the last messages are shown: files of a folder, and a local HTTP address."""

    def __init__(self, folder: Path | None, port: int) -> None:
        self.folder, self.port, self.messages = folder, port, dict[str, bytes]()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        if port:
            server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self.messages))
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def show(self, published: Published) -> None:
        """Replace the messages of before."""
        for name, file in FILES.items():
            self.messages[file] = getattr(published, name)
            if self.folder is not None:
                waiting = self.folder / f"{file}.tmp"
                waiting.write_bytes(self.messages[file])
                waiting.replace(self.folder / file)

    def words(self) -> str:
        """Where to find them."""
        places = [str(self.folder)] if self.folder else []
        places += [f"http://127.0.0.1:{self.port}/{file}" for file in TYPES] if self.port else []
        return f"Messages : {', '.join(places)}." if places else ""


def _handler(messages: dict[str, bytes]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = self.path.lstrip("/").partition("?")[0]
            if file not in messages:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", TYPES[file])
            self.send_header("Content-Length", str(len(messages[file])))
            self.end_headers()
            self.wfile.write(messages[file])

        def log_message(self, *_arguments: Any) -> None:
            """Silent."""

    return Handler


def _network(key: str) -> Network:
    found = queries.network(key) if key else queries.first_network()
    if found is None:
        raise CommandError("Aucun réseau : chargez-en un avec « jalon network load-feed ».")
    return found


def _feed(source: str, network: Network | None) -> Timetable:
    if not source:
        feed = current_feed(network) if network else None
        if feed is None:
            raise CommandError("Ce réseau n’a pas encore d’horaires : « jalon network load-feed ».")
        return feed
    try:
        return read_feed(Path(source))
    except GtfsError as fault:
        raise CommandError(str(fault)) from fault


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise CommandError(f"« {text} » n’est pas un jour : AAAA-MM-JJ attendu.") from fault
