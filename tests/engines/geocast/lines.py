"""A small network for positions: a straight line with its way back, an out-and-back line, a loop.

Buses run at 8 m/s, with a stop every 500 m, from 8:00 on weekdays of June 2026, near Dunkerque.
"""

from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from jalon.engines.geocast.index import FeedIndex
from jalon.engines.gtfs.read import read
from tests.engines.gtfs.made import write_feed

LAT, LON = 51.03, 2.37
EAST_M, NORTH_M = 70_200.0, 111_250.0
SPEED = 8.0
MONDAY = "2026-06-08"

Point = tuple[float, float]
# Metres east and north of the harbour; each leg is cut every 100 m by `_cut`.
CORNERS: dict[str, list[Point]] = {
    "ALLER": [(0, 0), (6000, 0)],
    "RETOUR": [(6000, 12), (0, 12)],
    "NAVETTE": [(0, 3000), (4000, 3000), (0, 3000)],
    "BOUCLE": [(0, 6000), (1500, 6000), (1500, 7500), (0, 7500), (0, 6000)],
}
# trip id: route, shape, departure in minutes after 8:00, block, direction
TRIPS = {
    "aller-0": ("L3", "ALLER", 0, "B1", 0),
    "aller-30": ("L3", "ALLER", 30, "B2", 0),
    "retour-15": ("L3", "RETOUR", 15, "B1", 1),
    "navette-0": ("L9", "NAVETTE", 0, "", 0),
    "boucle-0": ("LE", "BOUCLE", 0, "B1-E", 0),
    "boucle-40": ("LE", "BOUCLE", 40, "B1-E", 0),
}


def place(east: float, north: float) -> Point:
    """Latitude and longitude of metres east and north of the harbour."""
    return LAT + north / NORTH_M, LON + east / EAST_M


def _cut(corners: list[Point], step: float) -> list[Point]:
    points = [corners[0]]
    for (x0, y0), (x1, y1) in pairwise(corners):
        parts = max(round((abs(x1 - x0) + abs(y1 - y0)) / step), 1)
        points += [(x0 + (x1 - x0) * i / parts, y0 + (y1 - y0) * i / parts) for i in range(1, parts + 1)]
    return points


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def write_network(folder: Path) -> Path:
    """Write the network as a GTFS folder."""
    shapes, stops, trips, times = "", "", "", ""
    for number, (name, corners) in enumerate(CORNERS.items(), 1):
        for rank, (x, y) in enumerate(_cut(corners, 100)):
            lat, lon = place(x, y)
            shapes += f"{name},{lat!r},{lon!r},{rank}\n"
        for rank, (x, y) in enumerate(_cut(corners, 500)):
            lat, lon = place(x, y)
            stops += f"{name}-{rank},{number}{rank:03},Arrêt {name} {rank},{lat!r},{lon!r}\n"
    for trip, (route, shape, minutes, block, direction) in TRIPS.items():
        trips += f"{route},W,{trip},{shape},{block},{direction}\n"
        for rank in range(len(_cut(CORNERS[shape], 500))):
            at = _clock(8 * 3600 + minutes * 60 + round(rank * 500 / SPEED))
            times += f"{trip},{at},{at},{shape}-{rank},{rank + 1}\n"
    return write_feed(
        folder,
        {
            "routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_type\n"
            "L3,A,3,Port - Gare,3\nL9,A,9,Navette,3\nLE,A,E,Boucle,3\n",
            "shapes.txt": "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n" + shapes,
            "stops.txt": "stop_id,stop_code,stop_name,stop_lat,stop_lon\n" + stops,
            "trips.txt": "route_id,service_id,trip_id,shape_id,block_id,direction_id\n" + trips,
            "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + times,
        },
    )


@lru_cache(maxsize=1)
def network() -> FeedIndex:
    """The network, read once."""
    with TemporaryDirectory() as folder:
        return FeedIndex.of(read(write_network(Path(folder) / "gtfs")))
