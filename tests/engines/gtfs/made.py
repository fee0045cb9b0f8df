"""Small feeds written as files, as an operator would publish them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

Point = tuple[float, float]

CALENDAR = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
DEFAULTS = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n"
    "A,Réseau,https://example.org,Europe/Paris\n",
    "routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_type\nR,A,3,Port - Gare,3\n",
    "calendar.txt": CALENDAR + "W,1,1,1,1,1,0,0,20260601,20260628\n",
}


def write_feed(folder: Path, files: Mapping[str, str]) -> Path:
    """A feed folder with these files over the defaults; an empty text leaves a file out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**DEFAULTS, **files}.items():
        if text:
            (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def feed_of(
    folder: Path,
    shapes: Mapping[str, Sequence[Point]],
    trips: Sequence[tuple[str, Sequence[str]]],
    stops: Mapping[str, Point],
) -> Path:
    """A feed of one line: trip i has a shape id (or empty) and a sequence of stop ids, a minute apart."""
    points = [
        f"{shape},{lat!r},{lon!r},{rank}\n"
        for shape, line in shapes.items()
        for rank, (lat, lon) in enumerate(line)
    ]
    calls = [
        f"t{i},{8 + rank // 60:02}:{rank % 60:02}:00,{8 + rank // 60:02}:{rank % 60:02}:00,{stop},{rank}\n"
        for i, (_, sequence) in enumerate(trips)
        for rank, stop in enumerate(sequence)
    ]
    return write_feed(
        folder,
        {
            "shapes.txt": "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n" + "".join(points),
            "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n"
            + "".join(f"{stop},{stop},{lat!r},{lon!r}\n" for stop, (lat, lon) in stops.items()),
            "trips.txt": "route_id,service_id,trip_id,shape_id\n"
            + "".join(f"R,W,t{i},{shape}\n" for i, (shape, _) in enumerate(trips)),
            "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + "".join(calls),
        },
    )
