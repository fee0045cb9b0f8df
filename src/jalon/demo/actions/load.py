"""The whole demonstration, in the order in which a territory would do it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jalon.demo.actions.directory import build_directory
from jalon.demo.actions.network import build_network
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
