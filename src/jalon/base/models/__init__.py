"""Tables of the ground floor."""

from jalon.base.models.calendar import CalendarFeed
from jalon.base.models.event import Event
from jalon.base.models.follower import Follower
from jalon.base.models.outbox import OutboxMessage, StoppedAddress
from jalon.base.models.short_link import LinkScan, ShortLink
from jalon.base.models.throttle import Throttle

__all__ = [
    "CalendarFeed",
    "Event",
    "Follower",
    "LinkScan",
    "OutboxMessage",
    "ShortLink",
    "StoppedAddress",
    "Throttle",
]
