"""What an adviser has to do first: promises, oldest on top; then today; then who is at an employer's."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.introductions.choices import EmployerAnswer, InterestState, InterviewResult, IntroductionState
from jalon.introductions.models import (
    Interest,
    InterestChange,
    Interview,
    Introduction,
    IntroductionChange,
)
from jalon.introductions.queries.place import Origin, origins
from jalon.introductions.rules import ALERTS, AT_EMPLOYER, OPEN_INTERESTS, promise_days


@dataclass(frozen=True)
class Promise:
    """Somebody waits for us before an hour."""

    kind: str
    id: int
    who: str
    what: str
    action: str
    due: datetime
    day: int
    days: int
    late: bool
    today: bool
    owner: str
    calls: bool

    @property
    def band_label(self) -> str:
        """The bands in words."""
        return f"jour {self.day} sur {self.days}"


@dataclass(frozen=True)
class Desk:
    """The first page of an adviser's day."""

    promises: list[Promise]
    today: list[Interview]
    at_employers: list[Introduction]

    @property
    def late(self) -> int:
        return sum(promise.late for promise in self.promises)

    @property
    def due_today(self) -> int:
        return sum(promise.today and not promise.late for promise in self.promises)


def desk(user: User, teams: Iterable[Organisation], *, mine: bool, standing_in: Collection[int] = ()) -> Desk:
    """The desk of the user's teams, or what is the user's own and what nobody has taken yet.

    What belongs to the accounts `standing_in`, colleagues who are away, counts as the user's own.
    """
    team_ids = [team.pk for team in teams]
    now = timezone.now()
    owners = [user.pk, *standing_in] if mine else None
    interests = list(_waiting(team_ids, owners))
    introductions = list(_at_employers(team_ids, owners))
    places = origins(row.link for row in interests)
    promises = [_call(row, places.get(row.link_id or 0, Origin(medium=row.medium)), now) for row in interests]
    promises += [_follow_up(row, now) for row in introductions if _is_due(row, now)]
    return Desk(sorted(promises, key=lambda one: one.due), _today(introductions, now), introductions)


def _waiting(team_ids: list[int], owners: list[int] | None) -> QuerySet[Interest]:
    rows = Interest.objects.filter(team__in=team_ids, state__in=OPEN_INTERESTS)
    if owners is not None:
        rows = rows.filter(Q(owner__in=owners) | Q(owner__isnull=True))
    latest = InterestChange.objects.filter(interest=OuterRef("pk")).order_by("-pk")
    related = rows.select_related("person", "vacancy", "link", "owner").annotate(latest=_reason(latest))
    return related.order_by("promised_at", "pk")[:200]


def _reason(latest: QuerySet[Any]) -> Subquery:
    return Subquery(latest.values("reason")[:1])


def _at_employers(team_ids: list[int], owners: list[int] | None) -> QuerySet[Introduction]:
    rows = Introduction.objects.filter(team__in=team_ids, state__in=AT_EMPLOYER)
    rows = rows if owners is None else rows.filter(owner__in=owners)
    latest = IntroductionChange.objects.filter(introduction=OuterRef("pk")).order_by("-pk")
    related = rows.select_related("person", "vacancy__organisation", "owner").annotate(latest=_reason(latest))
    return related.prefetch_related(expected_interviews()).order_by("deadline_at", "pk")[:200]


def expected_interviews() -> "Prefetch[str]":
    """The interviews still to come of each introduction, as `expected`."""
    coming = Interview.objects.filter(cancelled_at__isnull=True, result=InterviewResult.EXPECTED)
    return Prefetch("interviews", queryset=coming.order_by("starts_at", "pk"), to_attr="expected")


def _is_due(row: Introduction, now: datetime) -> bool:
    """Whether it is our turn: the employer answered or is late, the interview is over, a job was offered."""
    if row.state == IntroductionState.INTERVIEW:
        return all(one.starts_at < now for one in row.expected)  # type: ignore[attr-defined]
    answered = row.answer == EmployerAnswer.MEET or row.state == IntroductionState.OFFERED
    return answered or row.deadline_at < now + timedelta(days=1)


def _call(row: Interest, origin: Origin, now: datetime) -> Promise:
    seen = f", {origin.words}" if origin.words else ""
    first = " Premier appel." if row.state == InterestState.NEW else ""
    who = str(row.person) if row.person.folded_name else _nameless(origin)
    return _promise(
        row, who=who, what=f"L’appeler pour « {row.vacancy.title} »{seen}.{first}{_alert(row)}",
        action="Appeler", due=row.promised_at, now=now, calls=True,
    )  # fmt: skip


def _alert(row: Interest | Introduction) -> str:
    """What happened by itself and changes what to do: a message that did not leave, STOP, a closed offer."""
    latest = row.latest  # type: ignore[union-attr]
    return f" {latest[0].upper()}{latest[1:]}." if latest in ALERTS else ""


def _nameless(origin: Origin) -> str:
    return f"Une personne, code {origin.code}" if origin.code else "Une personne sans nom"


def _follow_up(row: Introduction, now: datetime) -> Promise:
    employer = row.vacancy.organisation.name
    what, action = _next_words(row, employer)
    return _promise(
        row,
        who=str(row.person),
        what=f"{what}{_alert(row)}",
        action=action,
        due=row.deadline_at,
        now=now,
        calls=False,
    )


def _next_words(row: Introduction, employer: str) -> tuple[str, str]:
    if row.state == IntroductionState.OFFERED:
        return f"{employer} propose le poste. Noter l’embauche.", "Noter la suite"
    if row.state == IntroductionState.INTERVIEW:
        return f"Demander comment s’est passé l’entretien à {employer}.", "Noter la suite"
    if row.answer == EmployerAnswer.MEET:
        return f"{employer} veut la rencontrer. Choisir le jour avec la personne.", "Fixer l’entretien"
    again = {0: "", 1: " Une relance est partie."}.get(
        row.reminders, f" {row.reminders} relances sont parties."
    )
    return f"{employer} n’a pas répondu à sa présentation.{again}", "Relancer l’entreprise"


def _promise(
    row: Interest | Introduction,
    *,
    who: str,
    what: str,
    action: str,
    due: datetime,
    now: datetime,
    calls: bool,
) -> Promise:
    day, days = promise_days(
        timezone.localtime(row.created_at), timezone.localtime(due), timezone.localtime(now)
    )
    return Promise(
        kind="interest" if isinstance(row, Interest) else "introduction",
        id=row.pk, who=who, what=what, action=action, due=due, day=day, days=days, late=due < now,
        today=timezone.localdate(due) == timezone.localdate(now),
        owner=row.owner.name if row.owner else "", calls=calls,
    )  # fmt: skip


def _today(introductions: list[Introduction], now: datetime) -> list[Interview]:
    today = timezone.localdate(now)
    found = []
    for row in introductions:
        for interview in row.expected:  # type: ignore[attr-defined]
            if timezone.localdate(interview.starts_at) == today:
                interview.introduction = row
                found.append(interview)
    return sorted(found, key=lambda one: one.starts_at)
