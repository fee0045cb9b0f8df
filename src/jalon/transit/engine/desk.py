"""What the operator's desk shows: each screen in a sentence, each offer with its stretch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jalon.base.words import NBSP, ago
from jalon.engines.geocast.bundle import Bundle as Content
from jalon.engines.geocast.bundle import Pattern, Stretch
from jalon.engines.geocast.explain import words
from jalon.network import queries as network_queries
from jalon.network.models import Network, VehicleState
from jalon.transit import queries
from jalon.transit.choices import LocatedBy, Shown
from jalon.transit.engine.reading import between, current_content, trip_of
from jalon.transit.models import Screen

LONG_AGO = "n’a encore rien dit"


@dataclass(frozen=True)
class ScreenNow:
    """One screen as the list says it."""

    screen: Screen
    plate: str
    title: str
    detail: str
    seen: str
    silent: bool
    note: str
    lat: float | None
    lon: float | None
    lost: bool
    located_by: str


@dataclass(frozen=True)
class OfferNow:
    """One offer on the screens, on the lines where it passes."""

    vacancy: int
    trade: str
    employer: str
    codes: list[str]
    where: list[str]
    plays: int


def screens_now(network: Network, now: datetime) -> list[ScreenNow]:
    """Every screen of a network: what it shows and why, where, when it was last heard; silent ones too."""
    content = current_content(network, now)
    return [_screen_now(content, screen, now) for screen in queries.network_screens(network)]


def _screen_now(content: Content | None, screen: Screen, now: datetime) -> ScreenNow:
    assert screen.vehicle is not None
    silent = queries.is_silent(screen, now)
    place = screen.vehicle.last_state
    lat, lon = _point(screen, place, now)
    detail, sure = _where(content, screen, place, now)
    return ScreenNow(
        screen=screen,
        plate=screen.vehicle.label,
        title=_title(content, screen),
        detail=detail,
        seen=_seen(screen, now, silent=silent),
        silent=silent,
        note=_note(screen),
        lat=lat,
        lon=lon,
        lost=silent or not sure,
        located_by=_located_by(screen),
    )


def _seen(screen: Screen, now: datetime, *, silent: bool) -> str:
    if screen.last_seen_at is None:
        return LONG_AGO
    since = ago(screen.last_seen_at, now)
    return f"muet depuis {since.removeprefix('il y a ')}" if silent else f"vu {since}"


def _located_by(screen: Screen) -> str:
    source = screen.now.get("where", {}).get("source", LocatedBy.NONE)
    return LocatedBy(source).label


def _title(content: Content | None, screen: Screen) -> str:
    """The offer's trade and employer, else what is shown instead and why."""
    shown = screen.now.get("shown", {})
    kind = shown.get("kind", "")
    if kind == Shown.OFFER:
        return offer_name(content, shown["id"]) or f"Offre {shown['code']}"
    if kind == Shown.MESSAGE:
        name = _message(content, shown["id"])
        return f"Message{NBSP}: {name}" if name else "Message du réseau"
    return {
        Shown.OFF: "Éteint à cette heure",
        Shown.PREEMPTED: "Information des voyageurs d’abord",
        Shown.PAIRING: "Attend d’être appairé",
        Shown.WELCOME: "Démarre",
    }.get(kind, "Appairé, rien dit encore")


def offer_name(content: Content | None, vacancy: str) -> str:
    """« Soudeuse, soudeur. Chantiers Vandamme »."""
    if content is None or vacancy not in content.vacancy_index:
        return ""
    row = content.vacancies[content.vacancy_index[vacancy]]
    return f"{row.trade}. {row.employer}"


def _message(content: Content | None, message: str) -> str:
    rows = content.messages if content is not None else ()
    return next((row.title for row in rows if row.id == message), "")


