"""The optional columns of a CSV of vacancies: employer, priority, from, until, shifts, title.

`from` and `until` are dates (2026-03-17), instants (2026-03-17T08:00, in the network's zone unless it says)
or hours of every day (6 h 30, 06:30). `shifts` are hours such as "5 h-13 h / 13 h-21 h" or "05:00-13:00".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jalon.engines.geocast.offers import DAY_S, MAX_PRIORITY, Offer, Shift
from jalon.engines.geocast.problem import ProblemError
from jalon.engines.geocast.vacancy_file import Record

HOUR = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?", re.IGNORECASE)
SHIFT = re.compile(rf"{HOUR.pattern}\s*[-–—à]\s*{HOUR.pattern}", re.IGNORECASE)
FOREVER = datetime(2200, 1, 1, tzinfo=UTC).timestamp()

Window = tuple[float, float]


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
    """Return the terms of one row; without an employer, each vacancy is its own."""
    since, until = record.get("from", ""), record.get("until", "")
    bounds = [_hour(text) for text in (since, until) if text]
    daily = bool(bounds) and None not in bounds
    return Terms(
        employer=record.get("employer", "") or record["id"],
        title=record.get("title", "") or record["id"],
        priority=_priority(record.get("priority", "")),
        since=0.0 if daily or not since else _instant(since, zone, "from"),
        until=FOREVER if daily or not until else _instant(until, zone, "until"),
        hours=(_hour(since) or 0.0, _hour(until) or float(DAY_S)) if daily else None,
        shifts=_shifts(record.get("shifts", "")),
    )


def _priority(text: str) -> float:
    try:
        value = float(text.replace(",", ".")) if text else 1.0
    except ValueError:
        value = -1.0
    if not 0 < value <= MAX_PRIORITY:
        words = f"« priority » n’est pas un nombre de 0 (exclu) à {MAX_PRIORITY:.0f} : « {text} »"
        raise ProblemError([words])
    return value


def _hour(text: str) -> float | None:
    """Return seconds of the day of "6 h 30" or "06:30", None for anything else."""
    found = HOUR.fullmatch(text.strip())
    return None if found is None else _seconds(found[1], found[2])


def _seconds(hours: str, minutes: str | None) -> float:
    return int(hours) * 3600.0 + int(minutes or 0) * 60.0


def _instant(text: str, zone: ZoneInfo, column: str) -> float:
    """Return UTC seconds of a date or an instant; the last day of an offer is included."""
    try:
        if len(text) == len("2026-03-17"):
            day = date.fromisoformat(text) + timedelta(days=int(column == "until"))
            return datetime.combine(day, time(), zone).timestamp()
        parsed = datetime.fromisoformat(text)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError) as fault:
        words = f"« {column} » n’est ni une date (AAAA-MM-JJ) ni une heure (6 h 30) : « {text} »"
        raise ProblemError([words]) from fault


def _shifts(text: str) -> tuple[Shift, ...]:
    parts = [part.strip() for part in re.split(r"[/|;,+]", text) if part.strip()]
    return tuple(_shift(part) for part in parts)


def _shift(text: str) -> Shift:
    found = SHIFT.fullmatch(text)
    if found is None:
        raise ProblemError([f"« shifts » illisible : « {text} » (attendu : 5 h-13 h / 13 h-21 h)"])
    start, end = _seconds(found[1], found[2]), _seconds(found[3], found[4])
    return Shift(int(start), int(end))


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
    return tuple((night + opens, night + closes) for night in nights)
