"""Opens a file of vacancies and tells what it is by its content, whatever its name says."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import IO, Any

from jalon.base import tables
from jalon.base.tables import UnreadableError
from jalon.vacancies.choices import Source
from jalon.vacancies.readers import france_travail, job_posting, spreadsheet
from jalon.vacancies.readers.posting import Row

# JSON and pages are read whole: they stay within this. Tables are read row by row, whatever their size.
LARGEST_WHOLE = 150 * 2**20
PREVIEWED = 5


@dataclass(frozen=True)
class Opened:
    """A file whose kind is known. `rows()` reads it from the start, each time it is called."""

    source: Source
    headers: tuple[str, ...]
    total: int | None
    rows: Callable[[], Iterator[Row]]
    sample: tuple[Mapping[str, Any], ...] = ()


def open_vacancies(
    stream: IO[bytes], *, zone: tzinfo, columns: Mapping[str, str] | None = None, employer: str = ""
) -> Opened:
    """Tell the format apart and make ready to read; `columns` (column to field) is for tables only.

    Raises:
        UnreadableError: nothing can be read of it.
    """
    stream.seek(0)
    start = stream.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise UnreadableError("Le fichier est vide.")
    if start.startswith(b"PK"):
        return _table(stream, tables.xlsx_rows, columns, zone, employer)
    if start[:1] in b"{[":
        return _json(stream, zone)
    if start[:1] == b"<":
        return _postings(job_posting.postings_of_page(_text(stream)), zone)
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("Ce fichier n’est ni un tableau (CSV, XLSX), ni du JSON, ni une page.")
    return _table(stream, tables.csv_rows, columns, zone, employer)


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    content = stream.read(LARGEST_WHOLE + 1)
    if len(content) > LARGEST_WHOLE:
        raise UnreadableError("Ce fichier est trop grand (150 Mo au plus).")
    return content.decode("utf-8-sig", errors="replace")


def _json(stream: IO[bytes], zone: tzinfo) -> Opened:
    try:
        data = json.loads(_text(stream), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"Ce fichier JSON est mal écrit ({error}).") from error
    postings = job_posting.postings_in(data)
    if postings:
        return _postings(postings, zone)
    offers = data.get("resultats") if isinstance(data, dict) else data
    if isinstance(data, dict) and "intitule" in data:
        offers = [data]
    if not isinstance(offers, list) or not any(isinstance(o, dict) and "intitule" in o for o in offers):
        raise UnreadableError("Ce JSON ne contient ni offres de France Travail (resultats) ni JobPosting.")
    found = offers
    return Opened(Source.FRANCE_TRAVAIL, (), len(found), lambda: france_travail.rows_of(found))


def _postings(postings: list[dict[str, Any]], zone: tzinfo) -> Opened:
    return Opened(Source.JOB_POSTING, (), len(postings), lambda: job_posting.rows_of(postings, zone))


def _table(
    stream: IO[bytes],
    read: Callable[[IO[bytes]], Iterator[dict[str, Any]]],
    columns: Mapping[str, str] | None,
    zone: tzinfo,
    employer: str,
) -> Opened:
    """A table of France Travail is known by its columns; any other needs a matching, guessed if not given."""
    headers, total, sample = _survey(read(stream))
    if set(headers) >= france_travail.MARKS:
        rows = lambda: (_flat_row(n, cells) for n, cells in enumerate(read(stream), 2))  # noqa: E731
        return Opened(Source.FRANCE_TRAVAIL, headers, total, rows, sample)
    matching = columns if columns is not None else spreadsheet.guess(headers)
    return Opened(
        Source.SPREADSHEET,
        headers,
        total,
        lambda: spreadsheet.rows_of(read(stream), matching, zone, employer=employer),
        sample,
    )


def _survey(rows: Iterator[dict[str, Any]]) -> tuple[tuple[str, ...], int, tuple[dict[str, Any], ...]]:
    """Columns, number of rows and the first rows, in one passage."""
    headers: dict[str, None] = {}
    sample: list[dict[str, Any]] = []
    total = 0
    for total, row in enumerate(rows, 1):  # noqa: B007  the count is used after the loop
        if len(sample) < PREVIEWED and tables.FAULT not in row:
            sample.append(row)
            headers |= dict.fromkeys(row)
    if not sample:
        raise UnreadableError("Aucune ligne lisible après celle des noms de colonnes.")
    return tuple(headers), total, tuple(sample)


def _flat_row(number: int, cells: dict[str, Any]) -> Row:
    if tables.FAULT in cells:
        fault = str(cells.pop(tables.FAULT))
        return Row(number, cells, reasons=(fault,), source_id=str(cells.get("id") or ""))
    return france_travail.row_of(number, cells)
