"""What the server has said since the bundle: withdrawn offers, a priority message, dark, give way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

from jalon.engines.geocast.bundle import Message
from jalon.engines.geocast.decision import Live

JUST_HEARD_S = 120.0


@dataclass(slots=True)
class Remote:
    """Live commands; a state answer replaces them, but for what was heard after its question had left."""

    closed: frozenset[str] = frozenset()
    just_closed: dict[str, float] = field(default_factory=dict)
    message: Message | None = None
    dark_until: float | None = None
    preempt_until: float | None = None
    commanded_at: float = -inf

    def live(self, now: float, fresh_at: float) -> Live:
        """What `decide` takes."""
        dark = self.dark_until is not None and now < self.dark_until
        return Live(fresh_at, self.closed, self.message, dark)

    def preempted(self, now: float) -> bool:
        """Whether passenger information comes first now."""
        return self.preempt_until is not None and now < self.preempt_until

    def withdraw(self, codes: Iterable[str], now: float) -> None:
        """These vacancies (ids or codes) may not be shown any more."""
        self.just_closed.update(dict.fromkeys(codes, now))
        self.closed = self.closed | self.just_closed.keys()

    def command(self, kind: str, payload: Mapping[str, Any], now: float) -> None:
        """A live command of the desk."""
        self.commanded_at = now
        until = payload.get("until")
        until = inf if until is None else until
        if kind == "message":
            self.message = Message(**payload["message"]) if payload.get("message") else None
        elif kind == "night":
            self.dark_until = until if payload.get("dark") is True else None
        elif kind in {"preempt", "resume"}:
            self.preempt_until = until if kind == "preempt" else None

    def replace(self, live: Mapping[str, Any], asked: float, now: float) -> None:
        """The server's whole state, asked for at `asked`."""
        self.just_closed = {c: at for c, at in self.just_closed.items() if now - at < JUST_HEARD_S}
        self.closed = frozenset(live["closed"]) | self.just_closed.keys()
        if self.commanded_at >= asked:
            return
        self.message = Message(**live["urgent"]) if live["urgent"] else None
        self.dark_until = (self.dark_until or inf) if live["dark"] else None
        self.preempt_until = (self.preempt_until or inf) if live["preempt"] else None
