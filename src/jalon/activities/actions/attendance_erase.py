"""Erase what attendance knows of a person: signatures, reasons and names go, counts stay."""

from django.db import transaction

from jalon.activities.models import AttendanceMark, Booking, DigitalAnswer, DigitalCheck, WalkIn


@transaction.atomic
def erase_attendance(person_id: int) -> None:
    """Half-days and hours of nobody in particular stay: a funder's figures remain true."""
    bookings = Booking.objects.filter(person=person_id).order_by("pk")
    AttendanceMark.objects.filter(booking__in=bookings).update(signature="", reason="", device="")
    WalkIn.objects.filter(booking__in=bookings).update(first_name="", last_name="", phone="", refused="")
    # No count reads what the person could do with a computer: it goes whole.
    DigitalAnswer.objects.filter(check_held__person=person_id).delete()
    DigitalCheck.objects.filter(person=person_id).delete()
