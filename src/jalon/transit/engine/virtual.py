"""Screens without a player, played by the server: a demonstration without a bus, with true states and proofs.

They decide with the same function as real screens and speak through the same actions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from jalon.engines.geocast.bundle import Bundle as Content
from jalon.engines.geocast.decision import Decision, Live, Seen, Where
from jalon.engines.geocast.play import decide
from jalon.network import queries as network_queries
from jalon.network.choices import Fix
from jalon.network.models import Network, VehicleState
from jalon.transit import queries
from jalon.transit.actions.plays import PlayRow, Plays, receive_plays
from jalon.transit.actions.state import hear
from jalon.transit.engine.reading import current_content, trip_of
from jalon.transit.engine.serving import common_of
from jalon.transit.models import Screen

STATE_EVERY_S = 20.0
PROOFS_EVERY_S = 30.0
BOOT = "00000000-0000-4000-8000-000000000000"


@dataclass
class VirtualScreen:
    """One screen: what it remembers, what is on it, what it has not proved yet."""

    screen: Screen
    seen: Seen = field(default_factory=Seen)
    shown: Decision | None = None
    shown_since: float = 0.0
    where: Where = field(default_factory=lambda: Where(0.0, source="none"))
    waiting: list[PlayRow] = field(default_factory=list)
    said_at: float = 0.0
    proved_at: float = 0.0

    def step(self, content: Content, closed: list[str], place: VehicleState | None, now: float) -> None:
        """Decide what is on screen at this second; what leaves it is a proof of play."""
        self.where = _where(place, now)
        live = Live(fresh_at=now, closed=frozenset(closed), dark=queries.is_dark(self.screen, _at(now)))
        decision = decide(content, self.where, now, self.seen, live)
        self.seen = decision.seen
        old = self.shown
        if old is None or (old.show.kind, old.show.id) != (decision.show.kind, decision.show.id):
            if old is not None and old.show.kind == "offer":
                self.waiting.append(_proof(content, old, self.where, self.shown_since, now))
            self.shown, self.shown_since = decision, now

    def state(self, content: Content, now: float) -> dict[str, Any]:
        """What a screen says every twenty seconds."""
        show = self.shown.show if self.shown else None
        return {
            "at": now,
            "boot": BOOT,
            "bundle": content.version,
            "day": content.day,
            "shown": {
                "kind": show.kind if show else "welcome",
                "id": show.id if show else "",
                "code": show.code if show else "",
                "since": self.shown_since,
                "why": self.shown.why if self.shown else "",
            },
            "where": {
                "source": self.where.source,
                "at": self.where.at,
                "trip": self.where.trip,
                "line": self.where.line,
                "metres": self.where.metres,
                "lat": None,
                "lon": None,
                "heading": None,
            },
            "preempted_since": None,
            "visible": True,
            "plays_waiting": len(self.waiting),
            "clock_offset_s": 0.0,
            "width": 1920,
            "height": 540,
            "trouble": [],
        }


def _at(now: float) -> datetime:
    return network_queries.instant(now)


def _where(place: VehicleState | None, now: float) -> Where:
    if place is None or place.fix == Fix.UNKNOWN:
        return Where(now, source="none")
    line = place.line.key if place.line else None
    if place.fix == Fix.ON_LINE or place.at_m is None:
        return Where(place.at.timestamp(), line=line, source="line")
    return Where(place.at.timestamp(), place.trip_id, place.at_m, line, "feed")


def _proof(content: Content, decision: Decision, where: Where, since: float, now: float) -> PlayRow:
    """The proof of what just left the screen, on the stretch where it was."""
    show = decision.show
    found = trip_of(content, where.trip)
    stretch = next(
        (s for s in (found[1].stretches if found else ()) if content.vacancies[s.vacancy].id == show.id), None
    )
    path = found[1] if found and stretch else None
    return PlayRow(
        at=since,
        seconds=round(min(now - since, content.params.seconds_per_offer), 1),
        vacancy=show.id,
        code=show.code,
        line=where.line or "",
        stop=content.stops[path.stops[stretch.stop]].key if path and stretch else "",
        stretch=f"{content.shapes[path.shape].id}:{stretch.enter_m:.0f}" if path and stretch else "",
        trip=where.trip or "" if path else "",
        metres=where.metres if path else None,
        source=where.source,
        why=decision.why,
        bundle=content.version,
    )


class Fleet:
    """All virtual screens of a network."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.screens: dict[int, VirtualScreen] = {}

    def tick(self, now: datetime) -> int:
        """One second of every screen; states and proofs leave when they are due. How many screens play."""
        self._meet(queries.virtual_screens(self.network))
        content = current_content(self.network, now)
        if content is None:
            return 0
        places = {state.vehicle_id: state for state in network_queries.states(self.network)}
        closed = common_of(self.network, now).closed
        for each in self.screens.values():
            each.step(content, closed, places.get(each.screen.vehicle_id or 0), now.timestamp())
            _speak(each, content, now)
        return len(self.screens)

    def _meet(self, rows: Iterable[Screen]) -> None:
        """New screens come, removed ones go; commands of the desk are read anew."""
        found = {row.pk: row for row in rows}
        for number, row in found.items():
            self.screens.setdefault(number, VirtualScreen(row)).screen = row
        self.screens = {number: each for number, each in self.screens.items() if number in found}


def _speak(each: VirtualScreen, content: Content, now: datetime) -> None:
    at = now.timestamp()
    if at - each.said_at >= STATE_EVERY_S or each.shown_since == at:
        hear(screen=each.screen, state=each.state(content, at), now=now)
        each.said_at = at
    if each.waiting and at - each.proved_at >= PROOFS_EVERY_S:
        rows, each.waiting = tuple(row for row in each.waiting if row.seconds >= 1), []
        receive_plays(screen=each.screen, plays=Plays(str(uuid4()), rows, ()))
        each.proved_at = at
