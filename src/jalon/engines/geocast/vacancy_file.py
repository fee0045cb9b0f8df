"""A CSV of vacancies to arrays; every fault of the file is told at once, with its line."""

import csv
import io
from collections.abc import Iterator
from math import isfinite
from pathlib import Path

import numpy as np

from jalon.engines.geocast.files import why
from jalon.engines.geocast.problem import ProblemError, Vacancies, place_faults

COLUMNS = ("id", "lat", "lon", "radius_m")
Record = tuple[int, dict[str, str]]
Fault = tuple[int, str]


def read_vacancies(path: Path) -> Vacancies:
    """Vacancies of a CSV with the columns id, lat, lon, radius_m; others are ignored. ProblemError else."""
    records, faults = scan(path)
    return _vacancies(records, path.name, faults)


def vacancies_of(records: list[Record], file: str) -> Vacancies:
    """Vacancies from rows already read. ProblemError with every fault."""
    return _vacancies(records, file, [])


def _vacancies(records: list[Record], file: str, known: list[str]) -> Vacancies:
    faults = list(_repeats(records))
    values = np.zeros((len(records), 3))
    for i, (line, record) in enumerate(records):
        numbers = [_number(record, column, line, faults) for column in COLUMNS[1:]]
        lat, lon, radius = (0.0 if number is None else number for number in numbers)
        values[i] = lat, lon, radius
        faults += [(line, fault) for fault in place_faults(lat, lon, radius)]
    if faults or known:
        in_order = sorted(faults, key=lambda fault: fault[0])
        raise ProblemError([*known, *(f"{file}, ligne {line} : {fault}" for line, fault in in_order)])
    ids = tuple(record["id"] for _, record in records)
    return Vacancies(ids, values[:, 0].copy(), values[:, 1].copy(), values[:, 2].copy())


def scan(path: Path) -> tuple[list[Record], list[str]]:
    """Rows as texts by column name with their line, and what is wrong with some of them, in French.

    ProblemError when the file cannot be read as a table.
    """
    text, faults = _text(path)
    rows = _rows(text, path.name)
    if not rows:
        raise ProblemError([f"{path.name} : ce fichier est vide"])
    header = [name.strip().lower() for name in rows[0][1]]
    absent = [f"{path.name} : colonne absente : « {name} »" for name in COLUMNS if name not in header]
    twice = [f"{path.name} : colonne en double : « {name} »" for name in COLUMNS if header.count(name) > 1]
    faults += [*absent, *twice]
    if twice or "id" not in header:
        raise ProblemError(faults)
    records = []
    for line, cells in rows[1:]:
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            faults.append(f"{path.name}, ligne {line} : {len(cells)} valeurs pour {len(header)} colonnes")
        padded = [cell.strip() for cell in cells] + [""] * len(header)
        records.append((line, dict(zip(header, padded, strict=False))))
    return records, faults


def _text(path: Path) -> tuple[str, list[str]]:
    """The file's text and, when it is not in UTF-8, the words for it: its rows are then read all the same."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise ProblemError([f"{path} : fichier illisible ({why(fault)})"]) from fault
    if not data.strip():
        raise ProblemError([f"{path.name} : ce fichier est vide"])
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        message = f"{path.name}, ligne {line} : ce fichier n’est pas écrit en UTF-8"
        return data.decode("cp1252", "replace"), [message]


def _rows(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Non-blank rows with their line; the separator is the one the header uses most."""
    header = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as fault:
        message = f"{file}, ligne {reader.line_num} : ligne mal formée ({fault})"
        raise ProblemError([message]) from fault


def _repeats(records: list[Record]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for line, record in records:
        name = record["id"]
        if not name:
            yield line, "identifiant vide"
        elif name in seen:
            yield line, f"identifiant « {name} » déjà donné à la ligne {seen[name]}"
        else:
            seen[name] = line


def _number(record: dict[str, str], column: str, line: int, faults: list[Fault]) -> float | None:
    """A finite number, decimal comma accepted; None and a fault otherwise, None alone without the column."""
    text = record.get(column)
    if text is None:
        return None
    if not text:
        faults.append((line, f"« {column} » est vide"))
        return None
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or "_" in text:
        faults.append((line, f"« {column} » n’est pas un nombre : « {text} »"))
        return None
    return value
