"""trips.txt, stop_times.txt and frequencies.txt to arrays, each trip laid on its shape."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jalon.engines.gtfs.along import place_stops
from jalon.engines.gtfs.columns import integer, number, seconds, texts
from jalon.engines.gtfs.feed import Ints, Routes, Services, Shapes, Stops, StopTimes, Trips
from jalon.engines.gtfs.reading import Reading, index_of
from jalon.engines.gtfs.shapes import with_stop_lines
from jalon.engines.gtfs.table import Table


@dataclass(frozen=True)
class Calls:
    """Calls of every kept trip, trip by trip; -1 in a time means that the feed gives none."""

    first: Ints
    stops: Ints
    arrival_s: Ints
    departure_s: Ints


def read_trips(reading: Reading, routes: Routes, services: Services, shapes: Shapes) -> pl.DataFrame:
    """Trips with indices `route`, `service` and `shape` (-1: none), those of unknown lines left out."""
    table = reading.table("trips", "trip_id", "route_id", "service_id")
    reading.refuse_if_faulty(table)
    assert table is not None
    more = ("shape_id", "trip_headsign", "direction_id", "block_id")
    frame = table.with_columns_of("trip_id", "route_id", "service_id", *more)
    frame = reading.without_duplicates(table, frame, "trip_id")
    frame = frame.with_columns(
        index_of(frame, "route_id", pl.Series(routes.ids, dtype=pl.String)).alias("route"),
        index_of(frame, "service_id", pl.Series(services.ids, dtype=pl.String)).alias("service"),
        index_of(frame, "shape_id", pl.Series(shapes.ids, dtype=pl.String)).alias("shape"),
        integer("direction_id", -1),
    )
    frame = reading.drop(table, frame, pl.col("route").is_not_null(), "ligne inconnue, course écartée")
    frame = reading.drop(table, frame, pl.col("service").is_not_null(), "service inconnu, course écartée")
    lost = frame.filter(pl.col("shape_id").is_not_null() & pl.col("shape").is_null())
    reading.note("warning", table.file, "tracé inconnu, remplacé par la ligne des arrêts", lost)
    bare = frame.filter(pl.col("shape_id").is_null())
    reading.note("warning", table.file, "course sans tracé, remplacé par la ligne des arrêts", bare)
    return frame.with_columns(pl.col("shape").fill_null(-1))


def read_calls(reading: Reading, trips: pl.DataFrame, stops: Stops) -> tuple[pl.DataFrame, Calls]:
    """Calls in order of each trip, and the trips that have at least two of them."""
    table = reading.table("stop_times", "trip_id", "stop_id", "stop_sequence")
    reading.refuse_if_faulty(table)
    assert table is not None
    columns = ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time")
    frame = table.with_columns_of(*columns)
    frame = frame.with_columns(
        index_of(frame, "trip_id", trips["trip_id"]).alias("trip"),
        index_of(frame, "stop_id", pl.Series(stops.ids, dtype=pl.String)).alias("stop"),
        number("stop_sequence"),
    )
    frame = _usable(reading, table, _timed(reading, table, frame))
    kept = frame["trip"].unique().sort()
    lost = trips.filter(~pl.int_range(pl.len()).is_in(kept.implode()))
    reading.note("warning", "trips.txt", "moins de deux passages utilisables, course écartée", lost)
    sizes = frame.group_by("trip", maintain_order=True).len()["len"].to_numpy()
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    arrays = (frame[name].to_numpy().astype(np.int32) for name in ("stop", "arrival", "departure"))
    return trips[kept.to_list()], Calls(first, *arrays)


def _timed(reading: Reading, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Columns arrival and departure in seconds, each standing in for the other, null when both miss."""
    both = frame.with_columns(seconds("arrival_time"), seconds("departure_time"))
    wrong = pl.lit(False)
    for column in ("arrival_time", "departure_time"):
        wrong = wrong | (frame[column].is_not_null() & both[column].is_null())
    reading.note("fault", table.file, "heure illisible (HH:MM:SS attendu), ignorée", frame.filter(wrong))
    arrival, departure = pl.col("arrival_time"), pl.col("departure_time")
    return both.with_columns(
        arrival.fill_null(departure).alias("arrival"), departure.fill_null(arrival).alias("departure")
    )


