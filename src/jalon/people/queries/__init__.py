"""What pages and higher rooms may read of people."""

from jalon.people.queries.file import (
    contacts_of,
    export_file,
    file_ids,
    key_owner,
    partner,
    partner_choices,
    people_at,
    reachable_by,
    timeline,
)
from jalon.people.queries.search import recent, search
from jalon.people.queries.sight import find_visible, information_for, relation_of, visible_to

__all__ = [
    "contacts_of",
    "export_file",
    "file_ids",
    "find_visible",
    "information_for",
    "key_owner",
    "partner",
    "partner_choices",
    "people_at",
    "reachable_by",
    "recent",
    "relation_of",
    "search",
    "timeline",
    "visible_to",
]
