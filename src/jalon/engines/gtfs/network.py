"""agency.txt, routes.txt and stops.txt to arrays."""

from zoneinfo import available_timezones

import numpy as np
import polars as pl

from jalon.engines.gtfs import places
from jalon.engines.gtfs.columns import integer, number, texts
from jalon.engines.gtfs.feed import Agency, Finding, Routes, Stops
from jalon.engines.gtfs.reading import Reading, index_of
from jalon.engines.gtfs.table import LINE, Table

DEFAULT_ZONE = "Europe/Paris"
BUS = 3
LAT, LON = "stop_lat", "stop_lon"


def read_agencies(reading: Reading) -> tuple[tuple[Agency, ...], str]:
    """Operators and the time zone of the feed, Europe/Paris where the feed gives none that exists."""
    table = reading.table("agency")
    if table is None or not len(table.frame):
        message = f"exploitant absent : fuseau horaire {DEFAULT_ZONE} supposé"
        reading.findings.append(Finding("warning", "agency.txt", message))
        return (), DEFAULT_ZONE
    frame = table.with_columns_of("agency_id", "agency_name", "agency_url", "agency_timezone")
    rows = zip(*(texts(frame, column) for column in frame.columns[:3]), strict=True)
    return tuple(Agency(*row) for row in rows), _zone(reading, table, texts(frame, "agency_timezone"))


def _zone(reading: Reading, table: Table, zones: tuple[str, ...]) -> str:
    exact = {zone.lower(): zone for zone in available_timezones()}
    known = [exact[zone.lower()] for zone in zones if zone.lower() in exact]
    for zone in sorted(set(zones) - {""}):
        if zone.lower() not in exact:
            reading.findings.append(Finding("fault", table.file, f"fuseau horaire inconnu : « {zone} »"))
    if len(set(known)) > 1:
        message = f"plusieurs fuseaux horaires : {known[0]} est appliqué à tout le réseau"
        reading.findings.append(Finding("warning", table.file, message))
    if not known:
        message = f"aucun fuseau horaire utilisable : {DEFAULT_ZONE} supposé"
        reading.findings.append(Finding("warning", table.file, message))
    return known[0] if known else DEFAULT_ZONE


def read_routes(reading: Reading, agencies: tuple[Agency, ...]) -> Routes:
    """Lines; one without a known operator belongs to the only one there is, else to none (-1)."""
    table = reading.table("routes", "route_id")
    reading.refuse_if_faulty(table)
    assert table is not None
    names = ("route_short_name", "route_long_name", "route_color", "route_text_color")
    frame = table.with_columns_of("route_id", "agency_id", "route_type", *names)
    frame = reading.without_duplicates(table, frame, "route_id")
    agency = index_of(frame, "agency_id", pl.Series([agency.id for agency in agencies], dtype=pl.String))
    only = 0 if len(agencies) == 1 else -1
    short, long, color, text_color = (texts(frame, name) for name in names)
    return Routes(
        ids=texts(frame, "route_id"),
        short_names=short,
        long_names=long,
        types=frame.select(integer("route_type", BUS))["route_type"].to_numpy().copy(),
        colors=_hexadecimal(color),
        text_colors=_hexadecimal(text_color),
        agencies=agency.fill_null(only).to_numpy().astype(np.int32),
    )


def _hexadecimal(colors: tuple[str, ...]) -> tuple[str, ...]:
    cleaned = (color.removeprefix("#").upper() for color in colors)
    return tuple(
        color if len(color) == 6 and set(color) <= set("0123456789ABCDEF") else "" for color in cleaned
    )


def read_stops(reading: Reading, timezone: str) -> Stops:
    """Located stops and stations; one without coordinates takes its station's, else it is left out."""
    table = reading.table("stops", "stop_id", LAT, LON)
    reading.refuse_if_faulty(table)
    assert table is not None
    more = ("stop_name", "stop_code", "parent_station", "location_type", "wheelchair_boarding")
    frame = table.with_columns_of("stop_id", LAT, LON, *more)
    frame = reading.without_duplicates(table, frame, "stop_id")
    frame = frame.with_columns(number(LAT), number(LON), integer("location_type", 0))
    frame = _located(reading, table, _right_way_round(reading, table, frame, timezone))
    parents = index_of(frame, "parent_station", frame["stop_id"])
    lost = frame.filter(pl.col("parent_station").is_not_null() & parents.is_null())
    reading.note("warning", table.file, "station parente inconnue, arrêt gardé sans elle", lost)
    return Stops(
        ids=texts(frame, "stop_id"),
        names=texts(frame, "stop_name"),
        codes=texts(frame, "stop_code"),
        lat=frame[LAT].to_numpy().copy(),
        lon=frame[LON].to_numpy().copy(),
        parents=parents.fill_null(-1).to_numpy().astype(np.int32),
        wheelchair=frame.select(integer("wheelchair_boarding", 0))["wheelchair_boarding"].to_numpy().copy(),
    )


def _right_way_round(reading: Reading, table: Table, frame: pl.DataFrame, timezone: str) -> pl.DataFrame:
    if places.swapped(frame, LAT, LON, timezone):
        message = "latitudes et longitudes inversées dans tout le fichier : remises en ordre"
        reading.findings.append(Finding("fault", table.file, message))
        frame = places.turn(frame, LAT, LON)
    alone = places.lone_swaps(frame, LAT, LON)
    reading.note(
        "fault", table.file, "latitude et longitude inversées : remises en ordre", frame.filter(alone)
    )
    exchanged = places.turn(frame, LAT, LON)
    return frame.with_columns(
        pl.when(alone).then(exchanged[column]).otherwise(frame[column]).alias(column) for column in (LAT, LON)
    )


def _located(reading: Reading, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Only rows on Earth and away from 0, 0 (the usual mark of a missing place)."""
    on_earth = (pl.col(LAT).abs() <= 90) & (pl.col(LON).abs() <= 180)
    placed = on_earth & ~((pl.col(LAT).abs() < 1e-6) & (pl.col(LON).abs() < 1e-6))
    placed = placed.fill_null(False)
    frame = frame.with_columns(pl.when(placed).then(pl.col(column)) for column in (LAT, LON))
    stations = frame.select(pl.col("stop_id").alias("parent_station"), LAT, LON)
    frame = frame.join(stations, on="parent_station", how="left", suffix="_station", maintain_order="left")
    borrowed = frame.filter(pl.col(LAT).is_null() & pl.col(f"{LAT}_station").is_not_null())
    reading.note("warning", table.file, "arrêt sans coordonnées, placé à sa station", borrowed)
    frame = frame.with_columns(
        pl.col(column).fill_null(pl.col(f"{column}_station")) for column in (LAT, LON)
    ).drop(f"{LAT}_station", f"{LON}_station")
    inner = pl.col("location_type") > 1
    frame = frame.filter(~(inner & pl.col(LAT).is_null()))
    message = "arrêt sans coordonnées utilisables, écarté"
    return reading.drop(table, frame, pl.col(LAT).is_not_null(), message).sort(LINE)
