"""What a room puts into a calendar, and how a calendar is written (iCalendar, RFC 5545)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vText

PRODUCT = "-//Jalon//Agenda//FR"
CONTENT_TYPE = "text/calendar; charset=utf-8"
# How often a telephone is asked to look again.
REFRESH = timedelta(hours=1)
# What RFC 5545 lets nobody write in a text: control characters, but for the line feed; and half characters.
_UNWRITABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


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


def to_ics(entries: Iterable[CalendarEntry], name: str, *, now: datetime | None = None) -> bytes:
    """A calendar file: instants in UTC, lines folded at 75 octets, entries in order of time.

    Of two entries with one `uid`, the one that is not cancelled is kept.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_text(name)))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    written = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    for entry in _once(entries):
        calendar.add_component(_event(entry, written))
    return bytes(calendar.to_ical())


def _once(entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    kept: dict[str, CalendarEntry] = {}
    for entry in sorted(entries, key=lambda one: (not one.cancelled, one.sequence)):
        kept[entry.uid] = entry
    return sorted(kept.values(), key=lambda one: (one.starts_at, one.uid))


def _event(entry: CalendarEntry, written: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", written)
    event.add("dtstart", entry.starts_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtend", entry.ends_at.astimezone(UTC).replace(microsecond=0))
    event.add("summary", _text(entry.title))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.place:
        event.add("location", _text(entry.place))
    if entry.detail:
        event.add("description", _text(entry.detail))
    return event


def _text(text: str) -> str:
    """What every calendar reads the same: readers disagree on a backslash before an N."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "/")
    return _UNWRITABLE.sub("", plain)
