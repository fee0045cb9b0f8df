"""Tables of the ground floor."""

from jalon.base.models.event import Event
from jalon.base.models.outbox import OutboxMessage
from jalon.base.models.short_link import LinkScan, ShortLink

__all__ = ["Event", "LinkScan", "OutboxMessage", "ShortLink"]
