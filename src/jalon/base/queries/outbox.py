"""What left the house, and what did not."""

from jalon.base.choices import Channel, MessageState
from jalon.base.models import OutboxMessage, StoppedAddress


def messages_about(kind: str, target_id: int) -> list[OutboxMessage]:
    """Messages about a thing, newest first."""
    messages = OutboxMessage.objects.filter(subject_kind=kind, subject_id=target_id)
    return list(messages.order_by("-created_at", "-pk"))


def letters(limit: int = 50) -> list[OutboxMessage]:
    """Letters that were typeset and wait for an envelope, newest first."""
    sent = OutboxMessage.objects.filter(channel=Channel.LETTER, state=MessageState.SENT)
    return list(sent.order_by("-sent_at", "-pk")[:limit])


def is_stopped(channel: str, address: str) -> bool:
    """Whether somebody answered STOP from here."""
    return StoppedAddress.objects.filter(channel=channel, address=address).exists()


def is_written(key: str) -> bool:
    """Whether a message with this key exists already."""
    return OutboxMessage.objects.filter(key=key).exists()
