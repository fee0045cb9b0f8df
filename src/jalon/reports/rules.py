"""When coming to sessions is a participation, by when data are due, and which small numbers are hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

DAY_MINUTES = 7 * 60
DAY_HALVES = 2
NOON = time(13)
LONG_PART = timedelta(hours=5)
COLLECT_WITHIN = timedelta(days=28)
SMALLEST_SHOWN = 5
NO_SANCTION = "L’assiduité n’est jamais utilisée ni exportée pour une sanction."


class RefusedError(Exception):
    """The thing asked cannot be done; the message says why, in words for the page."""


@dataclass(frozen=True)
class Tally:
    """What somebody signed: distinct half-days and days, minutes, first and last day."""

    halves: int
    days: int
    minutes: int
    first: date
    last: date


Span = tuple[datetime, datetime]


def tally(spans: Iterable[Span]) -> Tally:
    """Add up half-days signed, aware instants; time spent in two places at once counts once.

    A half-day is the morning or the afternoon (from 13 h on) of a day in France: two appointments of one
    morning are one half-day; a part longer than five hours is two.
    """
    ordered = sorted(spans)
    halves = {half for span in ordered for half in _halves(span)}
    return Tally(
        halves=len(halves),
        days=len({day for day, _ in halves}),
        minutes=_minutes(ordered),
        first=min(day for day, _ in halves),
        last=max(day for day, _ in halves),
    )


def _halves(span: Span) -> set[tuple[date, bool]]:
    begins = timezone.localtime(span[0])
    afternoon = begins.time() >= NOON
    whole_day = span[1] - span[0] > LONG_PART
    return {(begins.date(), afternoon), (begins.date(), afternoon or whole_day)}


def _minutes(ordered: list[Span]) -> int:
    """Elapsed minutes of the union: a clock put forward or back in between changes nothing."""
    total = timedelta()
    reached: datetime | None = None
    for begins, ends in ordered:
        start = begins if reached is None else max(begins, reached)
        total += max(ends - start, timedelta())
        reached = ends if reached is None else max(ends, reached)
    return int(total.total_seconds() // 60)


def is_participation(told: Tally) -> bool:
    """Whether this is more than one day, so that a person is a participant (FSE+).

    Source: « si […] l'opération n'a duré qu'une journée ou moins, alors elle n'est pas considérée comme un
    participant » (DREETS Grand Est, "Comprendre la gestion des participants dans les projets financés par le
    FSE+", 13 January 2025). No public text was found that says how long a day is. Ours, the careful one:
    two dates at least, and more than two half-days or more than seven hours.
    """
    return told.days > 1 and (told.halves > DAY_HALVES or told.minutes > DAY_MINUTES)


def due_on(moment: str, entered_on: date, exited_on: date | None) -> date | None:
    """By which day answers of a moment are to be noted; None where it has not come yet.

    Four weeks after the entry, after the exit, and after the day six months past the exit.
    """
    if moment == "entry":
        return entered_on + COLLECT_WITHIN
    if exited_on is None:
        return None
    begins = exited_on if moment == "exit" else six_months_after(exited_on)
    return begins + COLLECT_WITHIN


def six_months_after(day: date) -> date:
    """The same day six months later, or the last one of that month."""
    month = day.month + 6
    year, month = (day.year + 1, month - 12) if month > 12 else (day.year, month)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def is_asked(moment: str, entered_on: date, exited_on: date | None, today: date) -> bool:
    """Whether answers of this moment can be noted today."""
    if moment == "entry":
        return entered_on <= today
    if exited_on is None:
        return False
    return today >= (exited_on if moment == "exit" else six_months_after(exited_on))


def protect(cells: Mapping[str, int]) -> dict[str, str]:
    """Words for the cells of a breakdown that leaves the house: none says a number from 1 to 4.

    One hidden cell could be found by subtraction from the total: the next smallest is hidden as well.
    """
    small = {name for name, count in cells.items() if 0 < count < SMALLEST_SHOWN}
    others = sorted((count, name) for name, count in cells.items() if count >= SMALLEST_SHOWN)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return {name: hidden(cells[name]) if name in small else str(cells[name]) for name in cells}


def hidden(count: int) -> str:
    """How a cell that is not shown is said."""
    return f"moins de {SMALLEST_SHOWN}" if count < SMALLEST_SHOWN else "non montré"
