"""`jalon catalogue export`: structures, services and coming sessions as data.inclusion v1."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from jalon.activities.exchange.writing import document
from jalon.activities.queries.exchange import shared


class Command(BaseCommand):
    help = "Écrit le catalogue public en data.inclusion v1, avec les séances à venir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, metavar="FICHIER", help="sinon : la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        """The same document as /agenda/data-inclusion.json."""
        text = json.dumps(document(shared()), ensure_ascii=False, indent=1)
        if options["output"]:
            options["output"].write_text(f"{text}\n", encoding="utf-8")
        else:
            self.stdout.write(text)
