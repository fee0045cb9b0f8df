"""`jalon reference load-communes FILE`: the communes of France."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jalon.reference import actions, queries
from jalon.reference.choices import VocabularyKind
from jalon.reference.management.terminal import Bar, report
from jalon.reference.sources.rows import VocabularyError


class Command(BaseCommand):
    """Loads communes and says what changed."""

    help = "Charge les communes (JSON de geo.api.gouv.fr : code, nom, centre) et dit ce qui a changé."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        before = queries.current_version(VocabularyKind.COMMUNES)
        try:
            loaded = actions.load_communes(file=options["file"], progress=Bar(sys.stderr))
        except VocabularyError as bad:
            faults = "\n".join(f"  - {fault}" for fault in bad.faults)
            raise CommandError(f"Rien n’a été changé.\n{faults}", returncode=2) from None
        for line in report(loaded, again=loaded == before):
            self.stdout.write(line)
