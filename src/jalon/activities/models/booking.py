"""Seats: booked, waited for, offered; and invitations."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import BookingClosing, BookingState
from jalon.activities.models.session import SeatAllotment, Session
from jalon.base.choices import Channel, Medium
from jalon.casework.models import Step
from jalon.directory.models import Organisation
from jalon.people.models import Person


class Booking(models.Model):
    """A seat at a session for a person, or for somebody whom an organisation sends (inscription).

    Who comes for an employer or a partner is a name under that organisation, never a person's file, and
    never enters participants' reports.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="activities_booking",
    )
    guest_name = models.CharField(max_length=120, blank=True)
    guest_email = models.EmailField(blank=True)
    # The partner who books for a person, or the organisation that sends a guest.
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="activities_booking",
    )
    allotment = models.ForeignKey(SeatAllotment, null=True, on_delete=models.PROTECT, related_name="bookings")
    step = models.ForeignKey(
        Step, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="activities_booking"
    )
    state = models.CharField(max_length=10, choices=BookingState.choices)
    closing = models.CharField(max_length=10, choices=BookingClosing.choices, blank=True)
    medium = models.CharField(max_length=10, choices=Medium.choices)
    # Shown at the door: four digits, unique within the session.
    door_code = models.CharField(max_length=4)
    offered_until = models.DateTimeField(null=True)
    # What an individual appointment came to, in a few words.
    outcome = models.CharField(max_length=255, blank=True)
    walk_in = models.BooleanField(default=False)
    booked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    # The code on paper, for the request that registers somebody without number nor address; never stored.
    slip_code: str = ""
    # What the reader of a list may know of who comes; filled by `queries.booking.bookings_of`.
    shown_name: str = ""
    opens_file: bool = False

    class Meta:
        indexes = [
            models.Index(fields=["session", "state", "created_at"], name="booking_session"),
            models.Index(fields=["person", "state"], name="booking_person"),
            models.Index(
                fields=["offered_until"], name="booking_offers", condition=Q(state=BookingState.OFFERED)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="booking_once_per_person",
                fields=["session", "person"],
                condition=Q(person__isnull=False) & ~Q(state=BookingState.CLOSED),
            ),
            models.UniqueConstraint(name="booking_door_code", fields=["session", "door_code"]),
            models.CheckConstraint(
                name="booking_is_person_or_guest",
                condition=Q(person__isnull=False, guest_name="", guest_email="")
                | Q(person__isnull=True, organisation__isnull=False) & ~Q(guest_name=""),
            ),
            models.CheckConstraint(
                name="booking_closed_has_reason",
                condition=Q(state=BookingState.CLOSED) & ~Q(closing="")
                | ~Q(state=BookingState.CLOSED) & Q(closing=""),
            ),
            models.CheckConstraint(
                name="booking_offer_has_deadline",
                condition=Q(state=BookingState.OFFERED, offered_until__isnull=False)
                | ~Q(state=BookingState.OFFERED) & Q(offered_until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id or self.guest_name}"


class BookingChange(models.Model):
    """A change of a booking: append-only, with who and when; `by` is empty when the person did it."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(max_length=10, choices=BookingState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=BookingState.choices)
    reason = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.booking_id} {self.to_state}"


class Invitation(models.Model):
    """A person was told of a session that fits them: once."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="activities_invitation"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="invited_once", fields=["session", "person"])]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id}"
