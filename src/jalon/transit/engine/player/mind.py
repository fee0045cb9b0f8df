"""What a screen decides and remembers, without the network: fed with answers and events, asked for states."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any
from uuid import uuid4

from jalon.engines.geocast.bundle import Bundle
from jalon.engines.geocast.decision import Decision, Seen, Where
from jalon.engines.geocast.play import decide
from jalon.transit.engine.player.place import Positioner
from jalon.transit.engine.player.plays import PlayLog, proof_of
from jalon.transit.engine.player.remote import Remote

GONE = frozenset({"closed", "filled", "paused"})
NOWHERE = Where(0.0, source="none")


@dataclass(slots=True)
class Held:
    """A bundle, and when the server last said that it is the current one."""

    bundle: Bundle
    fresh_at: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the screen, since when and why."""

    kind: str = "welcome"
    id: str = ""
    code: str = ""
    since: float = 0.0
    why: str = ""


@dataclass(slots=True)
class Mind:
    """One screen: `tick` decides, `hear_*` take what the server says, `state` tells it what is shown."""

    width: int = 1920
    height: int = 540
    paired: bool = True
    today: Held | None = None
    tomorrow: Held | None = None
    seen: Seen = field(default_factory=Seen)
    shown: Shown = field(default_factory=Shown)
    where: Where = NOWHERE
    remote: Remote = field(default_factory=Remote)
    position: Positioner = field(default_factory=Positioner)
    plays: PlayLog = field(default_factory=PlayLog)
    boot: str = field(default_factory=lambda: str(uuid4()))
    reloads: int | None = None
    preempted_since: float | None = None
    trouble: set[str] = field(default_factory=set)

    def held(self, now: float) -> Held | None:
        """The bundle to play: tomorrow's takes over when its day has begun and today's trips are over."""
        after = self.tomorrow
        if after is not None and (self.today is None or _over(self.today.bundle, after.bundle, now)):
            return after
        return self.today

    def tick(self, now: float) -> float:
        """Decide what is on screen now. Until when it stays if nothing happens (UTC seconds)."""
        held = self.held(now)
        if self._gives_way(now):
            self._note("preempted", now)
        elif held is None:
            self._note("welcome" if self.paired else "pairing", now)
        else:
            self._play(held, now)
        return self.seen.current.until if self.seen.current is not None else inf

    def _play(self, held: Held, now: float) -> None:
        bundle, heard = held.bundle, held.fresh_at if self.paired else -inf
        self.where = self.position.where(bundle, now)
        decision = decide(bundle, self.where, now, self.seen, self.remote.live(now, heard))
        self.seen = decision.seen
        if decision.why != "kept" and decision.show.kind == "offer":
            self.plays.begin(proof_of(bundle, self.where, decision.show, decision.why, now))
        self._note(decision.show.kind, now, decision)

    def _note(self, kind: str, now: float, decision: Decision | None = None) -> None:
        if kind != "offer":
            self.plays.end(now)
        id_ = decision.show.id if decision else ""
        changed = (kind, id_) != (self.shown.kind, self.shown.id)
        if not changed and (decision is None or decision.why == "kept"):
            return
        since = now if changed else self.shown.since
        code, why = (decision.show.code, decision.why) if decision else ("", "")
        self.shown = Shown(kind, id_, code, since, why)

    def _gives_way(self, now: float) -> bool:
        """Whether passenger information comes first; a way given back is recorded."""
        preempted = self.remote.preempted(now)
        if preempted:
            self.preempted_since = now if self.preempted_since is None else self.preempted_since
            self.seen = replace(self.seen, current=None)
        elif self.preempted_since is not None:
            self.plays.preempted(self.preempted_since, now)
            self.preempted_since = None
        return preempted

    def state(self, now: float, offset_s: float = 0.0) -> dict[str, Any]:
        """What is told every twenty seconds."""
        bundle = held.bundle if (held := self.held(now)) else None
        where, shown = self.where, self.shown
        place = {name: getattr(where, name) for name in ("source", "trip", "line", "metres")}
        return {
            "at": now,
            "boot": self.boot,
            "bundle": bundle.version if bundle else None,
            "day": bundle.day if bundle else None,
            "shown": {name: getattr(shown, name) for name in ("kind", "id", "code", "since", "why")},
            "where": {**place, "at": where.at or None, "lat": None, "lon": None, "heading": None},
            "preempted_since": self.preempted_since,
            "visible": True,
            "plays_waiting": self.plays.count,
            "clock_offset_s": round(offset_s, 2),
            "width": self.width,
            "height": self.height,
            "trouble": sorted(self.trouble)[:10],
        }

    def hear_state(self, said: Mapping[str, Any], asked: float, now: float) -> bool:
        """The answer to a state sent at `asked`. Whether the server has another bundle than this screen."""
        self.remote.replace(said["live"], asked, now)
        self.position.vehicle = said["vehicle"]
        if said["position"]:
            self.position.heard(said["position"])
        self._reload(said["live"]["reload"])
        held, current = self.held(now), said["bundle"]
        if current is None:
            return False
        if held is not None and held.bundle.version == current["version"]:
            held.fresh_at = max(held.fresh_at, asked)
            return False
        return True

    def _reload(self, reloads: int) -> None:
        """A page that is loaded again is a new start that forgets nothing."""
        if self.reloads is not None and reloads > self.reloads:
            self.boot = str(uuid4())
        self.reloads = reloads

    def hear_event(self, event: Mapping[str, Any], now: float) -> bool:
        """A live event. Whether it announces a bundle that this screen does not have."""
        kind, payload = event.get("kind"), event.get("payload")
        if not isinstance(kind, str) or not isinstance(payload, dict):
            return False
        if event.get("topic") == "vacancies":
            if kind in GONE:
                self.remote.withdraw([str(payload["vacancy"])], now)
        elif kind == "withdraw":
            self.remote.withdraw(map(str, payload["codes"]), now)
        elif kind == "position":
            self.position.heard(payload)
        elif kind == "reload":
            self.boot = str(uuid4())
        elif kind == "bundle":
            held = self.held(now)
            return held is None or held.bundle.version != payload.get("version")
        else:
            self.remote.command(kind, payload, now)
        return False

    def take(self, bundle: Bundle, asked: float) -> None:
        """The bundle that the server answered with at `asked`."""
        self.today = Held(bundle, asked)
        if self.tomorrow is not None and self.tomorrow.bundle.day <= bundle.day:
            self.tomorrow = None


def _over(today: Bundle, after: Bundle, now: float) -> bool:
    last = max((trip.start_s + today.runs[trip.run][-1] for trip in today.trips), default=0)
    return now >= after.midnight and now > today.midnight + last
