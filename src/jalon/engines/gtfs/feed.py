"""A public-transport feed as arrays: what `read` gives and what every reader of a feed takes.

Indices are int32 and point into the sibling tables, -1 means none. Times are int32 seconds after noon
minus twelve hours of the service day (GTFS reference) and may exceed 86,400. Metres are WGS84.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from jalon.engines.gtfs.packing import pack, unpack

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Severity = Literal["fault", "warning"]

SYNTHETIC = "stops:"
FORMAT = 2


class GtfsError(Exception):
    """A feed of which nothing can be used; `findings` says every fault in French."""

    def __init__(self, findings: Sequence["Finding"]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of the reader: `count` rows of `file` are concerned, the first at `line` (1 = header)."""

    severity: Severity
    file: str
    message: str
    line: int | None = None
    count: int = 1

    def __str__(self) -> str:
        where = f"{self.file}, ligne {self.line}" if self.line else self.file
        return f"{where} : {self.message}"


@dataclass(frozen=True, slots=True)
class Agency:
    """An operator; `url` may be empty."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, slots=True, eq=False)
class Routes:
    """Lines. `types` are GTFS route types (3 is a bus), colours six hexadecimal digits or empty."""

    ids: tuple[str, ...]
    short_names: tuple[str, ...]
    long_names: tuple[str, ...]
    types: Ints
    colors: tuple[str, ...]
    text_colors: tuple[str, ...]
    agencies: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Stops:
    """Stops and stations, all located. `wheelchair`: 0 not known, 1 possible, 2 not possible.

    `codes` are what passengers read at the stop, and what many operators call it in SIRI; empty where none.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    codes: tuple[str, ...]
    lat: Floats
    lon: Floats
    parents: Ints
    wheelchair: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Services:
    """`runs[service, day]` from calendar and exceptions; day 0 is `first_date`."""

    ids: tuple[str, ...]
    first_date: date
    runs: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Trips:
    """Runs of a vehicle. `directions` is 0, 1 or -1 (not given), `blocks` the block id or empty."""

    ids: tuple[str, ...]
    routes: Ints
    services: Ints
    shapes: Ints
    headsigns: tuple[str, ...]
    directions: Ints
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StopTimes:
    """Calls of trip i are rows `first[i]` to `first[i + 1]`, in order; `along_m` counts along its shape."""

    first: Ints
    stops: Ints
    arrival_s: Ints
    departure_s: Ints
    along_m: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Points of shape i are rows `first[i]` to `first[i + 1]`; `along_m` is metres from the shape's start.

    A shape whose id starts with "stops:" is the line through the stops of trips that have no shape.
    """

    ids: tuple[str, ...]
    first: Ints
    lat: Floats
    lon: Floats
    along_m: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """A whole feed, its usable part kept, with the findings of the reader in `report`."""

    timezone: str
    agencies: tuple[Agency, ...]
    routes: Routes
    stops: Stops
    services: Services
    trips: Trips
    stop_times: StopTimes
    shapes: Shapes
    report: tuple[Finding, ...] = ()

    @property
    def valid_from(self) -> date:
        """First date on which a trip runs (the calendar's first date when none runs)."""
        days = np.flatnonzero(self.services.runs.any(axis=0))
        return self.services.first_date + timedelta(days=int(days[0]) if days.size else 0)

    @property
    def valid_to(self) -> date:
        """Last date on which a trip runs, included."""
        days = np.flatnonzero(self.services.runs.any(axis=0))
        return self.services.first_date + timedelta(days=int(days[-1]) if days.size else 0)

    def trips_on(self, day: date) -> Ints:
        """Indices of the trips whose service runs on this date; empty outside the calendar."""
        column = (day - self.services.first_date).days
        if not 0 <= column < self.services.runs.shape[1]:
            return np.empty(0, np.int32)
        return np.flatnonzero(self.services.runs[self.trips.services, column]).astype(np.int32)

    def calls(self, trip: int) -> slice:
        """Rows of `stop_times` that belong to this trip."""
        return slice(int(self.stop_times.first[trip]), int(self.stop_times.first[trip + 1]))

    def points(self, shape: int) -> slice:
        """Rows of `shapes.lat`, `lon` and `along_m` that belong to this shape."""
        return slice(int(self.shapes.first[shape]), int(self.shapes.first[shape + 1]))

    def service_start(self, day: date) -> datetime:
        """The instant from which the times of this service day are counted: noon minus twelve hours, UTC."""
        noon = datetime.combine(day, time(12), ZoneInfo(self.timezone))
        return noon.astimezone(UTC) - timedelta(hours=12)

    def to_bytes(self) -> bytes:
        """The feed as compressed arrays without pickle, for a file or a database column."""
        return pack(self, FORMAT)

    @staticmethod
    def from_bytes(data: bytes) -> "Feed":
        """A feed that `to_bytes` wrote, also before codes of stops were kept: they are empty then.

        ValueError when the bytes are something else, or were written by a newer version of this module.
        """
        return unpack(data, PARTS, Feed, FORMAT)


def _stops(*, ids: tuple[str, ...], codes: tuple[str, ...] | None = None, **rest: Any) -> Stops:
    """Stops as they were stored; format 1 had no codes."""
    return Stops(ids=ids, codes=codes if codes is not None else ("",) * len(ids), **rest)


PARTS: dict[str, Callable[..., Any]] = {
    **{part.__name__: part for part in (Feed, Agency, Finding, Routes, Services, Trips, StopTimes, Shapes)},
    "Stops": _stops,
}
