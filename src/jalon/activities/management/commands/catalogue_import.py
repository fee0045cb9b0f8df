"""`jalon catalogue import FILE --partner NAME`: services of data.inclusion as activities of a partner."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jalon.activities.actions.exchange import import_services
from jalon.activities.exchange.reading import LARGEST_BYTES, UnreadableFileError, rows_of
from jalon.activities.queries.exchange import partner_named

SHOWN = 20


class Command(BaseCommand):
    help = "Importe un fichier de services (JSON, data.inclusion v1) au catalogue d’un partenaire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--partner", required=True, metavar="NOM", help="nom ou numéro du partenaire")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import, and say what became of each row."""
        partner = partner_named(options["partner"])
        if partner is None:
            raise CommandError(f"Aucun partenaire ne s’appelle « {options['partner']} ».")
        path: Path = options["file"]
        try:
            if path.stat().st_size > LARGEST_BYTES:
                raise CommandError("Ce fichier dépasse 10 Mo : découpez-le.")
            rows = rows_of(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} : {error.strerror}.") from None
        except UnreadableFileError as error:
            raise CommandError(str(error)) from None
        done = import_services(organisation=partner, rows=rows, file_name=path.name, by=None)
        self.stdout.write(
            f"{done.created} créées, {done.updated} mises à jour, {done.unchanged} inchangées, "
            f"{len(done.refused)} refusées."
        )
        for remark in done.remarks[:SHOWN]:
            self.stdout.write(f"À relire : {remark}")
        for one in done.refused[:SHOWN]:
            name = one["row"].get("nom", "") if isinstance(one["row"], dict) else ""
            self.stdout.write(f"Refusé : {name or '?'} : {' '.join(one['reasons'])}")
