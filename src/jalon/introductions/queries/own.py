"""What a person reads on their own page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from jalon.base.words import moment
from jalon.introductions.choices import EmployerAnswer, InterestState, IntroductionState
from jalon.introductions.models import Interest, Introduction
from jalon.introductions.queries.detail import open_interests, unreachable_interests
from jalon.introductions.rules import AT_EMPLOYER
from jalon.people.models import Consent, FileAccess, Person, TeamMember
from jalon.people.queries import file_ids, timeline
from jalon.people.queries.file import Band, accesses_of, consents_of, team_of


@dataclass(frozen=True)
class Waiting:
    """One thing the person waits for, and what comes next."""

    interest: Interest
    next: str


@dataclass(frozen=True)
class OwnPage:
    """A person's page."""

    person: Person
    waiting: list[Waiting]
    unreachable: list[Interest]
    story: list[Band]
    team: list[TeamMember]
    consents: list[Consent]
    reads: list[FileAccess]


def own_page(person: Person) -> OwnPage:
    """All of it."""
    ids = file_ids(person)
    waiting = [Waiting(interest, _next(interest)) for interest in open_interests(ids)]
    return OwnPage(
        person=person,
        waiting=waiting,
        unreachable=unreachable_interests(ids),
        story=timeline(person),
        team=team_of(person),
        consents=consents_of(person),
        reads=accesses_of(person),
    )


def _next(interest: Interest) -> str:
    running = [
        row for row in interest.introductions.all() if row.state in {*AT_EMPLOYER, IntroductionState.HIRED}
    ]
    if interest.state == InterestState.INTRODUCED and running:
        return _at_employer(running[-1], interest.vacancy.organisation.name)
    who = interest.owner.name if interest.owner else gettext("Une conseillère ou un conseiller")
    said = {"who": who, "before": moment(interest.promised_at)}
    return gettext("%(who)s vous appelle avant %(before)s.") % said


def _at_employer(row: Introduction, employer: str) -> str:
    said = {"employer": employer, "before": moment(row.deadline_at)}
    if row.state == IntroductionState.HIRED:
        return gettext("Vous êtes embauché à %(employer)s.") % said
    if row.state == IntroductionState.OFFERED:
        return gettext("%(employer)s vous propose le poste. Nous vous appelons avant %(before)s.") % said
    if row.state == IntroductionState.INTERVIEW:
        return gettext("Entretien à %(employer)s. Nous vous appelons ensuite.") % said
    if row.answer == EmployerAnswer.MEET:
        return gettext("%(employer)s veut vous rencontrer. Nous vous appelons avant %(before)s.") % said
    return gettext("%(employer)s répond avant %(before)s. Sinon, c’est nous qui relançons.") % said


def file_sections(exported: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """An exported file as headings and rows of text, for paper."""
    sections: dict[str, list[list[str]]] = {}
    for rows in exported.values():
        for row in rows:
            values = dict(row)
            heading = str(values.pop("rubrique", "Autre"))
            sections.setdefault(heading, []).extend(
                [str(key), _words(value)] for key, value in values.items() if value
            )
    return [{"title": title, "rows": rows} for title, rows in sections.items() if rows]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return " ; ".join(
            ", ".join(f"{k}\u00a0: {_date(str(v))}" for k, v in one.items() if v) for one in value
        )
    return _date(str(value))


def _date(text: str) -> str:
    """Instants as people say them; all else as it is."""
    try:
        value = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        value = None
    return moment(value) if value else text
