"""What left the house, and what did not."""

from jalon.base.choices import Channel, MessageState
from jalon.base.models import OutboxMessage


def letters(limit: int = 50) -> list[OutboxMessage]:
    """Letters that were typeset and wait for an envelope, newest first."""
    sent = OutboxMessage.objects.filter(channel=Channel.LETTER, state=MessageState.SENT)
    return list(sent.order_by("-sent_at", "-pk")[:limit])


def is_written(key: str) -> bool:
    """Whether a message with this key exists already."""
    return OutboxMessage.objects.filter(key=key).exists()
