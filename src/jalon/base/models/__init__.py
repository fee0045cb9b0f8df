"""Tables of the ground floor."""

from jalon.base.models.event import Event
from jalon.base.models.follower import Follower
from jalon.base.models.outbox import OutboxMessage, StoppedAddress
from jalon.base.models.short_link import LinkScan, ShortLink
from jalon.base.models.throttle import Throttle

__all__ = ["Event", "Follower", "LinkScan", "OutboxMessage", "ShortLink", "StoppedAddress", "Throttle"]
