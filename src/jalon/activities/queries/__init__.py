"""What pages and higher rooms may read of activities."""

from jalon.activities.queries.booking import (
    bookings_of,
    bookings_of_person,
    coming_of_person,
    find_booking,
    free_seats,
    waiting_before,
)
from jalon.activities.queries.sheet import hours_attended, unclosed_sheets

__all__ = [
    "bookings_of",
    "bookings_of_person",
    "coming_of_person",
    "find_booking",
    "free_seats",
    "hours_attended",
    "unclosed_sheets",
    "waiting_before",
]