def _note(screen: Screen) -> str:
    """The code, or why no offer passes."""
    shown = screen.now.get("shown", {})
    if shown.get("kind") == Shown.OFFER:
        return f"{shown['code']}, {words(shown['why'])}"
    return words(shown["why"]) if shown.get("why") else ""


def _where(
    content: Content | None, screen: Screen, place: VehicleState | None, now: datetime
) -> tuple[str, bool]:
    """Line and stops, by what the screen says, else by the vehicle's position; and whether that is sure."""
    where: dict[str, Any] = screen.now.get("where", {})
    fresh = place is not None and not network_queries.is_stale(place, now)
    for trip, metres in ((where.get("trip"), where.get("metres")), _placed(place, fresh=fresh)):
        found = trip_of(content, trip) if content is not None else None
        if content is not None and found is not None and metres is not None:
            name = content.lines[found[1].line].name
            return f"Ligne {name}, {between(content, found[1], metres)}", True
    line = _line_name(content, where.get("line")) or (place.line.short_name if place and place.line else "")
    return (f"Ligne {line}, position inconnue", False) if line else ("Position inconnue", False)


def _placed(place: VehicleState | None, *, fresh: bool) -> tuple[str | None, float | None]:
    return (place.trip_id, place.at_m) if place is not None and fresh else (None, None)


def _line_name(content: Content | None, key: str | None) -> str:
    if content is None or key is None or key not in content.line_index:
        return ""
    return content.lines[content.line_index[key]].name


def _point(screen: Screen, place: VehicleState | None, now: datetime) -> tuple[float | None, float | None]:
    where = screen.now.get("where", {})
    if where.get("source") in {"gps", "host"} and where.get("lat") is not None:
        return where["lat"], where["lon"]
    return (place.lat, place.lon) if place is not None else (None, None)


def offers_now(network: Network, now: datetime) -> list[OfferNow]:
    """Offers that pass on the screens today and are not closed, most shown first."""
    row = queries.bundle_in_force(network, network_queries.service_date(network, now))
    content = current_content(network, now)
    if content is None or row is None:
        return []
    closed = set(queries.closed_of(row))
    counts = queries.plays_of_day(network, network_queries.service_date(network, now))
    found = _stretch_words(content)
    rows = [
        OfferNow(
            vacancy=int(vacancy.id),
            trade=vacancy.trade,
            employer=vacancy.employer,
            codes=sorted(set(vacancy.codes.values())),
            where=found[i],
            plays=counts.get(int(vacancy.id), 0),
        )
        for i, vacancy in enumerate(content.vacancies)
        if vacancy.id not in closed and i in found
    ]
    return sorted(rows, key=lambda offer: (-offer.plays, offer.trade, offer.vacancy))


def _stretch_words(content: Content) -> dict[int, list[str]]:
    """For each vacancy, by line, the stops between which it passes."""
    found: dict[int, dict[str, str]] = {}
    for pattern in content.patterns:
        name = content.lines[pattern.line].name
        for stretch in pattern.stretches:
            lines = found.setdefault(stretch.vacancy, {})
            lines.setdefault(name, f"Ligne {name}, {_span(content, pattern, stretch)}")
    return {vacancy: list(lines.values()) for vacancy, lines in found.items()}


def _span(content: Content, pattern: Pattern, stretch: Stretch) -> str:
    stops = [(content.stops[stop].name, at) for stop, at in zip(pattern.stops, pattern.metres, strict=True)]
    names = [name for name, _ in stops]
    before = [name for name, at in stops if at <= stretch.from_m]
    after = next((name for name, at in stops if at >= stretch.until_m - 1), names[-1])
    return f"{before[-1] if before else names[0]} à {after}"


def received_by(screens: Iterable[Screen], since: datetime) -> tuple[int, int]:
    """How many screens were heard of since an instant, of how many."""
    all_screens = list(screens)
    heard = sum(each.last_seen_at is not None and each.last_seen_at > since for each in all_screens)
    return heard, len(all_screens)
