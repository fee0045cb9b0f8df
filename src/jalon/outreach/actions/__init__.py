"""What happens on the rounds: one function for each thing."""

from jalon.outreach.actions.circuit import (
    Hours,
    change_circuit,
    change_halt,
    retire_circuit,
    retire_halt,
    write_circuit,
    write_halt,
)
from jalon.outreach.actions.contact import (
    Said,
    book_seat,
    leave_number,
    note_interest,
    open_slip,
    record_call,
    take_contact,
)
from jalon.outreach.actions.district import Loaded, load_districts
from jalon.outreach.actions.outing import report_outing, set_crew
from jalon.outreach.actions.planning import Planned, cancel_stand, move_stand, plan
from jalon.outreach.actions.relay import change_relay, open_code, retire_relay, write_relay
from jalon.outreach.actions.tally import Mark, tally

__all__ = [
    "Hours",
    "Loaded",
    "Mark",
    "Planned",
    "Said",
    "book_seat",
    "cancel_stand",
    "change_circuit",
    "change_halt",
    "change_relay",
    "leave_number",
    "load_districts",
    "move_stand",
    "note_interest",
    "open_code",
    "open_slip",
    "plan",
    "record_call",
    "report_outing",
    "retire_circuit",
    "retire_halt",
    "retire_relay",
    "set_crew",
    "take_contact",
    "tally",
    "write_circuit",
    "write_halt",
    "write_relay",
]
