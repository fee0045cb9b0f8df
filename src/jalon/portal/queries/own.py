"""What a person reads on their own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from jalon.activities.models import Booking
from jalon.activities.queries.booking import coming_of_person
from jalon.base.calendar import CalendarEntry
from jalon.base.models import CalendarFeed
from jalon.base.queries.calendar import entries_of, feeds_of
from jalon.base.words import moment
from jalon.casework.models import Goal, Step
from jalon.casework.queries import pathway_of
from jalon.directory.models import Organisation
from jalon.introductions.choices import EmployerAnswer, InterestState, IntroductionState
from jalon.introductions.models import Interest, Introduction
from jalon.introductions.queries import open_interests, unreachable_interests
from jalon.introductions.rules import AT_EMPLOYER
from jalon.people.models import Consent, ContactPoint, FileAccess, Objection, Person, TeamMember
from jalon.people.queries import contacts_of, file_ids, timeline
from jalon.people.queries.file import Band, accesses_of, consents_of, objections_of, team_of
from jalon.people.rules import Information

_AHEAD = timedelta(days=180)


@dataclass(frozen=True)
class Waiting:
    """One thing the person waits for, and what comes next."""

    interest: Interest
    next: str


@dataclass(frozen=True)
class OwnPage:
    """A person's page."""

    person: Person
    bookings: list[Booking]
    waiting: list[Waiting]
    unreachable: list[Interest]
    steps: list[Step]
    goals: list[Goal]
    story: list[Band]
    team: list[TeamMember]
    consents: list[Consent]

    @property
    def is_quiet(self) -> bool:
        """Nothing is expected of anybody."""
        return not (self.bookings or self.waiting or self.steps)


def own_page(person: Person) -> OwnPage:
    """All of it."""
    ids = file_ids(person)
    waiting = [Waiting(interest, _next(interest)) for interest in open_interests(ids)]
    pathway = pathway_of(person, frozenset({Information.PATHWAY}))
    return OwnPage(
        person=person,
        bookings=coming_of_person(person),
        waiting=waiting,
        unreachable=unreachable_interests(ids),
        steps=pathway.to_come,
        goals=[goal for goal in pathway.goals if goal.closed_at is None],
        story=timeline(person),
        team=team_of(person),
        consents=consents_of(person),
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


def find_own_booking(person: Person, booking_id: int) -> Booking | None:
    """A booking to come of this person."""
    return next((one for one in coming_of_person(person) if one.pk == booking_id), None)


@dataclass(frozen=True)
class Calendar:
    """Appointments and sessions to come, and whether a telephone already follows them."""

    entries: list[CalendarEntry]
    feeds: list[CalendarFeed]


def own_calendar(person: Person) -> Calendar:
    """What every room puts into the person's calendar, over all joined files, soonest first."""
    now = timezone.now()
    found = {entry.uid: entry for one in file_ids(person) for entry in entries_of("person", one)}
    coming = (
        entry
        for entry in found.values()
        if not entry.cancelled and entry.ends_at >= now and entry.starts_at <= now + _AHEAD
    )
    ordered = sorted(coming, key=lambda entry: (entry.starts_at, entry.uid))
    return Calendar(ordered, feeds_of("person", person.pk))


@dataclass(frozen=True)
class Reading:
    """What an organisation opened on a day."""

    organisation: str
    day: date
    readers: list[str]
    pages: list[str]


@dataclass(frozen=True)
class Who:
    """Who follows, who read, whom the person refuses."""

    team: list[TeamMember]
    followers: list[Organisation]
    readings: list[Reading]
    objections: list[Objection]


def who_knows(person: Person) -> Who:
    """Who follows me, why, since when; what they saw."""
    team = team_of(person)
    consented = [one.organisation for one in consents_of(person) if one.organisation and not one.withdrawn_at]
    followers = {one.pk: one for one in (*(member.organisation for member in team), *consented)}
    return Who(
        team=team,
        followers=sorted(followers.values(), key=lambda one: (one.name, one.pk)),
        readings=readings(accesses_of(person, 300)),
        objections=objections_of(person),
    )


def readings(accesses: Iterable[FileAccess]) -> list[Reading]:
    """Accesses, newest first, gathered by day and organisation."""

    def key(one: FileAccess) -> tuple[date, str]:
        return timezone.localdate(one.at), one.organisation.name if one.organisation else ""

    rows = sorted(accesses, key=lambda one: (-key(one)[0].toordinal(), key(one)[1], one.user.name))
    return [
        Reading(
            organisation=name,
            day=day,
            readers=list(dict.fromkeys(one.user.name for one in group)),
            pages=list(dict.fromkeys(one.page for one in group)),
        )
        for (day, name), found in groupby(rows, key)
        for group in [list(found)]
    ]


def find_follower(person: Person, organisation_id: int) -> Organisation | None:
    """An organisation that follows the person or may read the file."""
    return next((one for one in who_knows(person).followers if one.pk == organisation_id), None)


def find_objection(person: Person, objection_id: int) -> Objection | None:
    """A refusal that this person made and that holds."""
    return next((one for one in objections_of(person) if one.pk == objection_id), None)


def find_contact(person: Person, contact_id: int) -> ContactPoint | None:
    """One of the person's numbers and addresses."""
    return next((one for one in contacts_of(person) if one.pk == contact_id), None)


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
        return " ; ".join(_pairs(one) if isinstance(one, dict) else str(one) for one in value)
    return _date(str(value))


def _pairs(one: dict[str, Any]) -> str:
    return ", ".join(f"{name}\u00a0: {_date(str(value))}" for name, value in one.items() if value)


def _date(text: str) -> str:
    """Instants as people say them; all else as it is."""
    try:
        value = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        value = None
    return moment(value) if value else text
