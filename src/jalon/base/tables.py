"""CSV and XLSX tables as rows of named cells, one at a time: a file of any size takes little memory."""

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO, Any

from openpyxl import Workbook, load_workbook

SAMPLE = 65_536
MOST_COLUMNS = 200
LONGEST_CELL = 60_000
# A workbook is a zip: one that unpacks to more than this is not a list that people keep.
LARGEST_WORKBOOK = 300 * 2**20
FAULT = "\x00fault"
# A quotation mark that is never closed swallows the rows after it: no cell that people write has more lines.
MOST_LINES = 12
# Where é è à ê ç ù stand in each encoding of one byte.
_ACCENTS = {
    "cp1252": b"\xe9\xe8\xe0\xea\xe7\xf9",
    "mac_roman": b"\x8e\x8f\x88\x90\x8d\x9d",
    "cp850": b"\x82\x8a\x85\x88\x87\x97",
}


class UnreadableError(Exception):
    """Nothing of the file can be used; the message says why and what is expected, in French."""


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
    """What the bytes are written in: the whole file is looked at, an accent may come late."""
    sample = stream.read(SAMPLE)
    stream.seek(0)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in sample[1:200:2] and b"\x00" not in sample[:200:2]:
        return "utf-16-le"
    decoder = codecs.getincrementaldecoder("utf-8")()
    counts = dict.fromkeys(_ACCENTS, 0)
    utf8 = True
    for block in iter(partial(stream.read, SAMPLE), b""):
        utf8 = utf8 and _decodes(decoder, block)
        for name, accents in _ACCENTS.items():
            counts[name] += sum(block.count(accent) for accent in accents)
    utf8 = utf8 and _decodes(decoder, b"", final=True)
    stream.seek(0)
    return "utf-8-sig" if utf8 else max(counts, key=lambda name: counts[name])


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _parsed(text: io.TextIOWrapper) -> Iterator[dict[str, Any]]:
    start = text.readline(SAMPLE)
    text.seek(0)
    separator = max(",;\t|", key=start.count)
    reader = csv.reader(text, delimiter=separator)
    header = _header(next(reader, []))
    while True:
        before = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield {FAULT: f"ligne {reader.line_num} illisible ({error})"}
            continue
        if any(cells):
            row = _named(header, cells)
            if reader.line_num - before > MOST_LINES and _swallowed(cells, separator, len(header)):
                row[FAULT] = (
                    f"lignes {before + 1} à {reader.line_num} lues d’un bloc\u00a0: un guillemet ouvert "
                    "n’est pas fermé"
                )
            yield row


def _swallowed(cells: list[str], separator: str, columns: int) -> bool:
    """Whether a cell holds whole rows: a long text has lines of its own, not cut like the table."""
    lines = max(cells, key=len).splitlines()[1:]
    rows = sum(line.count(separator) == columns - 1 for line in lines)
    return len(cells) != columns or 2 * rows > len(lines)


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    if sum(bool(name) for name in names) < 2 or len(names) > MOST_COLUMNS:
        raise UnreadableError(
            "La première ligne doit nommer les colonnes, séparées par des virgules ou des points-virgules."
        )
    return _distinct(names)


def _distinct(names: list[str]) -> list[str]:
    """Two columns of one name stay two: « Nom » and « Nom (2) »."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    counts: dict[str, int] = {}
    distinct: list[str] = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        numbered = f"{name} ({counts[name]})"
        distinct.append(numbered if name and counts[name] > 1 and numbered not in seen else name)
    return distinct


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


def csv_lines(rows: Iterable[Iterable[Any]], *, delimiter: str = ",") -> Iterator[str]:
    """CSV lines, each harmless to a spreadsheet; the file begins with "\\ufeff" for the accents."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


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


def reader_of(stream: IO[bytes]) -> Callable[[IO[bytes]], Iterator[dict[str, Any]]]:
    """How this table is read, told by its content, whatever its name says.

    Raises:
        UnreadableError: it is empty, or no table.
    """
    stream.seek(0)
    start = stream.read(4096)
    stream.seek(0)
    if not start.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise UnreadableError("Le fichier est vide.")
    if start.startswith(b"PK"):
        return xlsx_rows
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError("C’est un ancien classeur (.xls)\u00a0: enregistrez-le en .xlsx ou en CSV.")
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")) or _is_binary(start):
        raise UnreadableError("Ce fichier n’est pas un tableau\u00a0: enregistrez-le en CSV ou en XLSX.")
    return csv_rows


def _is_binary(start: bytes) -> bool:
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in start[:200:2]
    return b"\x00" in start and not wide
