"""`jalon reference load-rome DIR`: the official ROME 4.0 files."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jalon.reference import actions, queries
from jalon.reference.choices import VocabularyKind
from jalon.reference.management.terminal import Bar, report
from jalon.reference.sources.rome import read_rome
from jalon.reference.sources.rows import VocabularyError


class Command(BaseCommand):
    """Loads a version of ROME and says what it changed."""

    help = "Charge le ROME 4.0 (dossier des fichiers CSV de France Travail) et dit ce qui a changé."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DOSSIER", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        before = queries.current_version(VocabularyKind.ROME)
        try:
            rows = read_rome(options["folder"])
        except VocabularyError as bad:
            faults = "\n".join(f"  - {fault}" for fault in bad.faults)
            raise CommandError(f"Rien n’a été changé.\n{faults}", returncode=2) from None
        loaded = actions.load_rome(rows=rows, progress=Bar(sys.stderr))
        for line in report(loaded, again=loaded == before):
            self.stdout.write(line)
        for line in rows.ignored:
            self.stdout.write(f"  laissés de côté : {line}")
