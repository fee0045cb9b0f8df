"""`jalon load_demo`: fill an empty database with the demonstration."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jalon.demo.actions import is_loaded, load
from jalon.demo.actions.load import Choices
from jalon.network.engine.simulation import GtfsError, begin, read_feed


class Command(BaseCommand):
    """Fill an empty database with the demonstration; a filled one is left as it is."""

    help = "Charge le territoire de démonstration dans une base vide."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options of the command."""
        parser.add_argument("--feed", type=Path, help="un flux GTFS réel à la place de l’inventé")
        parser.add_argument(
            "--day", type=date.fromisoformat, help="jour du flux à jouer comme si c’était aujourd’hui"
        )
        parser.add_argument(
            "--vacancies", type=Path, help="de vraies offres, placées près des arrêts du flux"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, saying each step."""
        if is_loaded():
            self.stdout.write("Le territoire est déjà là.")
            return
        for name in ("feed", "vacancies"):
            if options[name] and not options[name].exists():
                raise CommandError(f"{options[name]} n’existe pas.")
        if options["day"]:
            check_day(options["feed"], options["day"])
        choices = Choices(options["feed"], options["day"], options["vacancies"])
        load(choices, lambda step: self.stdout.write(f"  {step}…"))


def check_day(feed: Path | None, day: date) -> None:
    """Raise CommandError when that day cannot be played, before anything is loaded."""
    if feed is None:
        raise CommandError("--day choisit un jour des horaires donnés par --feed.")
    try:
        begin(read_feed(feed), day, timezone.now(), 1.0)
    except (GtfsError, ValueError) as fault:
        raise CommandError(str(fault)) from fault
