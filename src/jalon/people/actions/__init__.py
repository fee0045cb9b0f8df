"""What happens to people's files."""

from jalon.people.actions.contact import resume_contact, stop_contact
from jalon.people.actions.erase import erase
from jalon.people.actions.file import (
    add_contact,
    add_milestone,
    change_details,
    merge,
    record_access,
    register,
    separate,
)
from jalon.people.actions.key import open_key
from jalon.people.actions.team import follow, give_consent, unfollow, withdraw_consent
from jalon.people.actions.tell import own_page, tell

__all__ = [
    "add_contact",
    "add_milestone",
    "change_details",
    "erase",
    "follow",
    "give_consent",
    "merge",
    "open_key",
    "own_page",
    "record_access",
    "register",
    "resume_contact",
    "separate",
    "stop_contact",
    "tell",
    "unfollow",
    "withdraw_consent",
]
