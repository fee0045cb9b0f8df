"""What pages and higher rooms may read of the directory."""

from jalon.directory.queries.organisation import (
    host,
    open_memberships,
    organisations_as,
    roles_of,
    team_members,
)
from jalon.directory.queries.promise import promise

__all__ = ["host", "open_memberships", "organisations_as", "promise", "roles_of", "team_members"]
