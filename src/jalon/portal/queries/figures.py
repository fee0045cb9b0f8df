"""From plays to hires, by line, stop, employer or week: counted without following anybody."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from jalon.base.queries import short_link
from jalon.base.words import day as day_words
from jalon.directory.queries.public import names as organisation_names
from jalon.introductions.queries.figures import funnel_by_day
from jalon.network import queries as network
from jalon.transit.queries.figures import plays_by_day
from jalon.vacancies.queries.figures import organisation_ids

STEPS = ("plays", "scans", "interests", "introductions", "interviews", "hires")
DAYS = 28


@dataclass(frozen=True)
class Fact:
    """Some counts, where and when."""

    day: date
    line_key: str
    stop_key: str
    organisation_id: int
    counts: dict[str, int]


@dataclass
class Row:
    """One line of the table: a name and a count per step."""

    name: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))

    @property
    def cells(self) -> list[int]:
        """Counts in the order of the steps."""
        return [self.counts[step] for step in STEPS]


@dataclass(frozen=True)
class Figures:
    """A table by one dimension, its totals, and the period."""

    by: str
    since: date
    until: date
    rows: list[Row]
    total: Row

    @property
    def bars(self) -> list[tuple[int, int]]:
        """Total of each step and its length, in percent of the longest, at least 1 when not zero."""
        longest = max(*self.total.cells, 1)
        return [(n, max(round(100 * n / longest), 1) if n else 0) for n in self.total.cells]


def figures(by: str, since: date, until: date) -> Figures:
    """Count every step of the period by `line`, `stop`, `employer` or `week`."""
    facts = list(_facts(since, until))
    name = _namer(by, facts)
    rows: dict[Any, Row] = {}
    total = Row(gettext("Ensemble"))
    for fact in facts:
        key = KEYS[by](fact)
        row = rows.setdefault(key, Row(name(key)))
        for step, count in fact.counts.items():
            row.counts[step] += count
            total.counts[step] += count
    ordered = sorted(rows.items(), key=lambda item: item[0] if by == "week" else item[1].name)
    return Figures(by, since, until, [row for _, row in ordered], total)


def default_period() -> tuple[date, date]:
    """The last four weeks, today included."""
    today = timezone.localdate()
    return today - timedelta(days=DAYS - 1), today


def _week(fact: Fact) -> date:
    return fact.day - timedelta(days=fact.day.weekday())


KEYS: dict[str, Callable[[Fact], Any]] = {
    "line": lambda fact: fact.line_key,
    "stop": lambda fact: fact.stop_key,
    "employer": lambda fact: fact.organisation_id,
    "week": _week,
}


def _facts(since: date, until: date) -> Iterator[Fact]:
    for play in plays_by_day(since, until):
        yield Fact(*play[:4], {"plays": play.plays})
    scans = short_link.scans_by_day("vacancy", since, until)
    employers = organisation_ids({scan.target_id for scan in scans})
    for scan in scans:
        employer = employers.get(scan.target_id, 0)
        yield Fact(scan.day, scan.line_key, scan.stop_key, employer, {"scans": scan.scans})
    for funnel in funnel_by_day(since, until):
        counts = {step: getattr(funnel, step) for step in STEPS[2:]}
        yield Fact(*funnel[:4], counts)


def _namer(by: str, facts: Iterable[Fact]) -> Callable[[Any], str]:
    """Words for the keys of a dimension."""
    if by == "week":
        return lambda key: gettext("semaine du %s") % day_words(key)
    if by == "employer":
        names = organisation_names({fact.organisation_id for fact in facts})
        return lambda key: names.get(key, gettext("employeur inconnu"))
    return _place_namer(by, facts)


def _place_namer(by: str, facts: Iterable[Fact]) -> Callable[[Any], str]:
    place = network.first_network()
    keys = {KEYS[by](fact) for fact in facts}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    if place is not None:
        found |= network.names_of(place, keys if by == "line" else (), keys if by == "stop" else ())
    names = found["lines" if by == "line" else "stops"]
    empty = gettext("hors du bus") if by == "line" else gettext("sans arrêt")
    prefix = gettext("ligne %s") if by == "line" else "%s"
    return lambda key: prefix % names.get(key, key) if key else empty
