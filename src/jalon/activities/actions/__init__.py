"""What happens in the catalogue, to sessions, seats and sheets."""

from jalon.activities.actions.arrival import add_seat, seat_walk_in, walk_in
from jalon.activities.actions.attendance import mark, settle
from jalon.activities.actions.booking import (
    book,
    book_guest,
    cancel_booking,
    close_bookings_of,
    serve_step,
)
from jalon.activities.actions.booking_tell import tell_moved
from jalon.activities.actions.digital import hold_check
from jalon.activities.actions.hold import hold_resource, release_hold, release_holds
from jalon.activities.actions.invite import invite
from jalon.activities.actions.move import cancel_session, move_session
from jalon.activities.actions.reminder import remind_due
from jalon.activities.actions.series import cancel_series, open_series, write_series
from jalon.activities.actions.session import change_session, finish_session, open_session, write_session
from jalon.activities.actions.sheet import close_sheet, reopen_sheet
from jalon.activities.actions.waiting import accept_offer, decline_offer, expire_offers, offer_free_seats

__all__ = [
    "accept_offer",
    "add_seat",
    "book",
    "book_guest",
    "cancel_booking",
    "cancel_series",
    "cancel_session",
    "change_session",
    "close_bookings_of",
    "close_sheet",
    "decline_offer",
    "expire_offers",
    "finish_session",
    "hold_check",
    "hold_resource",
    "invite",
    "mark",
    "move_session",
    "offer_free_seats",
    "open_series",
    "open_session",
    "release_hold",
    "release_holds",
    "remind_due",
    "reopen_sheet",
    "seat_walk_in",
    "serve_step",
    "settle",
    "tell_moved",
    "walk_in",
    "write_series",
    "write_session",
]
