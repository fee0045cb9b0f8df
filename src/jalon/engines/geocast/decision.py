"""What the interpreter takes and gives back, beside the bundle. Instants are UTC seconds since 1970."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from jalon.engines.geocast.bundle import Fit, Message

Source = Literal["gps", "host", "feed", "timetable", "line", "none"]


@dataclass(frozen=True, slots=True)
class Where:
    """Where the vehicle was at `at`: on a trip at metres of its shape, or on a line (key), or not known."""

    at: float
    trip: str | None = None
    metres: float | None = None
    line: str | None = None
    source: Source = "gps"


@dataclass(frozen=True, slots=True)
class Live:
    """What the server said since the bundle: closed vacancy ids or codes, a priority message, dark.

    `fresh_at` is the instant at which the server last confirmed that the bundle is the current one.
    """

    fresh_at: float
    closed: frozenset[str] = frozenset()
    urgent: Message | None = None
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A round of offers: when it began, when a stretch was last around us, how many offers were shown."""

    since: float
    inside: float
    count: int


@dataclass(frozen=True, slots=True)
class Current:
    """What is on screen, from `since` until `until`. `of` is how many offers this passage has."""

    kind: Literal["offer", "message"]
    id: str
    since: float
    until: float
    rank: int = 0
    of: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a screen remembers: last instant of each vacancy and message ("m:" + id), passage, current."""

    shown: Mapping[str, float] = field(default_factory=dict)
    passage: Passage | None = None
    current: Current | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """What to draw. `stop`, `stops_ahead`, `walk_min` and `fit` are None where they are not known."""

    kind: Literal["offer", "message", "off"]
    id: str = ""
    code: str = ""
    stop: str | None = None
    stops_ahead: int | None = None
    walk_min: int | None = None
    fit: Fit | None = None
    rank: int = 0
    of: int = 0


class Refusal(NamedTuple):
    """A vacancy that could have been shown, and why it was not (codes of `explain.WORDS`)."""

    vacancy: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What to show, the code of the reason, the vacancies refused, and what to remember."""

    show: Show
    why: str
    refusals: tuple[Refusal, ...]
    seen: Seen
