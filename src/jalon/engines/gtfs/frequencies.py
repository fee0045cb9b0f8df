"""frequencies.txt: one trip per departure that the frequency promises."""

import numpy as np
import polars as pl

from jalon.engines.gtfs.columns import number, seconds
from jalon.engines.gtfs.feed import Finding, Ints, StopTimes, Trips
from jalon.engines.gtfs.reading import Reading, index_of

MAX_DEPARTURES = 500_000


def expand(reading: Reading, trips: Trips, times: StopTimes) -> tuple[Trips, StopTimes]:
    """Trips and calls with each trip of frequencies.txt replaced by its departures, `<id>#HH:MM:SS`."""
    departures = _departures(reading, trips)
    if not departures:
        return trips, times
    models = {trip for trip, _ in departures}
    kept = [(trip, None) for trip in range(len(trips.ids)) if trip not in models]
    plan: list[tuple[int, int | None]] = [*kept, *departures]
    message = f"fréquences dépliées en {len(departures)} courses"
    reading.findings.append(Finding("warning", "frequencies.txt", message, count=len(departures)))
    source = np.array([trip for trip, _ in plan], np.int32)
    return _copied_trips(trips, plan, source), _copied_calls(times, plan, source)


def _departures(reading: Reading, trips: Trips) -> list[tuple[int, int]]:
    table = reading.table("frequencies", "trip_id", "start_time", "end_time", "headway_secs")
    if table is None or not len(table.frame):
        return []
    frame = table.with_columns_of("trip_id", "start_time", "end_time", "headway_secs")
    frame = frame.with_columns(
        index_of(frame, "trip_id", pl.Series(trips.ids, dtype=pl.String)).alias("trip"),
        seconds("start_time"),
        seconds("end_time"),
        number("headway_secs"),
    )
    frame = reading.drop(table, frame, pl.col("trip").is_not_null(), "course inconnue, fréquence écartée")
    usable = (pl.col("headway_secs") >= 1) & (pl.col("end_time") > pl.col("start_time"))
    frame = reading.drop(table, frame, usable, "heures ou intervalle inutilisables, fréquence écartée")
    plan = frame.select("trip", "start_time", "end_time", "headway_secs").rows()
    if sum((end - begin) / step for _, begin, end, step in plan) > MAX_DEPARTURES:
        message = f"plus de {MAX_DEPARTURES} départs : fréquences ignorées"
        reading.findings.append(Finding("fault", table.file, message))
        return []
    return sorted(
        {(trip, start) for trip, begin, end, step in plan for start in range(begin, end, int(step))}
    )


def clock(time_s: int) -> str:
    """Seconds of the service day as HH:MM:SS, hours beyond 24 kept."""
    return f"{time_s // 3600:02}:{time_s % 3600 // 60:02}:{time_s % 60:02}"


def _copied_trips(trips: Trips, plan: list[tuple[int, int | None]], source: Ints) -> Trips:
    return Trips(
        ids=tuple(trips.ids[i] if start is None else f"{trips.ids[i]}#{clock(start)}" for i, start in plan),
        routes=trips.routes[source],
        services=trips.services[source],
        shapes=trips.shapes[source],
        headsigns=tuple(trips.headsigns[i] for i, _ in plan),
        directions=trips.directions[source],
        blocks=tuple(trips.blocks[i] for i, _ in plan),
    )


def _copied_calls(times: StopTimes, plan: list[tuple[int, int | None]], source: Ints) -> StopTimes:
    sizes = np.diff(times.first)[source]
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    rows = np.arange(first[-1]) - np.repeat(first[:-1], sizes) + np.repeat(times.first[source], sizes)
    began = times.departure_s[times.first[source]]
    starts = np.array([-1 if start is None else start for _, start in plan])
    shift = np.where(starts < 0, 0, starts - began)
    moved = np.repeat(shift, sizes).astype(np.int32)
    return StopTimes(
        first=first,
        stops=times.stops[rows],
        arrival_s=times.arrival_s[rows] + moved,
        departure_s=times.departure_s[rows] + moved,
        along_m=times.along_m[rows],
    )
