"""The optional columns of a CSV of vacancies: employer, priority, from, until, shifts, title.

`from` and `until` are dates (2026-03-17 or 17/03/2026), instants (2026-03-17T08:00, in the network's zone
unless it says) or hours of every day (6 h 30, 06:30); one may be a date and the other an hour. `shifts` are
hours such as "5 h-13 h / 13 h-21 h" or "05:00-13:00". `priority` weighs: 1 is ordinary, 0 the least, above 10
counts as 10.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import inf, nan
from typing import TypeVar
from zoneinfo import ZoneInfo

from jalon.engines.geocast.offers import DAY_S, MAX_PRIORITY, Offer, Shift
from jalon.engines.geocast.problem import ProblemError
from jalon.engines.geocast.vacancy_file import Record

HOUR = re.compile(r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?(?::\d{2})?", re.IGNORECASE)
SHIFT_HOUR = r"(\d{1,2})\s*(?:(?:h|:)\s*(\d{2})?(?::\d{2})?)?"
SHIFT = re.compile(rf"(?:de\s+)?{SHIFT_HOUR}\s*[-–—à]\s*{SHIFT_HOUR}", re.IGNORECASE)
BETWEEN_SHIFTS = re.compile(r"[/|;,+]|\b(?:et|ou|puis)\b", re.IGNORECASE)
FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
LEAST_PRIORITY = 0.1
FOREVER = datetime(2200, 1, 1, tzinfo=UTC).timestamp()

Window = tuple[float, float]
# Seconds of every day, or else UTC seconds.
Bound = tuple[float | None, float | None]
NO_BOUND: Bound = (None, None)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Terms:
    """How one vacancy may be shown: `hours` are daily seconds, `since` and `until` UTC seconds."""

    employer: str
    title: str
    priority: float = 1.0
    since: float = 0.0
    until: float = FOREVER
    hours: tuple[float, float] | None = None
    shifts: tuple[Shift, ...] = ()


def read_terms(records: Sequence[Record], file: str, zone: ZoneInfo) -> list[Terms]:
    """Return the terms of each row. ProblemError with every fault of every row."""
    faults: list[str] = []
    terms = []
    for line, record in records:
        try:
            terms.append(_terms(record, zone))
        except ProblemError as problem:
            faults += [f"{file}, ligne {line} : {fault}" for fault in problem.faults]
    if faults:
        raise ProblemError(faults)
    return terms


def _terms(record: dict[str, str], zone: ZoneInfo) -> Terms:
    """Return the terms of one row; without an employer, each is its own. ProblemError with every fault."""
    faults: list[str] = []
    priority = _tried(lambda: _priority(record.get("priority", "")), 1.0, faults)
    opens, since = _tried(lambda: _bound(record.get("from", ""), zone, "from"), NO_BOUND, faults)
    closes, until = _tried(lambda: _bound(record.get("until", ""), zone, "until"), NO_BOUND, faults)
    if since is not None and until is not None and until <= since:
        faults.append(f"« until » ({record['until']}) ne vient pas après « from » ({record['from']})")
    no_shifts: tuple[Shift, ...] = ()
    shifts = _tried(lambda: _shifts(record.get("shifts", "")), no_shifts, faults)
    if faults:
        raise ProblemError(faults)
    daily = opens is not None or closes is not None
    return Terms(
        employer=record.get("employer", "") or record["id"],
        title=record.get("title", "") or record["id"],
        priority=priority,
        since=since or 0.0,
        until=FOREVER if until is None else until,
        hours=(opens or 0.0, closes or float(DAY_S)) if daily else None,
        shifts=shifts,
    )


def _tried(work: Callable[[], T], otherwise: T, faults: list[str]) -> T:
    try:
        return work()
    except ProblemError as problem:
        faults += problem.faults
        return otherwise


def _priority(text: str) -> float:
    try:
        value = float(text.replace(",", ".")) if text else 1.0
    except ValueError:
        value = nan
    if not 0 <= value < inf:
        raise ProblemError([f"« priority » n’est pas un nombre à partir de 0 : « {text} »"])
    return min(max(value, LEAST_PRIORITY), MAX_PRIORITY)


def _bound(text: str, zone: ZoneInfo, column: str) -> Bound:
    """Return the hour of every day or the instant that `from` or `until` gives."""
    if not text:
        return NO_BOUND
    hour = HOUR.fullmatch(text.strip())
    if hour is not None:
        return _seconds(hour[1], hour[2], text), None
    return None, _instant(text, zone, column)


def _seconds(hours: str, minutes: str | None, text: str) -> float:
    """Return seconds of the day. ProblemError beyond 24 h."""
    value = int(hours) * 3600.0 + int(minutes or 0) * 60.0
    if int(minutes or 0) > 59 or value > DAY_S:
        raise ProblemError([f"il n’y a pas de telle heure : « {text} »"])
    return value


def _instant(text: str, zone: ZoneInfo, column: str) -> float:
    """Return UTC seconds of a date or an instant; the last day of an offer is included."""
    written = FRENCH_DAY.sub(lambda found: f"{found[3]}-{found[2]:>02}-{found[1]:>02}", text)
    try:
        if len(written) == len("2026-03-17"):
            day = date.fromisoformat(written) + timedelta(days=int(column == "until"))
            return datetime.combine(day, time(), zone).timestamp()
        parsed = datetime.fromisoformat(written)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError) as fault:
        words = f"« {column} » n’est ni une date (AAAA-MM-JJ) ni une heure (6 h 30) : « {text} »"
        raise ProblemError([words]) from fault


def _shifts(text: str) -> tuple[Shift, ...]:
    parts = [part.strip() for part in BETWEEN_SHIFTS.split(text) if part.strip()]
    return tuple(_shift(part) for part in parts)


def _shift(text: str) -> Shift:
    found = SHIFT.fullmatch(text)
    if found is None:
        raise ProblemError([f"« shifts » illisible : « {text} » (attendu : 5 h-13 h / 13 h-21 h)"])
    start, end = _seconds(found[1], found[2], text), _seconds(found[3], found[4], text)
    return Shift(int(start) % DAY_S, int(end))


def offers_on(records: Sequence[Record], terms: Sequence[Terms], day: date, zone: ZoneInfo) -> list[Offer]:
    """Return the offers with their windows on this service day and the night after it."""
    return [
        Offer(
            id=record["id"],
            lat=float(record["lat"].replace(",", ".")),
            lon=float(record["lon"].replace(",", ".")),
            trade=term.title,
            employer=term.employer,
            valid_until=term.until,
            priority=term.priority,
            shifts=term.shifts,
            windows=_windows(term, day, zone),
        )
        for (_, record), term in zip(records, terms, strict=True)
    ]


def _windows(term: Terms, day: date, zone: ZoneInfo) -> tuple[Window, ...]:
    if term.hours is None:
        return ((term.since, term.until),) if term.since or term.until < FOREVER else ()
    opens, closes = term.hours
    closes += DAY_S if closes <= opens else 0
    nights = [datetime.combine(day + timedelta(days=n), time(), zone).timestamp() for n in (-1, 0, 1)]
    # An hour that ends before the first day becomes a moment of no length: no window at all means all day.
    return tuple((min(max(night + opens, term.since), night + closes), night + closes) for night in nights)
