"""What a screen would show at a place and an hour, why, and what was refused: the screen's own decision."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np

from jalon.engines.geocast.bundle import Bundle as Content
from jalon.engines.geocast.bundle import Pattern
from jalon.engines.geocast.bundle_json import as_json
from jalon.engines.geocast.decision import Decision, Live, Seen, Where
from jalon.engines.geocast.explain import sentence, words
from jalon.engines.geocast.play import decide
from jalon.network.models import Network
from jalon.transit import queries
from jalon.transit.engine.reading import between, content_of
from jalon.transit.engine.serving import bundle_for

HOUR_S = 3600


@dataclass(frozen=True)
class Way:
    """A line in one direction, with its stops, to choose from."""

    pattern: int
    label: str
    stops: list[tuple[int, str]]


@dataclass(frozen=True)
class Trial:
    """A place and an hour, and what happens there."""

    where: Where
    now: float
    place: str
    sentence: str
    decision: Decision
    refusals: list[tuple[str, str]]
    trip: str


def day_content(network: Network) -> tuple[Content, list[str]] | None:
    """Today's bundle, made if need be, with the vacancies that are closed since; None without a timetable."""
    row = bundle_for(network, None)
    if row is None:
        return None
    # A trial may be of this morning: the bundle is taken as if it had been there.
    return replace(content_of(row.pk), made_at=0), queries.closed_of(row)


def ways(content: Content) -> list[Way]:
    """The pattern with most trips of each line and direction, lines as people count them."""
    counts = np.bincount([trip.pattern for trip in content.trips], minlength=len(content.patterns))
    best: dict[tuple[int, str], int] = {}
    for index in np.argsort(-counts, kind="stable").tolist():
        pattern = content.patterns[index]
        best.setdefault((pattern.line, pattern.headsign), index)
    found = [_way(content, index) for index in best.values() if counts[index]]
    return sorted(found, key=lambda way: (len(way.label.partition(" →")[0]), way.label))


def _way(content: Content, index: int) -> Way:
    pattern = content.patterns[index]
    stops = [(position, content.stops[stop].name) for position, stop in enumerate(pattern.stops[:-1])]
    return Way(index, f"Ligne {content.lines[pattern.line].name} → {pattern.headsign}", stops)


def try_place(
    content: Content, closed: list[str], pattern: int, metres: float, second: float
) -> Trial | None:
    """The bus of this pattern that passes these metres next after the hour; None when no more comes."""
    path = content.patterns[pattern]
    coming = _next_trip(content, pattern, metres, second)
    if coming is None:
        return None
    trip, passes_s = coming
    now = content.midnight + passes_s
    where = Where(at=now, trip=trip, metres=metres, line=content.lines[path.line].key, source="gps")
    live = Live(fresh_at=now, closed=frozenset(closed))
    decision = decide(content, where, now, Seen(), live)
    return Trial(
        where=where,
        now=now,
        place=between(content, path, metres),
        sentence=sentence(content, decision),
        decision=decision,
        refusals=[(_name(content, refusal.vacancy), words(refusal.reason)) for refusal in decision.refusals],
        trip=trip,
    )


def _next_trip(content: Content, pattern: int, metres: float, second: float) -> tuple[str, float] | None:
    path: Pattern = content.patterns[pattern]
    passes = [
        (trip.start_s + float(np.interp(metres, path.metres, content.runs[trip.run])), trip.id)
        for trip in content.trips
        if trip.pattern == pattern
    ]
    later = sorted(each for each in passes if each[0] >= second)
    return (later[0][1], later[0][0]) if later else None


def _name(content: Content, vacancy: str) -> str:
    row = content.vacancies[content.vacancy_index[vacancy]]
    return f"{row.trade}, {row.employer}"


def second_of(content: Content, at: datetime) -> float:
    """Seconds of the bundle's service day at an instant."""
    return at.timestamp() - content.midnight


def preview(content: Content, closed: list[str], trial: Trial) -> dict[str, Any]:
    """What the screen's page plays from there (`preview.schema.json`)."""
    return {
        "bundle": as_json(content),
        "where": {
            "at": trial.where.at,
            "trip": trial.where.trip,
            "metres": trial.where.metres,
            "line": trial.where.line,
            "source": trial.where.source,
        },
        "now": trial.now,
        "live": {"fresh_at": trial.now, "closed": closed, "urgent": None, "dark": False},
    }


def unplayed_words(content: Content, unplayed: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Offers that no screen shows today, and why."""
    return [
        (_name(content, row["offer"]), words(row["reason"]))
        for row in unplayed
        if row["offer"] in content.vacancy_index
    ]
