"""What the playlists are made of: offers with their place, hours and weight, and what came out for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jalon.engines.geocast.problem import ProblemError

DAY_S = 86_400
MAX_PRIORITY = 10.0


@dataclass(frozen=True, slots=True)
class Shift:
    """Working hours in seconds of the local day; an end before the start is on the next day."""

    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        if not (0 <= self.start_s < DAY_S and 0 <= self.end_s <= DAY_S):
            raise ProblemError([f"horaires hors de la journée : {self.start_s} à {self.end_s} secondes"])

    @property
    def end_after_start_s(self) -> int:
        """The end, counted from the midnight before the start."""
        return self.end_s if self.end_s > self.start_s else self.end_s + DAY_S


@dataclass(frozen=True, slots=True)
class Offer:
    """A vacancy for the screens. Degrees WGS84; `windows` and `valid_until` are UTC seconds since 1970.

    `priority` weighs the share of its employer (1 is ordinary). `windows` are the instants of this day
    between which it may be shown, none means all day. `codes` gives the short code by line key.
    """

    id: str
    lat: float
    lon: float
    trade: str
    employer: str
    valid_until: float = float("inf")
    priority: float = 1.0
    shifts: tuple[Shift, ...] = ()
    windows: tuple[tuple[float, float], ...] = ()
    phone: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < self.priority <= MAX_PRIORITY:
            raise ProblemError([f"offre {self.id} : priorité {self.priority} hors de 0 à {MAX_PRIORITY:.0f}"])

    def open_at(self, now: float) -> bool:
        """Whether it may be shown at this instant."""
        hours = not self.windows or any(a <= now < b for a, b in self.windows)
        return hours and now < self.valid_until


@dataclass(frozen=True, slots=True)
class Share:
    """What an employer receives on a line (key; empty: the whole network) over the day, if buses are on time.

    `chances` counts its vacancies ahead in rounds, `plays` those that had a turn. `share`, `fair_share`:
    fractions of the line's seconds, received and by weight alone (geography allows less, or leaves more).
    """

    line: str
    employer: str
    weight: float
    plays: int
    chances: int
    seconds: float
    share: float
    fair_share: float


@dataclass(frozen=True, slots=True)
class Unplayed:
    """An offer that no screen shows on this day: `too_far`, `no_stop`, `closed` or `never_its_turn`."""

    offer: str
    reason: str
