"""One CSV file of a feed to a frame of trimmed texts, tolerant of how feeds are really written."""

import csv
import io

import polars as pl

from jalon.engines.gtfs.feed import Finding

LINE = "_line"
MACHINE_EOL = "\n"


class Table:
    """A frame of texts (empty is null) with the line of each row in `_line`, and its file's name."""

    def __init__(self, name: str, frame: pl.DataFrame) -> None:
        self.name = name
        self.file = f"{name}.txt"
        self.frame = frame

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self.frame.columns

    def with_columns_of(self, *columns: str) -> pl.DataFrame:
        """The frame with only these columns, absent ones being null, and `_line`."""
        absent = [pl.lit(None, pl.String).alias(column) for column in columns if not self.has(column)]
        return self.frame.with_columns(absent).select(*columns, LINE)


def read_table(name: str, data: bytes, findings: list[Finding]) -> Table:
    """Every row of one file; findings get a line for what had to be tolerated."""
    text = _utf8(name, data, findings).lstrip(b"\r\n \t")
    if not text:
        return Table(name, pl.DataFrame(schema={LINE: pl.UInt32}))
    separator = _separator(name, text, findings)
    frame = _parse(name, text, separator, findings)
    frame = frame.rename(_headers(frame.columns))
    frame = frame.select(pl.all().str.strip_chars().replace("", None)).with_row_index(LINE, offset=2)
    texts = [column for column in frame.columns if column != LINE]
    return Table(name, frame.filter(~pl.all_horizontal(pl.col(texts).is_null())) if texts else frame)


def _utf8(name: str, data: bytes, findings: list[Finding]) -> bytes:
    """The same text in UTF-8 with plain line ends and no byte-order mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.append(Finding("warning", f"{name}.txt", "écrit en UTF-16 au lieu d’UTF-8 : converti"))
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")
    try:
        data.decode()
    except UnicodeDecodeError:
        findings.append(Finding("warning", f"{name}.txt", "n’est pas en UTF-8 : lu comme Windows-1252"))
        data = data.decode("cp1252", "replace").encode()
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data


def _separator(name: str, text: bytes, findings: list[Finding]) -> str:
    header = text.partition(b"\n")[0]
    best = max(b",;\t|", key=header.count)
    if best == ord(",") or not header.count(bytes([best])):
        return ","
    findings.append(Finding("warning", f"{name}.txt", f"colonnes séparées par « {chr(best)} » : accepté"))
    return chr(best)


def _headers(columns: list[str]) -> dict[str, str]:
    """Names trimmed and in lower case; a second column of the same name keeps an odd one."""
    names: dict[str, str] = {}
    for column in columns:
        clean = column.strip().strip('"').strip("\ufeff").strip().lower()
        names[column] = clean if clean and clean not in names.values() and clean != LINE else f"?{len(names)}"
    return names


def _parse(name: str, text: bytes, separator: str, findings: list[Finding]) -> pl.DataFrame:
    if (separator + ' "').encode() in text:
        return _parse_line_by_line(text, separator)
    try:
        return pl.read_csv(
            io.BytesIO(text),
            separator=separator,
            infer_schema=False,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError:
        message = "guillemets ou lignes mal formés : lu ligne à ligne"
        findings.append(Finding("warning", f"{name}.txt", message))
        return _parse_line_by_line(text, separator)


def _parse_line_by_line(text: bytes, separator: str) -> pl.DataFrame:
    """Rows by a slower reader in which a stray quote costs one line, not the rest of the file."""
    lines = text.decode("utf-8", "replace").split(MACHINE_EOL)
    rows = [next(csv.reader([line], delimiter=separator, skipinitialspace=True), []) for line in lines]
    header = [cell or f"?{i}" for i, cell in enumerate(rows[0])]
    width = len(header)
    cells = [(row + [""] * width)[:width] for row in rows[1:]]
    columns = {name: [row[i] for row in cells] for i, name in enumerate(header)}
    return pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String))
