"""What pages and higher rooms may read of the directory."""

from jalon.directory.queries.organisation import (
    host,
    open_memberships,
    organisations_as,
    roles_of,
    team_members,
)
from jalon.directory.queries.promise import promise, promises, week_of
from jalon.directory.queries.sight import (
    absences,
    changeable,
    colleague,
    facts,
    is_staff,
    member,
    membership_of,
    readable,
    search,
    siret_taken,
    site_of,
    to_vet,
)

__all__ = [
    "absences",
    "changeable",
    "colleague",
    "facts",
    "host",
    "is_staff",
    "member",
    "membership_of",
    "open_memberships",
    "organisations_as",
    "promise",
    "promises",
    "readable",
    "roles_of",
    "search",
    "siret_taken",
    "site_of",
    "team_members",
    "to_vet",
    "week_of",
]
