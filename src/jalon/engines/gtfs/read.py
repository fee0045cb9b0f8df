"""A GTFS zip or folder to arrays: what is usable is kept, what is not is told.

Reference: https://gtfs.org/documentation/schedule/reference/
"""

from contextlib import suppress
from pathlib import Path

from jalon.engines.gtfs import runs
from jalon.engines.gtfs.calendar import read_services
from jalon.engines.gtfs.feed import Feed, Finding, GtfsError
from jalon.engines.gtfs.frequencies import expand
from jalon.engines.gtfs.network import read_agencies, read_routes, read_stops
from jalon.engines.gtfs.reading import Progress, Reading
from jalon.engines.gtfs.shapes import read_shapes
from jalon.engines.gtfs.source import open_source

REQUIRED = {
    "routes": ("route_id",),
    "stops": ("stop_id", "stop_lat", "stop_lon"),
    "trips": ("trip_id", "route_id", "service_id"),
    "stop_times": ("trip_id", "stop_id", "stop_sequence"),
}
OPTIONAL = {
    "calendar": ("service_id", "start_date", "end_date"),
    "calendar_dates": ("service_id", "date", "exception_type"),
    "shapes": ("shape_id", "shape_pt_lat", "shape_pt_lon"),
}


def read(source: Path, *, progress: Progress | None = None) -> Feed:
    """The feed at `source` (zip or folder), findings in its `report`.

    `progress(label, share)` is called between files, share from 0 to 1. GtfsError, with every fault that
    could be seen, when nothing can be used.
    """
    reading = Reading(open_source(source))
    try:
        _require_files(reading)
        return _read(reading, progress or (lambda _label, _share: None))
    except GtfsError as refusal:
        raise GtfsError([*refusal.findings, *_other_faults(reading, refusal)]) from refusal


def _read(reading: Reading, tell: Progress) -> Feed:
    """The feed, each file in its turn. GtfsError at the first file that leaves nothing to go on with."""
    tell("lignes et arrêts", 0.0)
    agencies, timezone = read_agencies(reading)
    routes = read_routes(reading, agencies)
    stops = read_stops(reading, timezone)
    tell("calendrier et tracés", 0.1)
    services = read_services(reading)
    shapes = read_shapes(reading, timezone)
    tell("courses", 0.3)
    frame = runs.read_trips(reading, routes, services, shapes)
    frame, calls = runs.read_calls(reading, frame, stops)
    tell("arrêts le long des tracés", 0.6)
    shapes, shape, metres = runs.lay_on_shapes(frame, calls, shapes, stops)
    times = runs.fill_times(reading, calls, metres)
    trips, stop_times = expand(reading, *runs.assemble(frame, shape, calls, times, metres))
    if not trips.ids:
        reading.findings.append(Finding("fault", "trips.txt", "aucune course utilisable dans ce réseau"))
        raise GtfsError(reading.findings)
    tell("terminé", 1.0)
    report = tuple(reading.findings)
    return Feed(timezone, agencies, routes, stops, services, trips, stop_times, shapes, report)


def _require_files(reading: Reading) -> None:
    """GtfsError that names every required file that is absent."""
    present = reading.source.tables
    missing = [Finding("fault", f"{name}.txt", "fichier absent") for name in REQUIRED if name not in present]
    if not present.keys() & {"calendar", "calendar_dates"}:
        missing.append(Finding("fault", "calendar.txt", "fichier absent, et calendar_dates.txt aussi"))
    if missing:
        raise GtfsError(missing)


def _other_faults(reading: Reading, refusal: GtfsError) -> list[Finding]:
    """What is wrong with the columns of the files that the refusal does not name."""
    named = {finding.file for finding in refusal.findings if finding.severity == "fault"}
    other = Reading(reading.source)
    for name, columns in REQUIRED.items():
        if f"{name}.txt" not in named:
            with suppress(GtfsError):
                other.refuse_if_faulty(other.table(name, *columns))
    for name, columns in OPTIONAL.items():
        if f"{name}.txt" not in named:
            with suppress(GtfsError):
                other.table(name, *columns)
    return [finding for finding in other.findings if finding.severity == "fault"]
