"""shapes.txt to arrays, and the lines through the stops of trips that have no shape."""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jalon.engines.gtfs import geodesy, places
from jalon.engines.gtfs.columns import number, texts
from jalon.engines.gtfs.feed import SYNTHETIC, Finding, Shapes, Stops
from jalon.engines.gtfs.reading import Reading
from jalon.engines.gtfs.table import LINE

LAT, LON, RANK = "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"


def read_shapes(reading: Reading, timezone: str) -> Shapes:
    """Shapes of at least two located points, each in the order of its sequence numbers."""
    table = reading.table("shapes", "shape_id", LAT, LON)
    if table is None or not len(table.frame):
        return _shapes((), [], np.zeros(0), np.zeros(0))
    frame = table.with_columns_of("shape_id", LAT, LON, RANK)
    frame = frame.with_columns(number(LAT), number(LON), number(RANK))
    if places.swapped(frame, LAT, LON, timezone):
        message = "latitudes et longitudes inversées dans tout le fichier : remises en ordre"
        reading.findings.append(Finding("fault", table.file, message))
        frame = places.turn(frame, LAT, LON)
    frame = reading.drop(table, frame, pl.col("shape_id").is_not_null(), "« shape_id » est vide")
    on_earth = (pl.col(LAT).abs() <= 90) & (pl.col(LON).abs() <= 180)
    frame = reading.drop(table, frame, on_earth, "point sans coordonnées utilisables, écarté")
    if table.has(RANK):
        frame = reading.drop(table, frame, pl.col(RANK).is_not_null(), f"« {RANK} » illisible, point écarté")
    frame = _in_order(frame)
    alone = frame.filter(pl.len().over("shape_id") < 2)
    reading.note("warning", table.file, "tracé d’un seul point, écarté", alone)
    frame = frame.filter(pl.len().over("shape_id") >= 2)
    sizes = frame.group_by("shape_id", maintain_order=True).len()
    counts = sizes["len"].to_list()
    return _shapes(texts(sizes, "shape_id"), counts, frame[LAT].to_numpy(), frame[LON].to_numpy())


def _in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Points of a shape together and by number; shapes in the order in which they first appear."""
    order = pl.col(LINE).min().over("shape_id").alias("_shape")
    frame = frame.with_columns(order)
    if (frame["_shape"].diff().drop_nulls() >= 0).all():
        same = frame["_shape"].diff() == 0
        if (frame[RANK].diff().filter(same) > 0).all():
            return frame
    return frame.sort("_shape", RANK, maintain_order=True)


def _shapes(
    ids: tuple[str, ...], counts: list[int], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> Shapes:
    first = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int32)
    lat, lon = lat.astype(np.float64), lon.astype(np.float64)
    return Shapes(ids=ids, first=first, lat=lat, lon=lon, along_m=geodesy.along_m(lat, lon, first))


def synthetic_id(stop_ids: Iterable[str]) -> str:
    """The id of the line through these stops, the same in every feed that names them so."""
    return SYNTHETIC + blake2b("\x1f".join(stop_ids).encode(), digest_size=8).hexdigest()


def with_stop_lines(shapes: Shapes, stops: Stops, lines: list[NDArray[np.int32]]) -> Shapes:
    """The shapes, followed by one line per sequence of stop indices in `lines`."""
    if not lines:
        return shapes
    order = np.concatenate(lines)
    ids = tuple(synthetic_id(stops.ids[stop] for stop in line) for line in lines)
    counts = [*np.diff(shapes.first).tolist(), *(len(line) for line in lines)]
    lat = np.concatenate([shapes.lat, stops.lat[order]])
    lon = np.concatenate([shapes.lon, stops.lon[order]])
    return _shapes((*shapes.ids, *ids), counts, lat, lon)
