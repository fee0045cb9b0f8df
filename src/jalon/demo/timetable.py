"""A small network of buses for the invented territory of Grand-Estran, as a GTFS feed.

Three lines: 3 along the port, 9 to the salt works, E a loop around the town. It has what real feeds have and
demonstrations forget: a first bus at 4 h 31 for the morning shift, a vehicle that changes line during the day
(bus 219), a night bus that runs past midnight, a shape that passes the same streets twice, fewer buses on
Sunday.
"""

import csv
import io
import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ORIGIN_LAT, ORIGIN_LON = 51.030, 2.200
SCALE = 0.75
SPEED_M_PER_S = 7.0  # 25 km/h between stops
DWELL_S = 20

# East and north of the origin, in units of SCALE kilometres.
STOPS: dict[str, tuple[str, float, float]] = {
    "phare": ("Place du Phare", 0.5, 1.2),
    "marche": ("Marché", 0.5, 2.2),
    "pont": ("Pont Tournant", 1.4, 3.1),
    "gare": ("Gare", 3.1, 3.1),
    "ecluse": ("Écluse des Dunes", 4.4, 1.8),
    "bassins": ("Les Bassins", 4.4, 0.45),
    "quai": ("Quai aux Bois", 6.6, 0.45),
    "port-est": ("Port Est", 7.5, 1.3),
    "digue": ("Digue du Large", 7.5, 2.8),
    "fort": ("Fort-Mahieu", 0.2, -0.4),
    "pecheurs": ("Cité des Pêcheurs", 1.6, -0.4),
    "canal": ("Canal de la Digue", 2.8, -0.1),
    "salines-ouest": ("Salines Ouest", 5.6, -0.3),
    "salines": ("Zone des Salines", 7.5, -0.3),
    "hopital": ("Hôpital", 2.4, 2.3),
    "ilot": ("Îlot des Voiles", 2.4, 0.9),
    "lycee": ("Lycée maritime", 1.4, 0.7),
}

