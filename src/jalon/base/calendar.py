"""What a room puts into a calendar."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CalendarEntry:
    """One entry (VEVENT of RFC 5545), times aware. `uid` is stable and never used by another room.

    A cancelled entry stays for a while with `cancelled`, so that subscribed calendars take it away.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    detail: str = ""
    sequence: int = 0
    cancelled: bool = False
