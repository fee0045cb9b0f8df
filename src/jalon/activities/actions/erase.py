"""Erase what bookings know of a person: what is to come ends, seats go to who waits, counts stay."""

from django.db import transaction
from django.utils import timezone

from jalon.activities.actions.booking import cancel_booking
from jalon.activities.choices import BookingClosing, BookingState
from jalon.activities.models import Booking, BookingChange


@transaction.atomic
def erase_bookings(person_id: int) -> None:
    """Past seats stay as dates of nobody in particular: sheets and funders' figures remain true."""
    rows = Booking.objects.filter(person=person_id)
    coming = rows.filter(session__starts_at__gt=timezone.now()).exclude(state=BookingState.CLOSED)
    for booking in coming.select_related("session").order_by("session_id", "pk"):
        cancel_booking(booking=booking, closing=BookingClosing.ERASED)
    rows.update(outcome="")
    BookingChange.objects.filter(booking__in=rows.order_by()).update(reason="")
