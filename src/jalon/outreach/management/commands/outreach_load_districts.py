"""`jalon outreach load-districts FILE`: districts of the territory, from GeoJSON."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from jalon.outreach.actions import load_districts


class Command(BaseCommand):
    """Load a GeoJSON file of districts; known codes are replaced, halts are placed again."""

    help = "Charge les quartiers d’un fichier GeoJSON et y replace chaque arrêt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether all of it is priority districts."""
        parser.add_argument("file", type=Path, help="fichier GeoJSON en degrés (WGS 84)")
        parser.add_argument("--priority", action="store_true", help="ce sont tous des quartiers prioritaires")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, or say what is wrong with it."""
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"{file} n’existe pas.")
        try:
            done = load_districts(content=file.read_bytes(), all_priority=options["priority"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{done.districts} quartiers, dont {done.priority} prioritaires ;"
            f" {done.placed} arrêts et relais placés, {done.outside} en dehors."
        )
