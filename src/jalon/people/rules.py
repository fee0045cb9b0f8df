"""Who may see what of whom, in one table, and nowhere else."""

from enum import Enum

from jalon.directory.choices import Role


class Relation(Enum):
    """What binds an organisation to a person."""

    FOLLOWS = "follows"  # the organisation is in the support team
    SHARED = "shared"  # the person agreed to share their file with it
    PRESENTED = "presented"  # the person was introduced to this employer
    NONE = "none"


class Information(Enum):
    """Parts of a person's file."""

    NAME = "name"
    CONTACT = "contact"
    TIMELINE = "timeline"
    TEAM = "team"
    CONSENTS = "consents"
    ACCESSES = "accesses"
    PRESENTATION = "presentation"


WHOLE_FILE = frozenset(Information) - {Information.PRESENTATION}
SHARED_FILE = frozenset({Information.NAME, Information.CONTACT, Information.TIMELINE, Information.TEAM})

# What is not in the table is not seen. An administrator runs the house and reads nobody's file.
SIGHT: dict[tuple[str, Relation], frozenset[Information]] = {
    (Role.ADVISER, Relation.FOLLOWS): WHOLE_FILE,
    (Role.ADVISER, Relation.SHARED): SHARED_FILE,
    (Role.EMPLOYER, Relation.PRESENTED): frozenset({Information.PRESENTATION}),
}


def sees(role: str, relation: Relation) -> frozenset[Information]:
    """What somebody in this role may read of a person bound to their organisation in this way."""
    return SIGHT.get((role, relation), frozenset())


def opens_file(role: str, relation: Relation) -> bool:
    """Whether the person's page opens at all, and the person is found by search."""
    return Information.NAME in sees(role, relation)
