"""The ticket of a booking, to print: hour, place, bus, and the code of the door in large figures."""

from io import BytesIO
from typing import Any

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from jalon.activities.actions.booking_wording import place_said
from jalon.activities.choices import BookingState, Way
from jalon.activities.models import Booking
from jalon.activities.queries.booking import first_and_initial
from jalon.activities.queries.travel import trip_of
from jalon.base import words
from jalon.base.paper import typeset
from jalon.network.engine.travel import Trip


def ticket_pdf(booking: Booking, paper: str = "a6") -> bytes:
    """One page of `paper` (`a6` or `a4`), in the person's language."""
    language = booking.person.language if booking.person else "fr"
    with translation.override(language):
        return typeset("booking_ticket", {**_said(booking), "paper": paper, "language": language})


def _said(booking: Booking) -> dict[str, Any]:
    session = booking.session
    on_site = session.way == Way.ON_SITE
    bring = session.what_to_bring
    return {
        "title": str(session),
        "sender": session.organisation.name,
        "state": "" if booking.state == BookingState.BOOKED else booking.get_state_display().capitalize(),
        "when": _capital(words.moment(session.starts_at)),
        "place": place_said(session),
        "bus": _bus(trip_of(booking.person, session)) if booking.person else [],
        "bring": _("À apporter : %s") % bring if bring else "",
        "code": booking.door_code if on_site and booking.state == BookingState.BOOKED else "",
        "qr": _square(booking.door_code),
        "at_door": _("À l’entrée, montrez ou dites"),
        "name": booking.guest_name or first_and_initial(booking.person),
        "question": _("Une question, un empêchement :"),
        "phone": words.phone(session.organisation.phone) if session.organisation.phone else "",
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bus(trip: Trip | None) -> list[str]:
    """One line per bus: hour, line, where to get on and off."""
    if trip is None:
        return []
    return [
        _("%(leaves)s : ligne %(line)s à %(board)s, descendre à %(alight)s (%(arrives)s)")
        % {
            "leaves": words.hour(ride.leaves),
            "line": ride.line,
            "board": ride.board,
            "alight": ride.alight,
            "arrives": words.hour(ride.arrives),
        }
        for ride in trip.rides
    ]


def _square(code: str) -> str:
    """What the tablet at the door reads: the four digits and nothing else."""
    buffer = BytesIO()
    segno.make(code, error="m", micro=False).save(buffer, kind="svg", border=0, xmldecl=False)
    return buffer.getvalue().decode()
