"""The whole demonstration, in the order in which a territory would do it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jalon.base.models import OutboxMessage
from jalon.demo.actions.calendar import build_calendar, build_slots
from jalon.demo.actions.catalogue import build_catalogue, build_resources
from jalon.demo.actions.directory import Cast, build_directory
from jalon.demo.actions.history import build_history
from jalon.demo.actions.inhabitants import build_inhabitants
from jalon.demo.actions.network import build_network
from jalon.demo.actions.operations import build_operations
from jalon.demo.actions.pathways import build_pathways
from jalon.demo.actions.rounds import build_rounds
from jalon.demo.actions.stories import tell_stories
from jalon.demo.actions.vacancies import import_vacancies, write_vacancies
from jalon.directory import queries as directory
from jalon.reference.actions import load_starter

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Choices:
    """A real feed, the recorded day to play from it, and real vacancies to place on it; or none of them."""

    feed: Path | None = None
    day: date | None = None
    vacancies: Path | None = None


def is_loaded() -> bool:
    """Whether a territory is there already."""
    return directory.host() is not None


def load(choices: Choices, tell: Progress) -> None:
    """Fill an empty database; each step is said."""
    tell("les métiers")
    load_starter()
    tell("les organisations et leurs comptes")
    people = build_directory()
    tell("le réseau de bus")
    build_network(people.operator, choices.feed, choices.day)
    tell("les offres")
    if choices.vacancies is None:
        write_vacancies(people)
    else:
        import_vacancies(choices.vacancies, choices.feed)
    tell("les personnes qui ont vu une offre")
    tell_stories(people)
    _build_pathways(people, tell)


def _build_pathways(cast: Cast, tell: Progress) -> None:
    """The catalogue, the people whom partners follow, their sessions and their steps."""
    latest = OutboxMessage.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    tell("le catalogue et ce que les partenaires prêtent")
    offered, resources = build_catalogue(cast), build_resources(cast)
    tell("les bus et les cafés de l’emploi")
    build_rounds(cast)
    tell("quatre cents personnes et leurs équipes")
    residents = build_inhabitants(cast)
    tell("les séances des trois derniers mois")
    build_history(cast, offered, residents)
    tell("cent vingt séances à venir")
    build_calendar(cast, offered, resources, residents)
    build_slots(cast, offered, residents)
    tell("les parcours")
    build_pathways(cast, list(residents))
    tell("les opérations des financeurs")
    build_operations(cast)
    # What these months of invented work would have written to people is not sent today.
    OutboxMessage.objects.filter(pk__gt=latest).delete()
