"""`jalon network load-feed FILE|URL`: put a timetable in force."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jalon.directory import queries as directory
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Organisation
from jalon.network import actions, queries
from jalon.network.engine.identity import fold
from jalon.network.engine.loading import GtfsError, load_feed
from jalon.network.models import Feed, Network


class Command(BaseCommand):
    """Reads a GTFS zip, folder or address, and replaces the feed of a network once it is whole."""

    help = "Charge un réseau GTFS (fichier zip, dossier ou adresse) et le met en service."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE|URL and the network it is for."""
        parser.add_argument("source", help="fichier zip, dossier ou adresse http(s)")
        parser.add_argument("--network", default="", help="clé du réseau (le seul, s’il n’y en a qu’un)")
        parser.add_argument("--name", default="", help="nom du réseau, quand il est nouveau")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, with progress on the error stream, then say what was found."""
        network = _network(options["network"], options["name"])
        try:
            feed = load_feed(network=network, source=options["source"], progress=self._tell)
        except GtfsError as fault:
            findings = "\n".join(f"  {finding}" for finding in fault.findings)
            raise CommandError(f"Ce réseau n’est pas chargé, le précédent reste :\n{findings}") from fault
        self._report(feed)

    def _tell(self, step: str, share: float) -> None:
        self.stderr.write(f"{share:4.0%} {step}")

    def _report(self, feed: Feed) -> None:
        counts = feed.counts
        self.stdout.write(
            f"{feed.name} : {counts['lines']} lignes, {counts['stops']} arrêts, {counts['trips']} courses, "
            f"du {feed.valid_from:%d/%m/%Y} au {feed.valid_to:%d/%m/%Y}."
        )
        for row in feed.report:
            self.stdout.write(f"  {row['text']}")


def _network(key: str, name: str) -> Network:
    """The network of this key or the only one; a new one when there is none yet or a name is given."""
    found = queries.network(key) if key else queries.first_network()
    if found and not (name and not key and found.name != name):
        return found
    operator = Organisation.objects.filter(kind=OrganisationKind.OPERATOR).order_by("pk").first()
    operator = operator or directory.host()
    if operator is None:
        raise CommandError("Aucune organisation : créez d’abord l’association ou l’exploitant du réseau.")
    label = name or key or "Réseau"
    return actions.open_network(key=key or fold(label)[:40], name=label, operator=operator)
