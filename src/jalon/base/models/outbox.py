"""What leaves the house: one row a message, written in the transaction of what it announces."""

from django.db import models
from django.utils import timezone

from jalon.base.choices import Channel, MessageState


class OutboxMessage(models.Model):
    """A mail, a text message or a letter waiting to go, or gone."""

    channel = models.CharField(max_length=10, choices=Channel.choices)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    language = models.CharField(max_length=5, default="fr")
    # What the message is about, so that erasing a person erases what was written to them.
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.BigIntegerField(null=True)
    # The same key is never sent twice.
    key = models.CharField(max_length=200, null=True, unique=True)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    not_before = models.DateTimeField(default=timezone.now)
    # Set while a worker hands the message over; an old one tells that the worker died meanwhile.
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"], name="outbox_due", condition=models.Q(state=MessageState.QUEUED)
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="outbox_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_sent_has_time",
                condition=models.Q(state=MessageState.SENT, sent_at__isnull=False)
                | ~models.Q(state=MessageState.SENT) & models.Q(sent_at__isnull=True),
            ),
            models.CheckConstraint(
                name="outbox_sending_is_claimed",
                condition=models.Q(state=MessageState.SENDING, claimed_at__isnull=False)
                | ~models.Q(state=MessageState.SENDING) & models.Q(claimed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pk} ({self.get_state_display()})"


class StoppedAddress(models.Model):
    """Somebody answered STOP from here: nothing more is sent to this number or address."""

    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=254)
    stopped_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="stopped_once", fields=["channel", "address"])]

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"
