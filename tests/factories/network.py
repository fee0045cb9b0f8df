"""A small coastal network: line 3 runs east in the morning and the evening, every day of 2026 to 2036."""

import io
import zipfile
from datetime import date
from typing import Any

from jalon.directory.models import Organisation
from jalon.network.actions import open_network
from jalon.network.engine.loading import load_feed
from jalon.network.models import Feed, Network

# A straight street of about 6 km along the 51.03rd parallel; a stop every kilometre or so.
STOPS = {
    "S1": ("Place du Phare", 51.03, 2.30),
    "S2": ("Marché", 51.03, 2.315),
    "S3": ("Gare", 51.03, 2.33),
    "S4": ("Les Bassins", 51.03, 2.345),
    "S5": ("Quai aux Bois", 51.03, 2.36),
    "S6": ("Port Est", 51.03, 2.375),
}
HOURS = (4, 6, 8, 10, 12, 13, 16, 18, 21)
MINUTES = 3


def files(**changes: str) -> dict[str, str]:
    """The texts of the feed; `changes` replace a file, by its name without `.txt`."""
    trips, times = [], []
    for hour in HOURS:
        for direction, stops in ((0, list(STOPS)), (1, list(reversed(STOPS)))):
            trip = f"{hour:02}-{direction}"
            trips.append(f"R3,D,{trip},{direction},B{direction},{'AR'[direction]}")
            for rank, stop in enumerate(stops):
                clock = f"{hour:02}:{rank * MINUTES + 5:02}:00"
                times.append(f"{trip},{clock},{clock},{stop},{rank}")
    points = [f"A,{lat},{lon},{rank}" for rank, (_, lat, lon) in enumerate(STOPS.values())]
    points += [f"R,{lat},{lon},{rank}" for rank, (_, lat, lon) in enumerate(reversed(STOPS.values()))]
    texts = {
        "agency": "agency_id,agency_name,agency_url,agency_timezone\nA,Bus,https://bus.example,Europe/Paris\n",
        "routes": "route_id,agency_id,route_short_name,route_long_name,route_type,route_color"
        "\n"
        "R3,A,3,Phare - Port,3,0B2239\n",
        "calendar": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
        "start_date,end_date\n"
        "D,1,1,1,1,1,1,1,20260101,20361231\n",
        "stops": "stop_id,stop_name,stop_lat,stop_lon\n"
        + "\n".join(f"{key},{name},{lat},{lon}" for key, (name, lat, lon) in STOPS.items()),
        "trips": "route_id,service_id,trip_id,direction_id,block_id,shape_id\n" + "\n".join(trips),
        "stop_times": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + "\n".join(times),
        "shapes": "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n" + "\n".join(points),
    }
    return {**texts, **changes}


def zipped(texts: dict[str, str]) -> bytes:
    """The files as a GTFS zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return buffer.getvalue()


def make_network(operator: Organisation, key: str = "estran", name: str = "Bus du Grand-Estran") -> Network:
    """A network without a timetable."""
    return open_network(key=key, name=name, operator=operator)


def load(network: Network, folder: Any, *, day: date | None = None, **changes: str) -> Feed:
    """Put the small feed in force, `changes` as in `files`."""
    path = folder / "bus.zip"
    path.write_bytes(zipped(files(**changes)))
    return load_feed(network=network, source=str(path), name="Horaires d’essai")
