"""What happens in the directory."""

from jalon.directory.actions.hours import (
    add_absence,
    add_closure,
    remove_absence,
    remove_closure,
    set_week,
)
from jalon.directory.actions.members import add_member, end_membership, invite, paper_code, sign_in_url
from jalon.directory.actions.organisations import change_organisation, create_organisation, vet
from jalon.directory.actions.places import add_establishment, add_site, change_site
from jalon.directory.actions.registration import register_employer
from jalon.directory.actions.start import start

__all__ = [
    "add_absence",
    "add_closure",
    "add_establishment",
    "add_member",
    "add_site",
    "change_organisation",
    "change_site",
    "create_organisation",
    "end_membership",
    "invite",
    "paper_code",
    "register_employer",
    "remove_absence",
    "remove_closure",
    "set_week",
    "sign_in_url",
    "start",
    "vet",
]
