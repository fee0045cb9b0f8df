"""`jalon load_demo`: fill an empty database with the demonstration."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jalon.demo.actions import is_loaded, load
from jalon.demo.actions.load import Choices


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
        choices = Choices(options["feed"], options["day"], options["vacancies"])
        load(choices, lambda step: self.stdout.write(f"  {step}…"))
