"""A straight line of six stops, 500 metres and a minute apart, a bus every quarter of an hour each way."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from jalon.engines.geocast.bundle import Line, Pattern, Shape, StopName, Trip
from jalon.engines.geocast.day import METRES_PER_DEGREE, ServiceDay
from jalon.engines.geocast.offers import Offer
from jalon.engines.geocast.problem import Stretches

MIDNIGHT = 1_795_734_000
SPACING_M = 500.0
NAMES = ("Gare", "Halles", "Quai", "Écluse", "Phare", "Port")


def day(trips: int = 40, first_s: int = 4 * 3600) -> ServiceDay:
    """The line both ways, `trips` times each."""
    count = len(NAMES)
    metres = tuple(i * SPACING_M for i in range(count))
    there, back = tuple(range(count)), tuple(range(count))[::-1]
    runs = [Trip(f"{way}{i}", way, 0, first_s + 900 * i, f"b{i}") for i in range(trips) for way in (0, 1)]
    return ServiceDay(
        day=date(2026, 11, 27),
        midnight=MIDNIGHT,
        timezone="Europe/Paris",
        lines=(Line("3", "3", "Gare - Port"),),
        stops=tuple(StopName(f"s{i}", name) for i, name in enumerate(NAMES)),
        stop_lat=np.array([degrees(m) for m in metres]),
        stop_lon=np.zeros(count),
        shapes=(Shape("a", (0,), (0,), (0,)), Shape("b", (0,), (0,), (0,))),
        feed_shapes=(10, 20),
        patterns=(Pattern(0, 0, "Port", there, metres), Pattern(1, 0, "Gare", back, metres)),
        runs=(tuple(range(0, 60 * count, 60)),),
        trips=tuple(runs),
    )


def degrees(metres: float) -> float:
    """Latitude of a place so many metres along the line."""
    return metres / METRES_PER_DEGREE


def offer(name: str, employer: str, along_m: float, **more: object) -> Offer:
    """An offer beside the line."""
    return Offer(name, degrees(along_m), 0.0, "Soudeuse, soudeur", employer, **more)  # type: ignore[arg-type]


def stretches(offers: Sequence[Offer], radius_m: float = 300.0) -> Stretches:
    """Where the line is within the radius of each offer, on the way there only."""
    rows = [
        (i, max(0.0, o.lat * METRES_PER_DEGREE - radius_m), o.lat * METRES_PER_DEGREE + radius_m)
        for i, o in enumerate(offers)
    ]
    return Stretches(
        shapes=np.full(len(rows), 10, np.int32),
        vacancies=np.array([i for i, _, _ in rows], np.int32),
        enter_m=np.array([a for _, a, _ in rows]),
        exit_m=np.array([b for _, _, b in rows]),
        alight=np.full(len(rows), -1, np.int32),
    )
