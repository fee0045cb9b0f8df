"""`jalon vacancies import FILE`: vacancies of France Travail, of a JobPosting page, or of a table."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from jalon.base.tables import UnreadableError
from jalon.network.engine.stop_places import stop_places
from jalon.vacancies.actions.imports import (
    begin_import,
    demonstration_places,
    import_offers,
    run_import,
)
from jalon.vacancies.actions.merge import DemonstrationPlace
from jalon.vacancies.france_travail_api import FranceTravailError, configured
from jalon.vacancies.models import ImportRun
from jalon.vacancies.queries.imports import rejections

SHOWN_REJECTIONS = 20


class Command(BaseCommand):
    help = (
        "Importe des offres : CSV ou JSON de France Travail, page ou fichier JobPosting, tableau CSV ou XLSX."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--france-travail", metavar="CRITERES", help="interroge l’API, par exemple « departement=59 »"
        )
        parser.add_argument("--valid-days", type=int, metavar="N", help="fin des offres qui n’en ont pas")
        parser.add_argument("--full", action="store_true", help="ferme les offres absentes de ce fichier")
        parser.add_argument(
            "--place-on", type=Path, metavar="GTFS", help="démonstration : place chaque offre près d’un arrêt"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="montre ce qui serait fait, sans rien garder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or import and take everything back."""
        if bool(options["file"]) == bool(options["france_travail"]):
            raise CommandError("Donnez un fichier, ou --france-travail avec des critères.")
        if options["valid_days"] is not None and not 1 <= options["valid_days"] <= 365:
            raise CommandError("--valid-days va de 1 à 365.")
        if not options["dry_run"]:
            self._report(self._import(options))
            return
        with transaction.atomic():
            self._report(self._import(options))
            transaction.set_rollback(True)
        self.stdout.write("Essai seulement : rien n’a été gardé.")

    def _import(self, options: dict[str, Any]) -> ImportRun:
        noted = {
            "valid_days": options["valid_days"],
            "full": options["full"],
            "place_on": options["place_on"].name if options["place_on"] else "",
        }
        place_on = self._places(options["place_on"]) if options["place_on"] else None
        try:
            if options["france_travail"]:
                return self._from_api(options["france_travail"], noted, place_on)
            return self._from_file(options["file"], noted, place_on)
        except (UnreadableError, FranceTravailError) as error:
            raise CommandError(str(error)) from error

    def _from_file(self, path: Path, noted: dict[str, Any], place_on: DemonstrationPlace | None) -> ImportRun:
        if not path.is_file():
            raise CommandError(f"Fichier absent : {path}")
        with path.open("rb") as stream:
            run = begin_import(stream=stream, file_name=path.name, by=None, options=noted)
            return run_import(run=run, stream=stream, place_on=place_on, progress=self._progress)

    def _from_api(self, asked: str, noted: dict[str, Any], place_on: DemonstrationPlace | None) -> ImportRun:
        client = configured()
        if client is None:
            raise CommandError("France Travail n’est pas configuré : JALON_FRANCE_TRAVAIL_ID et _SECRET.")
        with client:
            offers = client.search(**dict(parse_qsl(asked)))
            return import_offers(
                offers=offers, name=asked, by=None, options=noted, place_on=place_on, progress=self._progress
            )

    def _places(self, feed: Path) -> DemonstrationPlace:
        try:
            return demonstration_places(stop_places(feed))
        except Exception as error:
            raise CommandError(f"Réseau illisible : {feed}\n{error}") from error

    def _progress(self, run: ImportRun) -> None:
        if not sys.stderr.isatty():
            return
        total = run.total or run.done
        filled = round(30 * run.done / max(total, 1))
        bar = "█" * filled + "░" * (30 - filled)
        self.stderr.write(f"\r{bar} {run.done} lignes sur {total}", ending="")

    def _report(self, run: ImportRun) -> None:
        if sys.stderr.isatty():
            self.stderr.write("")
        if run.options.get("place_on"):
            feed = run.options["place_on"]
            self.stdout.write(f"Démonstration : lieux inventés, à moins de 400 m d’un arrêt de {feed}.")
        self.stdout.write(
            f"{run.created} créées, {run.updated} mises à jour, {run.unchanged} inchangées, "
            f"{run.rejected} refusées, {run.closed} fermées ; "
            f"{run.without_place} sans lieu, {run.drafts} restées en brouillon (sans date de fin)."
        )
        for rejection in rejections(run)[:SHOWN_REJECTIONS]:
            self.stdout.write(f"  ligne {rejection.row_number} : {' ; '.join(rejection.reasons)}")
        if run.rejected > SHOWN_REJECTIONS:
            self.stdout.write(f"  … et {run.rejected - SHOWN_REJECTIONS} autres.")
        if run.fault:
            raise CommandError(f"Lecture arrêtée : {run.fault}")
