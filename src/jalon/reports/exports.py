"""Participants, reports and indicators as files: CSV and XLSX."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from jalon.reports import rules
from jalon.reports.queries.columns import COLUMNS, Cell

_FORMULA = "=+-@\t\r"


def harmless(cell: Cell) -> Cell:
    """Nothing in a cell starts a formula when it is opened in a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _FORMULA and cell else cell


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Semicolons, UTF-8 with its mark, dates as AAAA-MM-JJ, decimals with a comma: what a spreadsheet set to
    French opens."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headings)
    writer.writerows([[_text(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", ",")
    return str(harmless(cell))


def as_xlsx(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], about: Sequence[tuple[str, str]]
) -> bytes:
    """A sheet of data, and one that says what it is."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Participants"
    sheet.append(list(headings))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for index, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = max(12, len(heading) + 2)
    _about(workbook, about)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _about(workbook: Workbook, about: Sequence[tuple[str, str]]) -> None:
    sheet = workbook.create_sheet("À lire")
    for row in (*about, ("", rules.NO_SANCTION)):
        sheet.append([harmless(cell) for cell in row])
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 90


def headings() -> list[str]:
    """Names of the columns of the participants' file."""
    return [column.name for column in COLUMNS]
