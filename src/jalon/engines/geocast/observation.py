"""What a real-time message says about vehicles, whatever its format: positions and estimated calls.

Instants are UTC seconds since 1970, bearings degrees clockwise from north, speeds metres per second;
nan stands for a number that the message does not give, "" for a text.
"""

from dataclasses import dataclass
from math import inf, isfinite, nan
from typing import Literal

STALE_AFTER_S = 90.0
CLOCK_TOLERANCE_S = 30.0


class PositionError(ValueError):
    """A message that cannot be read; the text says why, in French, for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where one vehicle said it was, and what it said it was doing."""

    vehicle: str
    at: float
    lat: float
    lon: float
    trip_id: str = ""
    route_id: str = ""
    line_ref: str = ""
    direction: str = ""
    block: str = ""
    start_date: str = ""
    start_time: str = ""
    label: str = ""
    bearing: float = nan
    speed: float = nan
    source: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One estimated (or recorded) call of a journey at a stop."""

    stop: str
    name: str = ""
    order: int = -1
    aimed_arrival: float = nan
    aimed_departure: float = nan
    arrival: float = nan
    departure: float = nan
    arrival_delay: float = nan
    departure_delay: float = nan
    skipped: bool = False

    @property
    def aimed(self) -> float:
        """Return the planned instant of the call, arrival first, nan when unknown."""
        return self.aimed_arrival if isfinite(self.aimed_arrival) else self.aimed_departure


@dataclass(frozen=True, slots=True)
class Journey:
    """A running journey known by its estimated calls only (SIRI-ET, GTFS-Realtime TripUpdate)."""

    ref: str
    at: float
    calls: tuple[Call, ...]
    vehicle: str = ""
    route_id: str = ""
    line_ref: str = ""
    direction: str = ""
    destination: str = ""
    block: str = ""
    start_date: str = ""
    start_time: str = ""
    delay: float = nan
    cancelled: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, read: what it holds, and in French words what had to be left out."""

    format: str
    positions: tuple[Position, ...] = ()
    journeys: tuple[Journey, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def first_at(self) -> float:
        """Return the earliest instant of what it holds, infinity when it holds nothing."""
        seen = [position.at for position in self.positions] + [journey.at for journey in self.journeys]
        return min(seen, default=inf)


@dataclass(frozen=True, slots=True)
class Freshness:
    """The age of an observation at an instant, in seconds, and whether it may still be used."""

    age_s: float
    state: Literal["fresh", "stale", "future"]

    @property
    def words(self) -> str:
        """Say the state in French, as the operator reads it."""
        if self.state == "stale":
            return f"position périmée : {self.age_s:.0f} s, plus de {STALE_AFTER_S:.0f} s"
        if self.state == "future":
            return f"horloge du véhicule en avance de {-self.age_s:.0f} s"
        return f"position d’il y a {max(self.age_s, 0):.0f} s"


def freshness(at: float, now: float) -> Freshness:
    """Tell whether an observation made at `at` may be used at `now` (both UTC seconds).

    Older than 90 s is stale; more than 30 s in the future is a clock that lies. An unknown instant is stale.
    """
    age = now - at if isfinite(at) else inf
    if age > STALE_AFTER_S:
        return Freshness(age, "stale")
    return Freshness(age, "future" if age < -CLOCK_TOLERANCE_S else "fresh")


def coordinate_fault(lat: float, lon: float) -> str:
    """Return "" for a usable WGS84 coordinate, else what is wrong with it, in French."""
    if not (isfinite(lat) and isfinite(lon)):
        return "coordonnées absentes ou illisibles"
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return f"coordonnées hors du globe ({lat:g}, {lon:g})"
    if abs(lat) < 0.01 and abs(lon) < 0.01:
        return "coordonnées nulles (0, 0) : le récepteur n’a pas de position"
    if abs(lat) > 89:
        return f"coordonnées au pôle ({lat:g}, {lon:g})"
    return ""
