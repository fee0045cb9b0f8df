"""What happens to people's files."""

from jalon.people.actions.contact import resume_contact, stop_contact
from jalon.people.actions.erase import erase
from jalon.people.actions.file import (
    add_contact,
    add_milestone,
    change_details,
    place,
    record_access,
    register,
    remove_contact,
    set_situations,
)
from jalon.people.actions.key import open_key
from jalon.people.actions.merge import merge, separate, tell_apart
from jalon.people.actions.objection import lift_objection, object_to
from jalon.people.actions.retention import keep_file
from jalon.people.actions.support import change_place, hand_over, join_team, leave_team
from jalon.people.actions.support_lead import appoint, appoint_all
from jalon.people.actions.team import follow, give_consent, unfollow, withdraw_consent
from jalon.people.actions.tell import own_page, tell

__all__ = [
    "add_contact",
    "add_milestone",
    "appoint",
    "appoint_all",
    "change_details",
    "change_place",
    "erase",
    "follow",
    "give_consent",
    "hand_over",
    "join_team",
    "keep_file",
    "leave_team",
    "lift_objection",
    "merge",
    "object_to",
    "open_key",
    "own_page",
    "place",
    "record_access",
    "register",
    "remove_contact",
    "resume_contact",
    "separate",
    "set_situations",
    "stop_contact",
    "tell",
    "tell_apart",
    "unfollow",
    "withdraw_consent",
]
