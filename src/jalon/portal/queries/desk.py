"""What an adviser has to do first, over all rooms: one list, the oldest promise on top."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.models import Session
from jalon.activities.queries.sheet import doors_today, unclosed_sheets
from jalon.casework import queries as casework
from jalon.casework.models import Referral, Step
from jalon.directory.models import Organisation
from jalon.directory.queries.absence import users_away
from jalon.introductions import queries as introductions
from jalon.introductions.models import Interview, Introduction
from jalon.introductions.queries.desk import Promise
from jalon.outreach import queries as outreach

# A sheet is closed the day after.
_SHEET = timedelta(days=1)
# What a page holds; the rest is counted in a line.
_SHOWN = 60


@dataclass(frozen=True)
class Todo:
    """Somebody waits for us before an instant."""

    kind: str
    id: int
    who: str
    what: str
    action: str
    due: datetime
    owner: str = ""
    stands_in: bool = False
    calls: bool = False
    whole_day: bool = False
    day: int = 0
    days: int = 0
    now: datetime = field(default_factory=timezone.now)

    @property
    def late(self) -> bool:
        """Whether the instant has passed."""
        return self.due < self.now

    @property
    def today(self) -> bool:
        """Whether it is for today."""
        return timezone.localdate(self.due) == timezone.localdate(self.now)

    @property
    def band_label(self) -> str:
        """The bands in words."""
        return f"jour {self.day} sur {self.days}"


@dataclass(frozen=True)
class Departure:
    """Something that begins at an hour of today."""

    at: datetime
    kind: str
    id: int
    title: str
    detail: str


@dataclass(frozen=True)
class Desk:
    """The first page of an adviser's day."""

    todos: list[Todo]
    today: list[Departure]
    at_employers: list[Introduction]
    without_referent: int
    without_news: int
    first_contacts: int
    away: list[str]

    @property
    def shown(self) -> list[Todo]:
        """What the page holds."""
        return self.todos[:_SHOWN]

    @property
    def more(self) -> int:
        """What it leaves out."""
        return max(len(self.todos) - _SHOWN, 0)

    @property
    def late(self) -> int:
        return sum(todo.late for todo in self.todos)

    @property
    def due_today(self) -> int:
        return sum(todo.today and not todo.late for todo in self.todos)


def desk(user: User, organisations: list[Organisation], *, mine: bool) -> Desk:
    """The desk of the user's organisations; or what is one's own, a colleague's on leave, and nobody's."""
    ids = [one.pk for one in organisations]
    away = {pk: name for pk, name in users_away(ids).items() if pk != user.pk}
    found = introductions.desk(user, organisations, mine=mine, standing_in=away)
    owned = {user.pk, None, *away} if mine else None
    todos = [
        *[_promise(one, away) for one in found.promises],
        *[_step(one, away) for one in casework.overdue_steps(organisations) if _mine(one.owner_id, owned)],
        *[_asked(one) for one in casework.referrals_to_answer(organisations)],
        *[
            _unanswered(one)
            for one in casework.referrals_expired(organisations)
            if _mine(one.sent_by_id, owned)
        ],
        *[_sheet(one) for one in unclosed_sheets(organisations)],
    ]
    return Desk(
        todos=sorted(todos, key=lambda todo: (todo.due, todo.kind, todo.id)),
        today=departures(found.today, doors_today(user, [] if mine else organisations)),
        at_employers=found.at_employers,
        without_referent=casework.without_referent(organisations).count(),
        without_news=casework.without_news(organisations).count(),
        first_contacts=outreach.count_to_call(organisations),
        away=sorted(away.values()),
    )


def _mine(owner_id: int | None, owned: set[int | None] | None) -> bool:
    return owned is None or owner_id in owned


def _promise(row: Promise, away: dict[int, str]) -> Todo:
    return Todo(
        kind=row.kind, id=row.id, who=row.who, what=row.what, action=row.action, due=row.due,
        owner=row.owner, stands_in=row.owner in away.values(), calls=row.calls, day=row.day, days=row.days,
    )  # fmt: skip


def _step(row: Step, away: dict[int, str]) -> Todo:
    with_whom = f", {row.with_whom}" if row.with_whom else ""
    due = row.due_date or timezone.localdate()
    return Todo(
        kind="pathway", id=row.person.canonical_id or row.person_id,
        who=str(row.person.canonical or row.person),
        what=f"Étape dépassée : {row.title}{with_whom}.", action="Voir le parcours",
        due=timezone.make_aware(datetime.combine(due, time(23, 59))),
        owner=row.owner.name if row.owner else "", stands_in=row.owner_id in away, whole_day=True,
    )  # fmt: skip


def _asked(row: Referral) -> Todo:
    return Todo(
        kind="referral", id=row.pk, who=str(row.person.canonical or row.person),
        what=f"{row.from_organisation.name} vous demande de l’accompagner : {row.reason}", action="Répondre",
        due=row.answer_by,
    )  # fmt: skip


def _unanswered(row: Referral) -> Todo:
    return Todo(
        kind="referral", id=row.pk, who=str(row.person.canonical or row.person),
        what=f"{row.to_organisation.name} n’a pas répondu. Rappeler ce partenaire, ou demander à un autre.",
        action="Voir la demande", due=row.answer_by, owner=row.sent_by.name,
    )  # fmt: skip


def _sheet(row: Session) -> Todo:
    noted, expected = row.marked_count, row.expected_count  # type: ignore[attr-defined]
    return Todo(
        kind="sheet", id=row.pk, who=str(row),
        what=f"Feuille d’émargement à clore : {noted} noté{'s' if noted > 1 else ''} sur {expected}.",
        action="Clore la feuille", due=row.ends_at + _SHEET,
    )  # fmt: skip


def departures(interviews: Iterable[Interview], sessions: Iterable[Session]) -> list[Departure]:
    """Interviews and sessions of today by their hour."""
    found = [_interview(one) for one in interviews] + [_session(one) for one in sessions]
    return sorted(found, key=lambda one: (one.at, one.kind, one.id))


def _interview(row: Interview) -> Departure:
    introduction = row.introduction
    if introduction is None:
        return Departure(row.starts_at, "", 0, "Entretien", row.place)
    place = f", {row.place}" if row.place else ""
    detail = f"{introduction.vacancy.organisation.name}{place}"
    return Departure(
        row.starts_at, "introduction", introduction.pk, f"Entretien : {introduction.person}", detail
    )


def _session(row: Session) -> Departure:
    place = row.site.name if row.site else row.place
    count = row.expected_count  # type: ignore[attr-defined]
    booked = f"{count} inscrit{'s' if count > 1 else ''} sur {row.seats_max}"
    detail = ". ".join(part for part in (place, booked) if part)
    return Departure(row.starts_at, "session", row.pk, str(row), detail)
