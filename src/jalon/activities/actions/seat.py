"""One session under its row's lock: seats taken and given back, states that change, lines of history.

Lock order everywhere: the session first, then what hangs on it, then people.
"""

import secrets
from collections.abc import Sequence

from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import SEATED, BookingState
from jalon.activities.models import Booking, BookingChange, SeatAllotment, Session
from jalon.activities.rules.booking import seats_left
from jalon.base.actions.event import publish
from jalon.directory.models import Organisation


class Seats:
    """The seats of a session that this transaction has locked."""

    def __init__(self, session: Session) -> None:
        self.session = lock_session(session)
        self.now = timezone.now()
        self.allotments = list(SeatAllotment.objects.filter(session=self.session).order_by("pk"))

    def free(self, organisation_id: int | None) -> int:
        """Seats that somebody booked by this organisation can have now."""
        return seats_left(
            maximum=self.session.seats_max,
            taken=self.session.seats_taken,
            kept={one.organisation_id: one.seats - one.taken for one in self._kept()},
            organisation_id=organisation_id,
        )

    def take(self, organisation_id: int | None) -> SeatAllotment | None:
        """Take a free seat: one kept for this partner first. Returns the allotment it came from."""
        self._count(1)
        for one in self._kept():
            if one.organisation_id == organisation_id and one.taken < one.seats:
                one.taken += 1
                one.save(update_fields=["taken"])
                return one
        return None

    def give_back(self, booking: Booking) -> None:
        """The seat that this booking held is free; one that was kept for a partner is kept again."""
        self._count(-1)
        for one in self.allotments:
            if one.pk == booking.allotment_id:
                one.taken -= 1
                one.save(update_fields=["taken"])

    def _kept(self) -> list[SeatAllotment]:
        return [one for one in self.allotments if one.until > self.now]

    def _count(self, seats: int) -> None:
        self.session.seats_taken += seats
        self.session.save(update_fields=["seats_taken"])


def lock_session(session: Session) -> Session:
    """The row, read again under its lock, with what its messages say."""
    rows = Session.objects.select_for_update(of=("self",))
    return rows.select_related("activity", "organisation", "site").get(pk=session.pk)


def lock_booking(booking: Booking, seats: Seats) -> Booking:
    """The booking read again, once its session is locked."""
    row = Booking.objects.select_related("person", "organisation", "booked_by").get(pk=booking.pk)
    row.session = seats.session
    return row


def move(
    seats: Seats,
    row: Booking,
    target: str,
    *,
    by: User | None,
    closing: str = "",
    reason: str = "",
    fields: Sequence[str] = (),
) -> None:
    """Change the state of a booking; seats and kept seats follow in the same transaction."""
    origin = row.state
    if origin in SEATED and target not in SEATED:
        seats.give_back(row)
    if origin not in SEATED and target in SEATED:
        row.allotment = seats.take(row.organisation_id)
    row.state, row.closing = target, closing
    row.offered_until = row.offered_until if target == BookingState.OFFERED else None
    row.save(update_fields=["state", "closing", "offered_until", "allotment", *fields])
    note(row, origin, reason=reason, by=by)


def note(row: Booking, origin: str, *, by: User | None, reason: str = "") -> None:
    """A line of history; open pages of the session look again."""
    BookingChange.objects.create(
        booking=row, from_state=origin, to_state=row.state, reason=reason[:255], by=by
    )
    publish(topic=f"session:{row.session_id}", kind="booking", payload={})


def door_code(session: Session) -> str:
    """Four digits that no booking of this session has had."""
    used = set(Booking.objects.filter(session=session).order_by().values_list("door_code", flat=True))
    while True:
        code = f"{secrets.randbelow(9000) + 1000}"
        if code not in used:
            return code


def organisation_for(by: User, session: Session, among: Sequence[Organisation]) -> Organisation | None:
    """For whom an adviser of several partners books: one with kept seats here, else their oldest."""
    kept = set(SeatAllotment.objects.filter(session=session).values_list("organisation_id", flat=True))
    return next((one for one in among if one.pk in kept), next(iter(among), None))
