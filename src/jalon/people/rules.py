"""Who may see what of whom, in one table, and nowhere else."""

from enum import Enum

from jalon.directory.choices import Role
from jalon.people.choices import TeamRole


class Relation(Enum):
    """What binds somebody who signs in to a person, closest first."""

    LEAD = "lead"  # leads the support team
    SOCIAL = "social"  # social referent
    EMPLOYMENT = "employment"  # employment referent
    FOLLOWS = "follows"  # the organisation is in the support team
    SHARED = "shared"  # the person agreed to share their file with the organisation
    REFERRED = "referred"  # a partner asks the organisation to follow the person; not answered yet
    SHEET = "sheet"  # keeps the attendance sheet of such a session: a funder asks for whole names
    BOOKED = "booked"  # runs a session in which the person has a seat
    PRESENTED = "presented"  # the person was introduced to this employer
    NONE = "none"


class Information(Enum):
    """Parts of a person's file."""

    INITIAL = "initial"  # first name and initial, as on an attendance sheet
    NAME = "name"
    CONTACT = "contact"
    TIMELINE = "timeline"
    TEAM = "team"
    PATHWAY = "pathway"  # steps and goals
    PROJECTS = "projects"
    OBSTACLES = "obstacles"
    NOTES = "notes"
    BOOKINGS = "bookings"
    REPORTS = "reports"  # what a funder asks of a participant
    CONSENTS = "consents"
    ACCESSES = "accesses"
    REFERRAL = "referral"  # why a partner sends the person
    PRESENTATION = "presentation"


WHOLE_FILE = frozenset(Information) - {Information.PRESENTATION}
# Housing, health, language: for those who lead or accompany, not for whoever runs a workshop.
MEMBERS_FILE = WHOLE_FILE - {Information.OBSTACLES}
SHARED_FILE = frozenset(
    {
        Information.INITIAL,
        Information.NAME,
        Information.CONTACT,
        Information.TIMELINE,
        Information.TEAM,
        Information.PATHWAY,
        Information.PROJECTS,
        Information.BOOKINGS,
    }
)
REFERRED_FILE = frozenset({Information.INITIAL, Information.NAME, Information.CONTACT, Information.REFERRAL})

# What is not in the table is not seen. An administrator runs the house and reads nobody's file.
SIGHT: dict[tuple[str, Relation], frozenset[Information]] = {
    (Role.ADVISER, Relation.LEAD): WHOLE_FILE,
    (Role.ADVISER, Relation.SOCIAL): WHOLE_FILE,
    (Role.ADVISER, Relation.EMPLOYMENT): WHOLE_FILE,
    (Role.ADVISER, Relation.FOLLOWS): MEMBERS_FILE,
    (Role.ADVISER, Relation.SHARED): SHARED_FILE,
    (Role.ADVISER, Relation.REFERRED): REFERRED_FILE,
    (Role.ADVISER, Relation.SHEET): frozenset({Information.INITIAL, Information.NAME}),
    (Role.ADVISER, Relation.BOOKED): frozenset({Information.INITIAL}),
    (Role.EMPLOYER, Relation.PRESENTED): frozenset({Information.PRESENTATION}),
}
# What a place in the support team makes of whoever holds it.
HELD_AS: dict[str, Relation] = {
    TeamRole.LEAD: Relation.LEAD,
    TeamRole.SOCIAL: Relation.SOCIAL,
    TeamRole.EMPLOYMENT: Relation.EMPLOYMENT,
    TeamRole.ASSOCIATION: Relation.FOLLOWS,
    TeamRole.MEMBER: Relation.FOLLOWS,
}


def sees(role: str, relation: Relation) -> frozenset[Information]:
    """What somebody in this role may read of a person bound to them in this way."""
    return SIGHT.get((role, relation), frozenset())


def opens_file(role: str, relation: Relation) -> bool:
    """Whether the person's page opens at all, and the person is found by search."""
    return Information.TIMELINE in sees(role, relation)


def place_held(role: str, holder_id: int | None, user_id: int, *, holder_away: bool) -> Relation:
    """What a colleague's place in the team is to this user, of the same organisation.

    One's own place, the place of the whole organisation, and that of a colleague who is away today count in
    full; any other colleague's place only says that the organisation follows the person.
    """
    mine = holder_id is None or holder_id == user_id or holder_away
    return HELD_AS[role] if mine else Relation.FOLLOWS
