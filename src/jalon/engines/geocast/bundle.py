"""What a screen keeps for one network and one service day, and how it is written as JSON.

Indices point into the sibling tuples of the bundle. Metres count along the pattern's shape, seconds from
`midnight` (noon minus twelve hours of the service day), instants are UTC seconds since 1970. Everything is
rounded when the bundle is made, so that writing and reading it loses nothing.
"""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

SCHEMA = 1


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
    """Trips with the same shape and stops. `stretches` are sorted by `from_m`, then `until_m`, vacancy."""

    shape: int
    line: int
    headsign: str
    stops: tuple[int, ...]
    metres: tuple[float, ...]
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Trip:
    """One run of the day. `picks` are positions in the pattern's stretches, in the order of their turn."""

    id: str
    pattern: int
    run: int
    start_s: int
    block: str
    picks: tuple[int, ...] = ()


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
    def line_index(self) -> dict[str, int]:
        """Position of each line by its key."""
        return {line.key: i for i, line in enumerate(self.lines)}

    def stamped(self, *, made_at: float) -> "Bundle":
        """The bundle with its instant of making and the hash of everything else as version."""
        bare = replace(self, made_at=0, version="")
        digest = hashlib.sha256(_dump(as_json(bare)).encode()).hexdigest()
        return replace(self, made_at=int(made_at), version=digest[:16])


def pack_matrix(rows: list[bytes] | list[list[int]] | tuple[Any, ...]) -> str:
    """A QR code's modules (rows of 0 and 1, no margin) as "<size>:<hexadecimal bits, row after row>"."""
    bits = "".join("1" if module else "0" for row in rows for module in row)
    padded = bits.ljust(-(-len(bits) // 4) * 4, "0")
    return f"{len(rows)}:{int(padded, 2):0{len(padded) // 4}x}"


def write(bundle: Bundle) -> bytes:
    """The bundle as compact JSON in UTF-8."""
    return _dump(as_json(bundle)).encode()


def write_gzip(bundle: Bundle) -> bytes:
    """The same, compressed, identical for identical content."""
    return gzip.compress(write(bundle), compresslevel=6, mtime=0)


def read(data: bytes) -> Bundle:
    """A bundle that `write` wrote. ValueError when the schema number is another one."""
    return from_json(json.loads(data))


def _dump(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _deltas(values: tuple[int, ...]) -> list[int]:
    return [value - before for before, value in zip((0, *values), values, strict=False)]


def _sums(deltas: list[int]) -> tuple[int, ...]:
    total, values = 0, []
    for delta in deltas:
        total += delta
        values.append(total)
    return tuple(values)


def as_json(bundle: Bundle) -> dict[str, Any]:
    """The document that `schemas/bundle.schema.json` describes; rows are arrays, numbers are deltas."""
    return {
        "schema": SCHEMA,
        "version": bundle.version,
        "made_at": bundle.made_at,
        "network": bundle.network,
        "network_name": bundle.network_name,
        "day": bundle.day,
        "midnight": bundle.midnight,
        "timezone": bundle.timezone,
        "site": bundle.site,
        "phone": bundle.phone,
        "params": {name: getattr(bundle.params, name) for name in Params.__slots__},
        "lines": [[line.key, line.name, line.label] for line in bundle.lines],
        "stops": [[stop.key, stop.name] for stop in bundle.stops],
        "shapes": [_shape_json(shape) for shape in bundle.shapes],
        "patterns": [_pattern_json(pattern) for pattern in bundle.patterns],
        "runs": [_deltas(run) for run in bundle.runs],
        "trips": [[t.id, t.pattern, t.run, t.start_s, t.block, list(t.picks)] for t in bundle.trips],
        "vacancies": [_vacancy_json(vacancy) for vacancy in bundle.vacancies],
        "line_playlists": [list(playlist) for playlist in bundle.line_playlists],
        "messages": [_message_json(message) for message in bundle.messages],
        "qr": dict(bundle.qr),
        "off": [list(window) for window in bundle.off],
    }


def _shape_json(shape: Shape) -> dict[str, Any]:
    return {
        "id": shape.id,
        "lat": _deltas(shape.lat),
        "lon": _deltas(shape.lon),
        "along_dm": _deltas(shape.along_dm),
    }


def _pattern_json(pattern: Pattern) -> dict[str, Any]:
    return {
        "shape": pattern.shape,
        "line": pattern.line,
        "headsign": pattern.headsign,
        "stops": list(pattern.stops),
        "metres": list(pattern.metres),
        "stretches": [_stretch_json(stretch) for stretch in pattern.stretches],
    }


def _stretch_json(s: Stretch) -> list[Any]:
    fits = [[fit.start_s, fit.bus_s, fit.back_s] for fit in s.fits]
    return [s.vacancy, s.from_m, s.enter_m, s.exit_m, s.until_m, s.stop, s.walk_min, fits]


def _vacancy_json(vacancy: Vacancy) -> dict[str, Any]:
    return {
        "id": vacancy.id,
        "trade": vacancy.trade,
        "employer": vacancy.employer,
        "phone": vacancy.phone,
        "valid_until": vacancy.valid_until,
        "windows": [list(window) for window in vacancy.windows],
        "codes": {str(line): code for line, code in sorted(vacancy.codes.items())},
    }


def _message_json(m: Message) -> dict[str, Any]:
    return {
        "id": m.id,
        "title": m.title,
        "text": m.text,
        "seconds": m.seconds,
        "starts_at": m.starts_at,
        "ends_at": m.ends_at,
    }


def from_json(document: Mapping[str, Any]) -> Bundle:
    """The bundle of a document. ValueError when its schema number is another one."""
    if document.get("schema") != SCHEMA:
        raise ValueError(f"schéma de boucle {document.get('schema')!r}, {SCHEMA} attendu")
    same = ("network", "network_name", "day", "midnight", "timezone", "site", "phone", "made_at", "version")
    return Bundle(
        **{name: document[name] for name in same},
        params=Params(**document["params"]),
        lines=tuple(Line(*row) for row in document["lines"]),
        stops=tuple(StopName(*row) for row in document["stops"]),
        shapes=tuple(_shape(row) for row in document["shapes"]),
        patterns=tuple(_pattern(row) for row in document["patterns"]),
        runs=tuple(_sums(run) for run in document["runs"]),
        trips=tuple(Trip(*row[:5], picks=tuple(row[5])) for row in document["trips"]),
        vacancies=tuple(_vacancy(row) for row in document["vacancies"]),
        line_playlists=tuple(tuple(row) for row in document["line_playlists"]),
        messages=tuple(Message(**row) for row in document["messages"]),
        qr=dict(document["qr"]),
        off=tuple((a, b) for a, b in document["off"]),
    )


def _shape(row: Mapping[str, Any]) -> Shape:
    return Shape(row["id"], _sums(row["lat"]), _sums(row["lon"]), _sums(row["along_dm"]))


def _pattern(row: Mapping[str, Any]) -> Pattern:
    return Pattern(
        shape=row["shape"],
        line=row["line"],
        headsign=row["headsign"],
        stops=tuple(row["stops"]),
        metres=tuple(row["metres"]),
        stretches=tuple(Stretch(*s[:7], fits=tuple(Fit(*fit) for fit in s[7])) for s in row["stretches"]),
    )


def _vacancy(row: Mapping[str, Any]) -> Vacancy:
    fields = {name: row[name] for name in ("id", "trade", "employer", "phone", "valid_until")}
    windows = tuple((a, b) for a, b in row["windows"])
    return Vacancy(**fields, windows=windows, codes={int(line): code for line, code in row["codes"].items()})
