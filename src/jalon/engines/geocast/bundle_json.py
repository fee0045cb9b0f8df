"""A bundle as compact JSON and back, without loss, with the hash of its content as version."""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from jalon.engines.geocast.bundle import (
    Bundle,
    Fit,
    Line,
    Message,
    Params,
    Pattern,
    Shape,
    StopName,
    Stretch,
    Trip,
    Vacancy,
)

SCHEMA = 1


def stamp(bundle: Bundle, *, made_at: float) -> Bundle:
    """The bundle with its instant of making, and the hash of everything else as its version."""
    bare = replace(bundle, made_at=0, version="")
    digest = hashlib.sha256(_dump(as_json(bare)).encode()).hexdigest()
    return replace(bundle, made_at=int(made_at), version=digest[:16])


def write(bundle: Bundle) -> bytes:
    """The bundle as compact JSON in UTF-8."""
    return _dump(as_json(bundle)).encode()


def write_gzip(bundle: Bundle) -> bytes:
    """The same, compressed, identical for identical content."""
    return gzip.compress(write(bundle), compresslevel=6, mtime=0)


def read(data: bytes) -> Bundle:
    """A bundle that `write` wrote. ValueError when the schema number is another one."""
    return from_json(json.loads(data))


def _dump(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _deltas(values: tuple[int, ...]) -> list[int]:
    return [value - before for before, value in zip((0, *values), values, strict=False)]


def _sums(deltas: list[int]) -> tuple[int, ...]:
    total, values = 0, []
    for delta in deltas:
        total += delta
        values.append(total)
    return tuple(values)


def as_json(bundle: Bundle) -> dict[str, Any]:
    """The document that `schemas/bundle.schema.json` describes; rows are arrays, numbers are deltas."""
    return {
        "schema": SCHEMA,
        "version": bundle.version,
        "made_at": bundle.made_at,
        "network": bundle.network,
        "network_name": bundle.network_name,
        "day": bundle.day,
        "midnight": bundle.midnight,
        "timezone": bundle.timezone,
        "site": bundle.site,
        "phone": bundle.phone,
        "params": {name: getattr(bundle.params, name) for name in Params.__slots__},
        "lines": [[line.key, line.name, line.label] for line in bundle.lines],
        "stops": [[stop.key, stop.name] for stop in bundle.stops],
        "shapes": [_shape_json(shape) for shape in bundle.shapes],
        "patterns": [_pattern_json(pattern) for pattern in bundle.patterns],
        "runs": [_deltas(run) for run in bundle.runs],
        "trips": [_trip_json(trip) for trip in bundle.trips],
        "vacancies": [_vacancy_json(vacancy) for vacancy in bundle.vacancies],
        "line_playlists": [list(playlist) for playlist in bundle.line_playlists],
        "messages": [_message_json(message) for message in bundle.messages],
        "qr": dict(bundle.qr),
        "off": [list(window) for window in bundle.off],
    }


def _shape_json(shape: Shape) -> dict[str, Any]:
    return {
        "id": shape.id,
        "lat": _deltas(shape.lat),
        "lon": _deltas(shape.lon),
        "along_dm": _deltas(shape.along_dm),
    }


def _pattern_json(pattern: Pattern) -> dict[str, Any]:
    return {
        "shape": pattern.shape,
        "line": pattern.line,
        "headsign": pattern.headsign,
        "stops": list(pattern.stops),
        "metres": list(pattern.metres),
        "stretches": [_stretch_json(stretch) for stretch in pattern.stretches],
        "rounds": [list(metres) for metres in pattern.rounds],
    }


def _stretch_json(s: Stretch) -> list[Any]:
    fits = [[fit.start_s, fit.bus_s, fit.back_s] for fit in s.fits]
    return [s.vacancy, s.from_m, s.enter_m, s.exit_m, s.until_m, s.stop, s.walk_min, fits]


def _trip_json(trip: Trip) -> list[Any]:
    picks = [list(round_) for round_ in trip.picks]
    return [trip.id, trip.pattern, trip.run, trip.start_s, trip.block, picks]


def _vacancy_json(vacancy: Vacancy) -> dict[str, Any]:
    return {
        "id": vacancy.id,
        "trade": vacancy.trade,
        "employer": vacancy.employer,
        "phone": vacancy.phone,
        "valid_until": vacancy.valid_until,
        "windows": [list(window) for window in vacancy.windows],
        "codes": {str(line): code for line, code in sorted(vacancy.codes.items())},
    }


def _message_json(m: Message) -> dict[str, Any]:
    return {
        "id": m.id,
        "title": m.title,
        "text": m.text,
        "seconds": m.seconds,
        "starts_at": m.starts_at,
        "ends_at": m.ends_at,
    }


def from_json(document: Mapping[str, Any]) -> Bundle:
    """The bundle of a document. ValueError when its schema number is another one."""
    if document.get("schema") != SCHEMA:
        raise ValueError(f"schéma de boucle {document.get('schema')!r}, {SCHEMA} attendu")
    same = ("network", "network_name", "day", "midnight", "timezone", "site", "phone", "made_at", "version")
    return Bundle(
        **{name: document[name] for name in same},
        params=Params(**document["params"]),
        lines=tuple(Line(*row) for row in document["lines"]),
        stops=tuple(StopName(*row) for row in document["stops"]),
        shapes=tuple(_shape(row) for row in document["shapes"]),
        patterns=tuple(_pattern(row) for row in document["patterns"]),
        runs=tuple(_sums(run) for run in document["runs"]),
        trips=tuple(_trip(row) for row in document["trips"]),
        vacancies=tuple(_vacancy(row) for row in document["vacancies"]),
        line_playlists=tuple(tuple(row) for row in document["line_playlists"]),
        messages=tuple(Message(**row) for row in document["messages"]),
        qr=dict(document["qr"]),
        off=tuple((a, b) for a, b in document["off"]),
    )


def _shape(row: Mapping[str, Any]) -> Shape:
    return Shape(row["id"], _sums(row["lat"]), _sums(row["lon"]), _sums(row["along_dm"]))


def _pattern(row: Mapping[str, Any]) -> Pattern:
    return Pattern(
        shape=row["shape"],
        line=row["line"],
        headsign=row["headsign"],
        stops=tuple(row["stops"]),
        metres=tuple(row["metres"]),
        stretches=tuple(_stretch(stretch) for stretch in row["stretches"]),
        rounds=tuple((begin, end) for begin, end in row["rounds"]),
    )


def _vacancy(row: Mapping[str, Any]) -> Vacancy:
    fields = {name: row[name] for name in ("id", "trade", "employer", "phone", "valid_until")}
    windows = tuple((a, b) for a, b in row["windows"])
    return Vacancy(**fields, windows=windows, codes={int(line): code for line, code in row["codes"].items()})


def _stretch(row: Sequence[Any]) -> Stretch:
    vacancy, from_m, enter_m, exit_m, until_m, stop, walk_min, fits = row
    buses = tuple(Fit(*fit) for fit in fits)
    return Stretch(vacancy, from_m, enter_m, exit_m, until_m, stop, walk_min, buses)


def _trip(row: Sequence[Any]) -> Trip:
    trip, pattern, run, start_s, block, picks = row
    return Trip(trip, pattern, run, start_s, block, tuple(tuple(round_) for round_ in picks))
