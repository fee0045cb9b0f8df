"""Which answers a funder still waits for, by when, and who can note them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.models import Booking
from jalon.directory import queries as directory
from jalon.directory.models import Organisation
from jalon.people import queries as people
from jalon.people.choices import TeamRole
from jalon.people.models import TeamMember
from jalon.people.rules import Information, Relation, sees
from jalon.reports import rules
from jalon.reports.choices import Moment
from jalon.reports.funders import template_of
from jalon.reports.models import Participation
from jalon.reports.queries.participation import Answers, answers_of, of_organisations
from jalon.reports.questionnaire import BIRTH, Item


@dataclass(frozen=True)
class Gap:
    """Answers of one moment that are not noted yet."""

    participation: Participation
    moment: Moment
    items: tuple[Item, ...]
    due: date
    late: bool
    referents: tuple[User, ...]
    visible: bool

    @property
    def words(self) -> str:
        """What is missing, in a few words."""
        if len(self.items) > 3:
            return f"{len(self.items)} réponses"
        return ", ".join(item.label.lower() for item in self.items)


def lacking(row: Participation, moment: str, held: Answers) -> tuple[Item, ...]:
    """Items asked at this moment and not noted; a date of birth known to the file is known."""
    asked = template_of(row.operation.funder).questionnaire[moment]
    return tuple(item for item in asked if (moment, item.key) not in held and not _known(row, item))


def _known(row: Participation, item: Item) -> bool:
    return item == BIRTH and row.person.birth_date is not None


def gaps_of(rows: Iterable[Participation], user: User) -> list[Gap]:
    """What is missing today, the earliest due first.

    Participants only: who came a day or less is not asked what no funder will read. Nor is who was erased.
    """
    asked = [row for row in rows if row.counts and row.person.anonymised_at is None]
    held, today = answers_of(asked), timezone.localdate()
    referents = referents_of(asked)
    seen = seen_by(user, asked)
    found = []
    for row in asked:
        for moment in Moment:
            due = rules.due_on(moment, row.entered_on, row.exited_on)
            now = rules.is_asked(moment, row.entered_on, row.exited_on, today)
            items = lacking(row, moment, held[row.pk]) if now else ()
            if due and items:
                mine = row.person_id in seen
                found.append(Gap(row, moment, items, due, due < today, referents.get(row.pk, ()), mine))
    return sorted(found, key=lambda gap: (gap.due, gap.participation.pk, gap.moment))


def seen_by(user: User, rows: Iterable[Participation]) -> set[int]:
    """Whose answers to funders the user may read, as the participations name them; 2 queries."""
    listed = {row.person_id: row.person.canonical_id or row.person_id for row in rows}
    own = [
        held.organisation_id
        for held in directory.open_memberships(user)
        if Information.REPORTS in sees(held.role, Relation.FOLLOWS)
    ]
    kept = set(people.followed_by(own).filter(pk__in=set(listed.values())).values_list("pk", flat=True))
    return {person_id for person_id, main in listed.items() if main in kept}


def referents_of(rows: Iterable[Participation]) -> dict[int, tuple[User, ...]]:
    """Who can complete, by participation: members of the operation's organisation who follow the person, the
    lead first; else whoever booked last for that organisation; 2 queries."""
    listed = list(rows)
    found: dict[int, tuple[User, ...]] = {}
    followed = _followers(listed)
    booked = _bookers(listed)
    for row in listed:
        key = (row.operation.organisation_id, row.person.canonical_id or row.person_id)
        found[row.pk] = followed.get(key) or booked.get(key, ())
    return found


Key = tuple[int, int]


def _files(rows: list[Participation]) -> Q:
    kept = {row.person.canonical_id or row.person_id for row in rows}
    return Q(person__in=kept) | Q(person__canonical__in=kept)


def _followers(rows: list[Participation]) -> dict[Key, tuple[User, ...]]:
    members = TeamMember.objects.filter(
        _files(rows),
        organisation__in={row.operation.organisation_id for row in rows},
        user__isnull=False,
    ).filter(Q(until__isnull=True) | Q(until__gt=timezone.now()))
    found: dict[Key, tuple[User, ...]] = {}
    ordered = sorted(
        members.select_related("user", "person").order_by("since", "pk"),
        key=lambda member: member.role != TeamRole.LEAD,
    )
    for member in ordered:
        key = (member.organisation_id, member.person.canonical_id or member.person_id)
        if member.user is not None and member.user not in found.get(key, ()):
            found[key] = (*found.get(key, ()), member.user)
    return found


def _bookers(rows: list[Participation]) -> dict[Key, tuple[User, ...]]:
    bookings = Booking.objects.filter(
        _files(rows),
        organisation__in={row.operation.organisation_id for row in rows},
        booked_by__isnull=False,
    ).select_related("booked_by", "person")
    found: dict[Key, tuple[User, ...]] = {}
    for booking in bookings.order_by("created_at", "pk"):
        if booking.person and booking.booked_by and booking.organisation_id:
            key = (booking.organisation_id, booking.person.canonical_id or booking.person.pk)
            found[key] = (booking.booked_by,)
    return found


@dataclass(frozen=True)
class ToComplete:
    """The page « À compléter »: my gaps and the others', and how many each adviser has."""

    mine: list[Gap]
    others: list[Gap]
    hidden: int
    by_adviser: list[tuple[str, int, int]]

    @property
    def late(self) -> int:
        """Gaps whose day is past."""
        return sum(gap.late for gap in (*self.mine, *self.others))


def to_complete(organisations: Iterable[Organisation], user: User) -> ToComplete:
    """All that open operations of these organisations wait for."""
    open_rows = of_organisations(organisations).filter(operation__state="open", counts=True)
    gaps = gaps_of(open_rows.order_by("pk"), user)
    seen = [gap for gap in gaps if gap.visible]
    return ToComplete(
        mine=[gap for gap in seen if user in gap.referents],
        others=[gap for gap in seen if user not in gap.referents],
        hidden=len(gaps) - len(seen),
        by_adviser=_by_adviser(gaps),
    )


def _by_adviser(gaps: list[Gap]) -> list[tuple[str, int, int]]:
    """Name, gaps and late ones; a gap counts for its first referent."""
    counts: dict[str, list[int]] = {}
    for gap in gaps:
        name = gap.referents[0].name if gap.referents else "suivies par un autre partenaire"
        row = counts.setdefault(name, [0, 0])
        row[0] += 1
        row[1] += gap.late
    return sorted((name, total, late) for name, (total, late) in counts.items())
