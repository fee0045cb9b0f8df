"""Whom we met: anonymous counts, first contacts, and the day's figures that outlive both."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.outreach.choices import AgeBand, CallResult, Gender, Wish
from jalon.outreach.models.outing import Stand
from jalon.outreach.models.relay import Relay
from jalon.people.models import Person


class Tally(models.Model):
    """One person counted at a stand, and nothing that says who. `uuid` is made by the device.

    The state with the latest `changed_at` holds, in whatever order and however often devices send it;
    `withdrawn` is a count taken back.
    """

    uuid = models.UUIDField(unique=True)
    stand = models.ForeignKey(Stand, on_delete=models.PROTECT, related_name="tallies")
    gender = models.CharField(max_length=10, choices=Gender.choices, blank=True)
    age_band = models.CharField(max_length=10, choices=AgeBand.choices, blank=True)
    withdrawn = models.BooleanField(default=False)
    changed_at = models.DateTimeField(help_text="by the device's clock")
    received_at = models.DateTimeField(default=timezone.now)
    counted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["stand"], name="tally_counted", condition=Q(withdrawn=False))]

    def __str__(self) -> str:
        return str(self.uuid)


class FirstContact(models.Model):
    """Somebody left a first name at a stand or by a relay's code; who calls back, and before when.

    Goes when the person is erased; the figures of the day stay. `known_before` says whether a file of that
    person was already there, in any organisation; nobody is told which.
    """

    uuid = models.UUIDField(unique=True)
    stand = models.ForeignKey(Stand, null=True, on_delete=models.PROTECT, related_name="contacts")
    relay = models.ForeignKey(Relay, null=True, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="outreach_contact"
    )
    # Who calls back.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="outreach_contact"
    )
    wish = models.CharField(max_length=10, choices=Wish.choices, blank=True)
    words = models.CharField(max_length=160, blank=True)
    known_before = models.BooleanField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    promised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    # The code on paper, for the request that registers somebody without number; never stored.
    slip_code: str = ""

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "promised_at"],
                name="contact_to_call",
                condition=Q(settled_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="contact_at_a_stand_or_a_relay",
                condition=Q(stand__isnull=False, relay__isnull=True)
                | Q(stand__isnull=True, relay__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.taken_at:%Y-%m-%d}"


class ContactCall(models.Model):
    """A call to somebody who left a number: append-only."""

    contact = models.ForeignKey(FirstContact, on_delete=models.CASCADE, related_name="calls")
    result = models.CharField(max_length=15, choices=CallResult.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.contact_id} {self.result}"


class OutreachDay(models.Model):
    """What a stand or a relay brought on a day, counted as it happened: erasing somebody leaves it true."""

    date = models.DateField()
    stand = models.ForeignKey(Stand, null=True, on_delete=models.PROTECT, related_name="days")
    relay = models.ForeignKey(Relay, null=True, on_delete=models.PROTECT, related_name="days")
    contacts = models.PositiveIntegerField(default=0)
    wishes = models.PositiveIntegerField(default=0)
    new_to_all = models.PositiveIntegerField(default=0)
    interests = models.PositiveIntegerField(default=0)
    bookings = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="outreach_day_once", fields=["date", "stand", "relay"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="outreach_day_of_a_stand_or_a_relay",
                condition=Q(stand__isnull=False, relay__isnull=True)
                | Q(stand__isnull=True, relay__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.stand_id or self.relay_id}"
