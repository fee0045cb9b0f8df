"""The support team as its page shows it, and who may change which place."""

from collections.abc import Iterable
from dataclasses import dataclass

from jalon.accounts.models import User
from jalon.casework.queries.pathway import former_of, missing_places
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Organisation
from jalon.directory.queries.absence import users_away
from jalon.people.choices import TeamRole
from jalon.people.models import Person, TeamMember
from jalon.people.queries import bonds, file_ids
from jalon.people.queries.file import team_of
from jalon.people.rules import Relation


@dataclass(frozen=True)
class Place:
    """One member, whether the reader may change the place, and whether the holder is away today."""

    member: TeamMember
    changeable: bool
    away: bool


@dataclass(frozen=True)
class TeamPage:
    """Who follows, who followed, who is missing."""

    places: list[Place]
    former: list[TeamMember]
    missing: list[str]


def team_page(user: User, person: Person, organisations: Iterable[Organisation]) -> TeamPage:
    """The team over all joined files."""
    members = team_of(person)
    own = {one.pk for one in organisations}
    away = users_away({member.organisation_id for member in members})
    any_place = leads_or_nobody_does(user, person, members)
    places = [
        Place(member, any_place or member.organisation_id in own, member.user_id in away)
        for member in members
    ]
    return TeamPage(places, former_of(file_ids(person)), missing_places(members))


def may_change(user: User, organisations: Iterable[Organisation], person: Person, member: TeamMember) -> bool:
    """One's own organisation's places; any place when one leads, or when nobody does."""
    own = member.organisation_id in {one.pk for one in organisations}
    return own or leads_or_nobody_does(user, person, team_of(person))


def leads_or_nobody_does(user: User, person: Person, members: Iterable[TeamMember]) -> bool:
    """Whether the user holds the lead, for themselves or for a colleague who is away, or nobody holds it."""
    if all(member.role != TeamRole.LEAD for member in members):
        return True
    return any(relation is Relation.LEAD for _, relation in bonds(user, person))


def find_partner(organisation_id: int) -> Organisation | None:
    """A partner that may follow people."""
    kinds = [OrganisationKind.PARTNER, OrganisationKind.HOST]
    return Organisation.objects.filter(pk=organisation_id, kind__in=kinds).first()
