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
from jalon.people.queries.likeness import Likeness, alike, duplicates_of
from jalon.people.queries.search import recent, search
from jalon.people.queries.sight import (
    bonds,
    find_visible,
    followed_by,
    information_for,
    objects_to,
    open_file,
    relation_of,
    still_followed,
    visible_to,
)

__all__ = [
    "Likeness",
    "alike",
    "bonds",
    "contacts_of",
    "duplicates_of",
    "export_file",
    "file_ids",
    "find_visible",
    "followed_by",
    "information_for",
    "key_owner",
    "objects_to",
    "open_file",
    "partner",
    "partner_choices",
    "people_at",
    "reachable_by",
    "recent",
    "relation_of",
    "search",
    "still_followed",
    "timeline",
    "visible_to",
]
