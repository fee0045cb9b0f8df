"""Write what must leave the house, in the transaction of what it announces."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jalon.base.choices import MessageState
from jalon.base.models import OutboxMessage, StoppedAddress


@dataclass(frozen=True)
class Text:
    """What a message says: subject and body of a mail or a letter, and the short form of a text message."""

    subject: str
    body: str
    short: str = ""


@transaction.atomic
def enqueue(
    *,
    channel: str,
    recipient: str,
    body: str,
    subject: str = "",
    key: str | None = None,
    about: tuple[str, int | None] = ("", None),
    language: str = "fr",
    not_before: datetime | None = None,
) -> OutboxMessage:
    """A mail, a text message or a letter that leaves once the caller's transaction has committed.

    `recipient` is an address, an E.164 number or the lines of a postal address. With a `key`, a second call
    gives back the first message and nothing more is sent. `about` is a kind of thing and its id.
    """
    fields = {
        "channel": channel,
        "recipient": recipient,
        "subject": subject[:200],
        "body": body,
        "language": language,
        "subject_kind": about[0],
        "subject_id": about[1],
        "not_before": not_before or timezone.now(),
    }
    if key is None:
        return OutboxMessage.objects.create(**fields)
    message, _ = OutboxMessage.objects.get_or_create(key=key, defaults=fields)
    return message


def cancel_messages(*, about: tuple[str, int], channel: str | None = None) -> int:
    """Messages about this thing that have not left stay here. Returns how many."""
    waiting = OutboxMessage.objects.filter(
        subject_kind=about[0], subject_id=about[1], state=MessageState.QUEUED
    )
    waiting = waiting.filter(channel=channel) if channel else waiting
    return waiting.update(state=MessageState.CANCELLED)


def erase_messages(*, about: tuple[str, int]) -> int:
    """Forget what was written about this thing, and to whom. Returns how many messages."""
    cancel_messages(about=about)
    about_it = OutboxMessage.objects.filter(subject_kind=about[0], subject_id=about[1])
    return about_it.update(recipient="", subject="", body="", last_error="")


@transaction.atomic
def stop_address(*, channel: str, address: str) -> None:
    """Nothing more is sent to this number or address; what waits for it is cancelled."""
    StoppedAddress.objects.get_or_create(channel=channel, address=address)
    waiting = OutboxMessage.objects.filter(channel=channel, recipient=address, state=MessageState.QUEUED)
    waiting.update(state=MessageState.CANCELLED, last_error="STOP")


def resume_address(*, channel: str, address: str) -> None:
    """Messages may go there again."""
    StoppedAddress.objects.filter(channel=channel, address=address).delete()
