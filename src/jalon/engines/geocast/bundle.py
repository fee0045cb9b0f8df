"""What a screen keeps for one network and one service day; `bundle_json` writes and reads it.

Indices point into the sibling tuples of the bundle. Metres count along the pattern's shape, seconds from
`midnight` (noon minus twelve hours of the service day), instants are UTC seconds since 1970. Everything is
rounded when the bundle is made, so that writing and reading it loses nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Params:
    """Rules that the territory may change. Seconds, minutes and hours as named."""

    offers_per_passage: int = 3
    seconds_per_offer: int = 8
    repeat_after_minutes: int = 10
    lead_time_s: int = 120
    max_offline_hours: int = 24
    stale_position_s: int = 90
    message_seconds: int = 12
    passage_gap_s: int = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A bus line: the key survives a new feed, the name is what the front of the bus says."""

    key: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class StopName:
    """A stop as the screen names it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A path: points in hundred-thousandths of a degree, decimetres along the path at each point."""

    id: str
    lat: tuple[int, ...]
    lon: tuple[int, ...]
    along_dm: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A shift and its buses, in seconds of the day: work starts, bus passes here, bus goes back (or none)."""

    start_s: int
    bus_s: int
    back_s: int | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a vacancy is ahead on a pattern: shown from `from_m` (lead time before `enter_m`) to `until_m`.

    `stop` is the position in the pattern of the stop to get off at, `until_m` its metres.
    """

    vacancy: int
    from_m: float
    enter_m: float
    exit_m: float
    until_m: float
    stop: int
    walk_min: int
    fits: tuple[Fit, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """Trips with the same shape and stops. `stretches` are sorted by `from_m`, then `until_m`, vacancy.

    `rounds` are metres (begin, end) that cover the stretches without overlap: one passage, or as much of a
    long one as the bus covers in `repeat_after_minutes`.
    """

    shape: int
    line: int
    headsign: str
    stops: tuple[int, ...]
    metres: tuple[float, ...]
    stretches: tuple[Stretch, ...] = ()
    rounds: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Trip:
    """One run of the day. `picks`: for each round of its pattern, stretches (positions) in order of turn."""

    id: str
    pattern: int
    run: int
    start_s: int
    block: str
    picks: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What the screen says of a vacancy. `codes` gives the short code by line index; no window: all day."""

    id: str
    trade: str
    employer: str
    phone: str
    valid_until: float
    windows: tuple[tuple[float, float], ...]
    codes: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the association, shown between offers from `starts_at` until `ends_at`."""

    id: str
    title: str
    text: str
    seconds: int
    starts_at: float = 0
    ends_at: float | None = None


@dataclass(frozen=True)
class Bundle:
    """Everything a screen needs to play one service day alone.

    `runs` are seconds from the start of the trip at each stop; `line_playlists` the vacancies of each line
    when only the line is known; `qr` maps a code to its matrix, see `pack_matrix`; `off` are instants
    between which screens are dark.
    """

    network: str
    network_name: str
    day: str
    midnight: int
    timezone: str
    site: str
    phone: str
    params: Params
    lines: tuple[Line, ...]
    stops: tuple[StopName, ...]
    shapes: tuple[Shape, ...]
    patterns: tuple[Pattern, ...]
    runs: tuple[tuple[int, ...], ...]
    trips: tuple[Trip, ...]
    vacancies: tuple[Vacancy, ...]
    line_playlists: tuple[tuple[int, ...], ...]
    messages: tuple[Message, ...]
    qr: Mapping[str, str] = field(default_factory=dict)
    off: tuple[tuple[float, float], ...] = ()
    made_at: float = 0
    version: str = ""

    @cached_property
    def trip_index(self) -> dict[str, int]:
        """Position of each trip by its id."""
        return {trip.id: i for i, trip in enumerate(self.trips)}

    @cached_property
    def vacancy_index(self) -> dict[str, int]:
        """Position of each vacancy by its id."""
        return {vacancy.id: i for i, vacancy in enumerate(self.vacancies)}

    @cached_property
    def line_index(self) -> dict[str, int]:
        """Position of each line by its key."""
        return {line.key: i for i, line in enumerate(self.lines)}


def pack_matrix(rows: Iterable[Iterable[int]]) -> str:
    """A QR code's modules (rows of 0 and 1, no margin) as "<size>:<hexadecimal bits, row after row>"."""
    table = [list(row) for row in rows]
    bits = "".join("1" if module else "0" for row in table for module in row)
    padded = bits.ljust(-(-len(bits) // 4) * 4, "0")
    return f"{len(table)}:{int(padded, 2):0{len(padded) // 4}x}"
