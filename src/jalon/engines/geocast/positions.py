"""The door for real-time messages: one call reads any of the formats, told apart by content.

GTFS-Realtime (protobuf, JSON), SIRI-VM and SIRI-ET (XML, SOAP, SIRI Lite JSON), a pushed JSON position,
and CSV `at,vehicle,trip_id,lat,lon[,bearing]`.
"""

import csv
import io
import json
import re
from datetime import UTC, tzinfo
from math import isfinite, nan
from typing import Any

from jalon.engines.geocast import realtime, siri
from jalon.engines.geocast.observation import Position, PositionError, Reading, coordinate_fault
from jalon.engines.geocast.siri_tree import from_json, from_xml

CSV, PUSH = "csv", "push"
MAX_BYTES = 128 * 2**20
_UTF16_XML = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_CONTROL = frozenset(range(32)) - set(b"\t\n\r\x0b\x0c")
_TRIP_KEYS = ("trip_id", "route_id", "direction", "block", "label")


def decode(data: bytes, *, received_at: float = nan, zone: tzinfo = UTC) -> list[Position]:
    """Return the vehicle positions of a message of any known format.

    Raises PositionError, in French, when the message as a whole cannot be read.
    """
    return list(read(data, received_at=received_at, zone=zone).positions)


def read(data: bytes, *, received_at: float = nan, zone: tzinfo = UTC) -> Reading:
    """Read positions, estimated calls and faults of a message of any known format.

    `received_at` (UTC seconds) dates what carries no time of its own; `zone` is that of times without offset.
    Raises PositionError, in French, when the message as a whole cannot be read.
    """
    if not data.strip():
        raise PositionError("Le fichier de positions est vide.")
    if len(data) > MAX_BYTES:
        raise PositionError(f"Le fichier de positions dépasse {MAX_BYTES // 2**20} Mo.")
    if _is_xml(data):
        return siri.read_tree(from_xml(data.lstrip(b" \t\r\n")), "siri", received_at, zone)
    if not _is_text(data):
        return realtime.read_protobuf(data, received_at)
    return _read_text(_as_text(data), data, received_at, zone)


def _is_xml(data: bytes) -> bool:
    return data.startswith(_UTF16_XML) or (
        data.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(b"<") and _is_text(data)
    )


def _is_text(data: bytes) -> bool:
    """Tell text from protobuf: the length bytes of a message always include control characters."""
    return not _CONTROL.intersection(data[:4096])


def _as_text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _read_text(written: str, data: bytes, received_at: float, zone: tzinfo) -> Reading:
    start = written.lstrip()[:1]
    if start in ("{", "["):
        return _read_json(written, received_at, zone)
    names = [name.strip(' "\r').lower() for name in re.split("[,;\t]", written.lstrip().split("\n", 1)[0])]
    if "lat" in names and "lon" in names:
        return _read_csv(written.lstrip(), received_at, zone)
    try:
        return realtime.read_protobuf(data, received_at)
    except PositionError:
        raise PositionError(
            "Format de positions inconnu : ni GTFS-Realtime, ni SIRI, ni CSV à colonnes « lat » et « lon »."
        ) from None


def _read_json(written: str, received_at: float, zone: tzinfo) -> Reading:
    try:
        document = json.loads(written)
    except (ValueError, RecursionError) as fault:
        raise PositionError("JSON mal formé : message tronqué ou abîmé.") from fault
    if isinstance(document, list):
        return _rows(PUSH, document, received_at, zone)
    if "entity" in document or "header" in document:
        return realtime.read_json(document, received_at)
    if "lat" in document and "lon" in document:
        return _rows(PUSH, [document], received_at, zone)
    return siri.read_tree(from_json(document), "siri-lite", received_at, zone)


def _read_csv(written: str, received_at: float, zone: tzinfo) -> Reading:
    separator = max(",;\t", key=written.split("\n", 1)[0].count)
    table = csv.reader(io.StringIO(written), delimiter=separator)
    try:
        names = [name.strip().lower() for name in next(table)]
        rows = [dict(zip(names, row, strict=False)) for row in table if any(row)]
    except csv.Error as fault:
        raise PositionError(f"CSV illisible : ligne {table.line_num}.") from fault
    if "at" not in names and not isfinite(received_at):
        raise PositionError("CSV de positions sans colonne « at » (l’heure de chaque position).")
    return _rows(CSV, rows, received_at, zone)


def _rows(form: str, rows: list[Any], received_at: float, zone: tzinfo) -> Reading:
    positions, faults = [], []
    # A reader counts the lines of a table from its header, the elements of a list from one.
    for rank, row in enumerate(rows, start=2 if form == CSV else 1):
        if not isinstance(row, dict):
            faults.append(f"Ligne {rank} : ce n’est pas une position.")
            continue
        position = _row_position(row, form, received_at, zone)
        fault = coordinate_fault(position.lat, position.lon)
        if not fault and not isfinite(position.at):
            fault = "heure absente ou illisible"
        if fault:
            faults.append(f"Ligne {rank}, véhicule {position.vehicle or '(sans nom)'} : {fault}.")
        else:
            positions.append(position)
    return Reading(form, tuple(positions), (), tuple(faults))


def _row_position(row: dict[str, Any], form: str, received_at: float, zone: tzinfo) -> Position:
    bearing = _number(row.get("bearing"))
    texts = {key: _text(row.get(key)) for key in _TRIP_KEYS}
    return Position(
        vehicle=_text(row.get("vehicle")) or (texts["trip_id"] if form == CSV else ""),
        at=_at(row.get("at"), received_at, zone),
        lat=_number(row.get("lat")),
        lon=_number(row.get("lon")),
        bearing=bearing % 360 if isfinite(bearing) else nan,
        speed=_number(row.get("speed")),
        line_ref=_text(row.get("line")),
        source=form,
        **texts,
    )


def _at(value: object, received_at: float, zone: tzinfo) -> float:
    """Return UTC seconds of a number of seconds, of milliseconds, or of an ISO 8601 text."""
    if value is None or value == "":
        return received_at
    seconds = realtime.epoch(value)
    return seconds if isfinite(seconds) else siri.instant(_text(value), zone)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return nan
    try:
        return float(value.replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return nan


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()[:200]