def _usable(reading: Reading, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    frame = reading.drop(table, frame, pl.col("trip").is_not_null(), "course inconnue ou écartée")
    frame = reading.drop(table, frame, pl.col("stop").is_not_null(), "arrêt inconnu, passage écarté")
    ranked = pl.col("stop_sequence").is_not_null()
    frame = reading.drop(table, frame, ranked, "« stop_sequence » illisible, passage écarté")
    frame = frame.sort("trip", "stop_sequence", maintain_order=True)
    same = (pl.col("trip") == pl.col("trip").shift()) & (
        pl.col("stop_sequence") == pl.col("stop_sequence").shift()
    )
    frame = reading.drop(table, frame, ~same.fill_null(False), "« stop_sequence » répété, passage écarté")
    known = pl.col("arrival").is_not_null()
    frame = frame.with_columns(pl.int_range(pl.len()).alias("_rank"))
    timed = pl.col("_rank").filter(known)
    between = pl.col("_rank").is_between(timed.min().over("trip"), timed.max().over("trip"))
    frame = reading.drop(table, frame, between, "premier ou dernier passage sans heure, écarté")
    frame = frame.filter(pl.len().over("trip") >= 2)
    return frame.with_columns(pl.col("arrival", "departure").fill_null(-1))


def lay_on_shapes(
    frame: pl.DataFrame, calls: Calls, shapes: Shapes, stops: Stops
) -> tuple[Shapes, Ints, NDArray[np.float64]]:
    """Every shape including those made of stops, the shape of each trip, the metres of each call."""
    shape = frame["shape"].to_numpy().astype(np.int32)
    lines: dict[bytes, int] = {}
    made: list[NDArray[np.int32]] = []
    for trip in np.flatnonzero(shape < 0):
        sequence = calls.stops[calls.first[trip] : calls.first[trip + 1]]
        if sequence.tobytes() not in lines:
            lines[sequence.tobytes()] = len(shapes.ids) + len(made)
            made.append(sequence)
        shape[trip] = lines[sequence.tobytes()]
    every = with_stop_lines(shapes, stops, made)
    return every, shape, _metres(calls, shape, every, stops, len(shapes.ids))


def _metres(calls: Calls, shape: Ints, shapes: Shapes, stops: Stops, real: int) -> NDArray[np.float64]:
    """Metres of each call along its trip's shape, each pattern laid once; shapes from `real` on are stops."""
    metres = np.empty(len(calls.stops))
    known: dict[tuple[int, bytes], NDArray[np.float64]] = {}
    for trip, line in enumerate(shape.tolist()):
        rows = slice(int(calls.first[trip]), int(calls.first[trip + 1]))
        key = (line, calls.stops[rows].tobytes())
        if key not in known:
            points = slice(int(shapes.first[line]), int(shapes.first[line + 1]))
            here = calls.stops[rows]
            known[key] = (
                shapes.along_m[points]
                if line >= real
                else place_stops(shapes.lat[points], shapes.lon[points], stops.lat[here], stops.lon[here])
            )
        metres[rows] = known[key]
    return metres


def fill_times(reading: Reading, calls: Calls, metres: NDArray[np.float64]) -> tuple[Ints, Ints]:
    """Arrival and departure of every call, missing ones by distance between known ones, never going back."""
    arrival, departure = calls.arrival_s.astype(np.float64), calls.departure_s.astype(np.float64)
    trip = np.repeat(np.arange(len(calls.first) - 1), np.diff(calls.first))
    unknown = np.flatnonzero(calls.arrival_s < 0)
    if unknown.size:
        known = np.flatnonzero(calls.arrival_s >= 0)
        after = np.searchsorted(known, unknown)
        left, right = known[after - 1], known[after]
        room = metres[right] - metres[left]
        by_rank = (unknown - left) / (right - left)
        share = np.where(room > 0, (metres[unknown] - metres[left]) / np.where(room > 0, room, 1), by_rank)
        time = np.round(departure[left] + share * (arrival[right] - departure[left]))
        arrival[unknown] = departure[unknown] = time
        message = "passages sans heure : heure déduite de la distance"
        reading.note("warning", "stop_times.txt", message, pl.DataFrame({"row": unknown}))
    return _never_back(reading, arrival, departure, trip)


def _never_back(
    reading: Reading, arrival: NDArray[np.float64], departure: NDArray[np.float64], trip: NDArray[np.int64]
) -> tuple[Ints, Ints]:
    """Times of a trip brought up to the one before where they go back in time."""
    pairs = np.stack([arrival, departure], axis=1).ravel()
    offset = np.repeat(trip, 2) * 4e6
    forward = np.maximum.accumulate(pairs + offset) - offset
    back = np.flatnonzero((forward != pairs).reshape(-1, 2).any(axis=1))
    message = "heures qui reculent au cours d’une course : alignées sur la précédente"
    reading.note("warning", "stop_times.txt", message, pl.DataFrame({"row": back}))
    times = forward.reshape(-1, 2).astype(np.int32)
    return times[:, 0].copy(), times[:, 1].copy()


def assemble(
    frame: pl.DataFrame, shape: Ints, calls: Calls, times: tuple[Ints, Ints], metres: NDArray[np.float64]
) -> tuple[Trips, StopTimes]:
    """The frozen tables of trips and calls."""
    trips = Trips(
        ids=texts(frame, "trip_id"),
        routes=frame["route"].to_numpy().astype(np.int32),
        services=frame["service"].to_numpy().astype(np.int32),
        shapes=shape,
        headsigns=texts(frame, "trip_headsign"),
        directions=frame["direction_id"].to_numpy().astype(np.int32),
        blocks=texts(frame, "block_id"),
    )
    return trips, StopTimes(calls.first, calls.stops, times[0], times[1], metres)
