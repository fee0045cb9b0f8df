"""What pages and higher rooms may read of activities."""

from jalon.activities.queries.booking import (
    bookings_of,
    bookings_of_person,
    coming_of_person,
    find_booking,
    free_seats,
    invitations_of,
    waiting_before,
)
from jalon.activities.queries.fit import what_fits, who_fits
from jalon.activities.queries.sheet import hours_attended, unclosed_sheets
from jalon.activities.queries.travel import said_trip, trip_of

__all__ = [
    "bookings_of",
    "bookings_of_person",
    "coming_of_person",
    "find_booking",
    "free_seats",
    "hours_attended",
    "invitations_of",
    "said_trip",
    "trip_of",
    "unclosed_sheets",
    "waiting_before",
    "what_fits",
    "who_fits",
]
