"""What the engine is asked: places to announce. What it answers: the stretches where they are near."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

MIN_STRETCH_M = 0.1
# Two stretches that a table in tenths of a metre would show touching are one.
MIN_GAP_M = 0.1
ROUNDING_M = 1e-6
MAX_RADIUS_M = 500_000.0


class ProblemError(ValueError):
    """An input that cannot be used; `faults` says everything that is wrong with it, in French."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def place_faults(lat: float, lon: float, radius_m: float) -> list[str]:
    """What is wrong with a place, in French; empty when nothing is."""
    faults = []
    if not abs(lat) <= 90:
        faults.append(f"latitude {lat:g} hors de -90 à 90")
    if not abs(lon) <= 180:
        faults.append(f"longitude {lon:g} hors de -180 à 180")
    if not 0 <= radius_m <= MAX_RADIUS_M:
        faults.append(f"rayon {radius_m:g} hors de 0 à {MAX_RADIUS_M:.0f} m")
    return faults


@dataclass(frozen=True, slots=True, eq=False)
class Vacancies:
    """Places with a catchment radius: degrees WGS84 and metres; refuses what is not on Earth."""

    ids: tuple[str, ...]
    lat: Floats
    lon: Floats
    radius_m: Floats

    def __post_init__(self) -> None:
        good = (np.abs(self.lat) <= 90) & (np.abs(self.lon) <= 180)
        good &= (self.radius_m >= 0) & (self.radius_m <= MAX_RADIUS_M)
        faults = [
            f"offre {self.ids[i]} : {fault}"
            for i in np.flatnonzero(~good)
            for fault in place_faults(float(self.lat[i]), float(self.lon[i]), float(self.radius_m[i]))
        ]
        if faults:
            raise ProblemError(faults)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Maximal intervals, sorted by shape index, vacancy index, entry: one row per interval.

    `shapes` and `vacancies` are indices into the feed's shapes and the problem's vacancies; `enter_m` and
    `exit_m` are metres from the shape's start; `alight` is the stop index to get off at, -1 when none.
    """

    shapes: Ints
    vacancies: Ints
    enter_m: Floats
    exit_m: Floats
    alight: Ints

    def __len__(self) -> int:
        return len(self.shapes)