# Stops by name, bends of the road in the same units.
Path = tuple[str | tuple[float, float], ...]
LINE_3: Path = (
    "phare", (0.5, 1.7), "marche", (0.55, 2.45), (1.15, 3.0), "pont", "gare", (3.35, 2.95), "ecluse",
    (4.42, 1.2), "bassins", (5.5, 0.47), "quai", (6.85, 0.55), "port-est", (7.52, 2.0), "digue",
)  # fmt: skip
LINE_9: Path = (
    "fort", "pecheurs", (2.2, -0.42), "canal", (3.3, 0.43), "bassins", (4.42, -0.28), "salines-ouest",
    "salines",
)  # fmt: skip
# Out by the hospital, round the lycée, and back over the same street: the loop crosses itself.
LINE_E: Path = (
    "gare", (2.45, 3.0), "hopital", "ilot", (1.9, 0.68), "lycee", (0.62, 1.15), "phare", (0.5, 1.7), "marche",
    (1.6, 2.25), "hopital", (2.45, 3.0), "gare",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One trip of a block: which way, from which second of the service day."""

    route: str
    direction: int
    start_s: int
    block: str
    service: str


def generate(first: date, *, days: int = 400) -> bytes:
    """The feed as a zip, valid from `first` for `days` days."""
    tables = {
        "agency.txt": _agency(),
        "feed_info.txt": _feed_info(first, days),
        "routes.txt": _routes(),
        "stops.txt": _stops(),
        "calendar.txt": _calendar(first, days),
        "shapes.txt": _shapes(),
        "trips.txt": _trips(),
        "stop_times.txt": _stop_times(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), _csv(rows), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def coordinates(east_km: float, north_km: float) -> tuple[float, float]:
    """Latitude and longitude of a point given in kilometres from the origin."""
    lat = ORIGIN_LAT + north_km / 111.25
    return round(lat, 6), round(ORIGIN_LON + east_km / (111.32 * math.cos(math.radians(ORIGIN_LAT))), 6)


def stop_coordinates(stop: str) -> tuple[float, float]:
    """Latitude and longitude of a stop."""
    return coordinates(*_point(stop))


PATHS: dict[tuple[str, int], Path] = {
    ("3", 0): LINE_3,
    ("3", 1): LINE_3[::-1],
    ("9", 0): LINE_9,
    ("9", 1): LINE_9[::-1],
    ("E", 0): LINE_E,
}
HEADSIGNS = {
    ("3", 0): "Digue du Large", ("3", 1): "Place du Phare", ("9", 0): "Zone des Salines",
    ("9", 1): "Fort-Mahieu", ("E", 0): "Gare par l’Hôpital",
}  # fmt: skip


def _point(part: str | tuple[float, float]) -> tuple[float, float]:
    east, north = STOPS[part][1:] if isinstance(part, str) else part
    return east * SCALE, north * SCALE


def _timed_stops(path: Path, start_s: int) -> list[tuple[str, int, int]]:
    """Stop, arrival and departure of a trip that starts at `start_s`."""
    times: list[tuple[str, int, int]] = []
    clock, before = float(start_s), _point(path[0])
    for part in path:
        here = _point(part)
        clock += math.dist(before, here) * 1000 / SPEED_M_PER_S
        before = here
        if isinstance(part, str):
            arrival = round(clock)
            clock += DWELL_S if times else 0
            times.append((part, arrival, round(clock)))
    return times


def _every(first: str, last: str, minutes: int) -> range:
    return range(_seconds(first), _seconds(last) + 1, minutes * 60)


def _seconds(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _runs() -> Iterator[Run]:
    # The morning shift at the port starts at 5 h: bus 219 serves it on line 3, then changes to line 9.
    yield Run("3", 0, _seconds("4:31"), "219", "semaine")
    for n, start in enumerate(_every("5:30", "27:30", 60)):
        yield Run("9", 1, start, "219", "semaine")
        yield Run("9", 0, start + 30 * 60, "219", "semaine")
        yield Run("9", 0, start - 5 * 60, "222", "semaine")
        yield Run("9", 1, start + 25 * 60, "222", "semaine")
        if n % 2 == 0 and start <= _seconds("26:00"):
            yield Run("9", 0, start, "219", "dimanche")
            yield Run("9", 1, start + 60 * 60, "219", "dimanche")
    for bus, minute, last in (("214", 0, "26:50"), ("207", 25, "22:10"), ("209", 50, "22:10")):
        for start in _every("4:52", last, 75):
            yield Run("3", 0, start + minute * 60, bus, "semaine")
            yield Run("3", 1, start + minute * 60 + 37 * 60, bus, "semaine")
            if bus == "214":
                yield Run("3", 0, start + 3600, bus, "dimanche")
                yield Run("3", 1, start + 3600 + 37 * 60, bus, "dimanche")
    # The port works in three shifts: buses run all night, on the service day that began before.
    for start in _every("23:30", "27:30", 60):
        for service in ("semaine", "dimanche"):
            yield Run("3", 0, start, "207", service)
            yield Run("3", 1, start + 31 * 60, "207", service)
    for start in _every("6:05", "27:50", 45):
        yield Run("E", 0, start, "231", "semaine")
        yield Run("E", 0, start, "231", "dimanche")


def _trip_id(run: Run) -> str:
    return f"{run.service}-{run.route}-{run.direction}-{run.start_s // 60:04}"


def _agency() -> list[list[str]]:
    return [
        ["agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang"],
        ["bge", "Bus du Grand-Estran", "https://bus.jalon.example", "Europe/Paris", "fr"],
    ]


def _feed_info(first: date, days: int) -> list[list[str]]:
    return [
        ["feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date", "feed_end_date"],
        ["Bus du Grand-Estran", "https://bus.jalon.example", "fr", *_span(first, days)],
    ]


def _span(first: date, days: int) -> list[str]:
    return [f"{first:%Y%m%d}", f"{first + timedelta(days=days):%Y%m%d}"]


def _routes() -> list[list[str]]:
    return [
        [
            "route_id",
            "agency_id",
            "route_short_name",
            "route_long_name",
            "route_type",
            "route_color",
            "route_text_color",
        ],
        ["L3", "bge", "3", "Place du Phare - Digue du Large", "3", "0B2239", "FFFFFF"],
        ["L9", "bge", "9", "Fort-Mahieu - Zone des Salines", "3", "75828E", "FFFFFF"],
        ["LE", "bge", "E", "Boucle du centre", "3", "0B6656", "FFFFFF"],
    ]


def _stops() -> list[list[str]]:
    rows = [["stop_id", "stop_name", "stop_lat", "stop_lon"]]
    for stop, (name, _, _) in STOPS.items():
        lat, lon = stop_coordinates(stop)
        rows.append([stop, name, str(lat), str(lon)])
    return rows


def _calendar(first: date, days: int) -> list[list[str]]:
    return [
        ["service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
         "start_date", "end_date"],
        ["semaine", *"1111110", *_span(first, days)],
        ["dimanche", *"0000001", *_span(first, days)],
    ]  # fmt: skip


def _shapes() -> list[list[str]]:
    rows = [["shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"]]
    for (route, direction), path in PATHS.items():
        for sequence, part in enumerate(path):
            lat, lon = coordinates(*_point(part))
            rows.append([f"{route}-{direction}", str(lat), str(lon), str(sequence)])
    return rows


def _trips() -> list[list[str]]:
    rows = [["route_id", "service_id", "trip_id", "trip_headsign", "direction_id", "block_id", "shape_id"]]
    for run in _runs():
        way = (run.route, run.direction)
        rows.append(
            [f"L{run.route}", run.service, _trip_id(run), HEADSIGNS[way], str(run.direction), run.block,
             f"{run.route}-{run.direction}"]
        )  # fmt: skip
    return rows


def _stop_times() -> list[list[str]]:
    rows = [["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"]]
    for run in _runs():
        for n, (stop, arrival, departure) in enumerate(
            _timed_stops(PATHS[run.route, run.direction], run.start_s)
        ):
            rows.append([_trip_id(run), _clock(arrival), _clock(departure), stop, str(n + 1)])
    return rows


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
