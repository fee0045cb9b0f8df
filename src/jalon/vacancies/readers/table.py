"""CSV and XLSX tables as rows of named cells, one at a time: a file of any size takes little memory."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from openpyxl import Workbook, load_workbook

from jalon.vacancies.readers.posting import UnreadableError

SAMPLE = 65_536
MOST_COLUMNS = 200
LONGEST_CELL = 60_000
# A workbook is a zip: one that unpacks to more than this is not a list of vacancies.
LARGEST_WORKBOOK = 300 * 2**20
FAULT = "\x00fault"


def csv_rows(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Rows of a CSV in UTF-8 or Windows-1252, whatever its separator. A broken row holds its fault.

    Raises:
        UnreadableError: no header.
    """
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=_encoding(stream), errors="replace", newline="")
    try:
        yield from _parsed(text)
    finally:
        text.detach()


def _encoding(stream: IO[bytes]) -> str:
    sample = stream.read(SAMPLE)
    stream.seek(0)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        sample[: sample.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _parsed(text: io.TextIOWrapper) -> Iterator[dict[str, Any]]:
    start = text.readline(SAMPLE)
    text.seek(0)
    separator = max(",;\t|", key=start.count)
    reader = csv.reader(text, delimiter=separator)
    header = _header(next(reader, []))
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield {FAULT: f"ligne {reader.line_num} illisible ({error})"}
            continue
        if any(cells):
            yield _named(header, cells)


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    if sum(bool(name) for name in names) < 2 or len(names) > MOST_COLUMNS:
        raise UnreadableError(
            "La première ligne doit nommer les colonnes, séparées par des virgules ou des points-virgules."
        )
    return names


def _named(header: list[str], cells: list[Any]) -> dict[str, Any]:
    row = {name: _cell(value) for name, value in zip(header, cells, strict=False) if name}
    if len(cells) > len(header) and any(cells[len(header) :]):
        row[FAULT] = f"{len(cells)} cellules pour {len(header)} colonnes : un guillemet manque sans doute"
    return row


def _cell(value: Any) -> Any:
    """A cell as written; the apostrophe that an export put before a formula sign is taken off."""
    if not isinstance(value, str):
        return value
    unquoted = value[1:] if value[:1] == "'" and value[1:2] in FORMULA else value
    return unquoted[:LONGEST_CELL]


FORMULA = frozenset("=+-@\t")


def harmless(value: Any) -> str:
    """A cell for a CSV that may be opened in a spreadsheet: nothing in it starts a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in FORMULA and text else text


def xlsx_rows(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Rows of the first sheet of a workbook, read in passing. UnreadableError when it is not one."""
    stream.seek(0)
    _check_size(stream)
    try:
        book = load_workbook(stream, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its XML reader meets
        raise UnreadableError(f"Ce classeur ne s’ouvre pas ({type(error).__name__}).") from error
    try:
        rows = _sheet(book)
        header = _header(["" if cell is None else str(cell) for cell in next(rows, ())])
        for cells in rows:
            if any(cell is not None and cell != "" for cell in cells):
                yield _named(header, list(cells))
    finally:
        book.close()


def _sheet(book: Workbook) -> Iterator[tuple[Any, ...]]:
    if not book.worksheets:
        raise UnreadableError("Ce classeur n’a pas de feuille.")
    try:
        yield from book.worksheets[0].iter_rows(values_only=True)
    except Exception as error:  # the sheet is read in passing, and may break in its middle
        raise UnreadableError(f"La feuille est abîmée ({type(error).__name__}).") from error


def _check_size(stream: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableError("Ce fichier n’est pas un classeur XLSX entier.") from error
    stream.seek(0)
    if size > LARGEST_WORKBOOK:
        raise UnreadableError("Ce classeur est trop grand une fois ouvert : enregistrez-le en CSV.")
