"""Stops around a workplace: what the area of display of a vacancy covers."""

import math
from dataclasses import dataclass

from jalon.network.models import Stop
from jalon.vacancies.models import Vacancy
from jalon.vacancies.queries.public import DEGREE_M

# The drawing: the area has this radius, in its own units, and shows half as much again around it.
DRAWN_RADIUS = 80.0
AROUND = 1.5
MOST_STOPS = 60


@dataclass(frozen=True)
class ZoneStop:
    """A stop near the workplace; `x` to the east and `y` to the south in units of the drawing."""

    name: str
    metres: int
    x: float
    y: float
    inside: bool


@dataclass(frozen=True)
class Zone:
    """The stops of an area, nearest first; `covered` are those within its radius."""

    radius_m: int
    stops: tuple[ZoneStop, ...]

    @property
    def covered(self) -> tuple[ZoneStop, ...]:
        """Stops inside the area."""
        return tuple(stop for stop in self.stops if stop.inside)


def zone_of(vacancy: Vacancy) -> Zone | None:
    """The area of a vacancy on the loaded networks; None without a place or a network; 1 or 2 queries."""
    if vacancy.lat is None or vacancy.lon is None:
        return None
    seen_m = vacancy.radius_m * AROUND
    east_m = DEGREE_M * max(math.cos(math.radians(vacancy.lat)), 0.01)
    box = Stop.objects.filter(
        retired=False,
        lat__range=(vacancy.lat - seen_m / DEGREE_M, vacancy.lat + seen_m / DEGREE_M),
        lon__range=(vacancy.lon - seen_m / east_m, vacancy.lon + seen_m / east_m),
    ).order_by("pk")
    rows = box.values_list("name", "lat", "lon")
    stops = [_placed(vacancy, east_m, *row) for row in rows]
    if not stops and not Stop.objects.exists():
        return None
    return Zone(vacancy.radius_m, tuple(sorted(stops, key=lambda stop: stop.metres)[:MOST_STOPS]))


def _placed(vacancy: Vacancy, east_m: float, name: str, lat: float, lon: float) -> ZoneStop:
    assert vacancy.lat is not None
    assert vacancy.lon is not None
    east, north = (lon - vacancy.lon) * east_m, (lat - vacancy.lat) * DEGREE_M
    metres = math.hypot(east, north)
    scale = DRAWN_RADIUS / vacancy.radius_m
    return ZoneStop(
        name, round(metres), round(east * scale, 1), round(-north * scale, 1), metres <= vacancy.radius_m
    )
