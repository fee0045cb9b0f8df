"""Opening hours as spans of time, and how far a number of open hours reaches."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

Week = Mapping[int, Sequence[tuple[time, time]]]
Span = tuple[datetime, datetime]

# What is counted for an organisation that has not written its hours.
USUAL_WEEK: Week = {weekday: ((time(9), time(12)), (time(14), time(18))) for weekday in range(5)}
# Two years: nobody promises beyond, and a closure without end cannot hold up a page.
HORIZON_DAYS = 731


def spans(week: Week, *, start: datetime, zone: tzinfo, closed: Callable[[date], bool]) -> Iterator[Span]:
    """Open spans from `start` on, in UTC, in order, without overlap, over `HORIZON_DAYS` days.

    A span is as long as the clock really runs: an hour less or more on the night the clocks change.
    """
    reached = start.astimezone(UTC)
    first = start.astimezone(zone).date()
    for offset in range(HORIZON_DAYS):
        day = first + timedelta(days=offset)
        if closed(day):
            continue
        for opens, closes in sorted(week.get(day.weekday(), ())):
            begins = max(reached, datetime.combine(day, opens, zone).astimezone(UTC))
            ends = datetime.combine(day, closes, zone).astimezone(UTC)
            if begins < ends:
                yield begins, ends
                reached = ends


def reach(open_spans: Iterator[Span], *, length: timedelta) -> datetime | None:
    """The instant at which `length` of open time has passed, rounded up to a plain hour or to closing time.

    None when the spans do not hold that much time.
    """
    left = length
    for begins, ends in open_spans:
        if begins + left <= ends:
            return min(_next_plain_hour(begins + left), ends)
        left -= ends - begins
    return None


def _next_plain_hour(moment: datetime) -> datetime:
    plain = moment.replace(minute=0, second=0, microsecond=0)
    return plain if plain == moment else plain + timedelta(hours=1)


# Two digits after « 12 h » are minutes, unless another « h » makes them the next hour.
_CLOCK = r"(\d{1,2})\s*(?:h|:)?\s*(?:(\d{2})(?!\s*h|\d))?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|–|à|a)\s*{_CLOCK}", re.IGNORECASE)


def parse_hours(text: str) -> list[tuple[time, time]]:
    """Spans of one day from « 9 h-12 h, 14 h-18 h 30 »; none from an empty text or « fermé ».

    Raises:
        ValueError: something else is written, or a span ends before it begins or overlaps another.
    """
    rest = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if rest.lower() in {"", "fermé", "ferme"}:
        return []
    found = [_span(match) for match in _SPAN.finditer(rest)]
    leftover = _SPAN.sub("", rest).lower().replace("et", "").replace("de", "").replace("h", "").strip(" ,;./")
    ordered = sorted(found)
    overlaps = any(later[0] < earlier[1] for earlier, later in pairwise(ordered))
    if not found or leftover or overlaps or any(opens >= closes for opens, closes in found):
        raise ValueError(text)
    return ordered


def said_hours(day: Sequence[tuple[time, time]]) -> str:
    """« 9 h-12 h, 14 h-18 h 30 », as `parse_hours` reads it."""
    return ", ".join(f"{_said(opens)}-{_said(closes)}" for opens, closes in day)


def _span(match: re.Match[str]) -> tuple[time, time]:
    hours = [int(match[1]), int(match[3])]
    minutes = [int(match[2] or 0), int(match[4] or 0)]
    return time(hours[0], minutes[0]), time(hours[1], minutes[1]) if hours[1] != 24 else time(23, 59)


def _said(moment: time) -> str:
    return f"{moment.hour} h {moment.minute:02}" if moment.minute else f"{moment.hour} h"
