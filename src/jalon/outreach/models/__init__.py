"""Tables of rounds, stands, counts and first contacts."""

from jalon.outreach.models.circuit import Circuit, Halt, HaltHours
from jalon.outreach.models.contact import ContactCall, FirstContact, OutreachDay, Tally
from jalon.outreach.models.district import District
from jalon.outreach.models.outing import Outing, OutingCrew, Stand, StandChange
from jalon.outreach.models.relay import Relay

__all__ = [
    "Circuit",
    "ContactCall",
    "District",
    "FirstContact",
    "Halt",
    "HaltHours",
    "Outing",
    "OutingCrew",
    "OutreachDay",
    "Relay",
    "Stand",
    "StandChange",
    "Tally",
]
