"""calendar.txt and calendar_dates.txt to one matrix of services by days."""

from datetime import date

import numpy as np
import polars as pl

from jalon.engines.gtfs.columns import day, integer, texts
from jalon.engines.gtfs.feed import Finding, GtfsError, Services
from jalon.engines.gtfs.reading import Reading, index_of
from jalon.engines.gtfs.table import Table

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MAX_CELLS = 200_000_000
EMPTY = pl.DataFrame(schema={"service_id": pl.String})


def read_services(reading: Reading) -> Services:
    """Days on which each service runs. GtfsError when the feed has no usable date at all."""
    weekly, exceptions = _weekly(reading), _exceptions(reading)
    if not len(weekly) and not len(exceptions):
        message = "aucun jour de circulation : calendar.txt et calendar_dates.txt sont absents ou vides"
        reading.findings.append(Finding("fault", "calendar.txt", message))
        raise GtfsError(reading.findings)
    ids = pl.concat([weekly["service_id"], exceptions["service_id"]]).unique(maintain_order=True)
    first, days = _span(reading, weekly, exceptions, len(ids))
    runs = np.zeros((len(ids), days), np.bool_)
    _paint_weeks(runs, first, weekly)
    _apply(runs, first, exceptions, index_of(exceptions, "service_id", ids))
    return Services(ids=texts(ids.to_frame("id"), "id"), first_date=first, runs=runs)


def _weekly(reading: Reading) -> pl.DataFrame:
    table = reading.table("calendar", "service_id", "start_date", "end_date")
    if table is None:
        return EMPTY
    frame = table.with_columns_of("service_id", "start_date", "end_date", *WEEK)
    frame = reading.without_duplicates(table, frame, "service_id")
    frame = frame.with_columns(day("start_date"), day("end_date"), *(integer(name, 0) for name in WEEK))
    frame = _dated(reading, table, frame, "start_date", "end_date")
    ordered = pl.col("start_date") <= pl.col("end_date")
    return reading.drop(table, frame, ordered, "la fin précède le début, ligne écartée")


def _exceptions(reading: Reading) -> pl.DataFrame:
    table = reading.table("calendar_dates", "service_id", "date", "exception_type")
    if table is None:
        return EMPTY
    frame = table.with_columns_of("service_id", "date", "exception_type")
    frame = frame.with_columns(day("date"), integer("exception_type", 0))
    frame = _dated(reading, table, frame, "date")
    known = pl.col("exception_type").is_in([1, 2])
    frame = reading.drop(table, frame, known, "« exception_type » n’est ni 1 ni 2, ligne écartée")
    return reading.drop(table, frame, pl.col("service_id").is_not_null(), "« service_id » est vide")


def _dated(reading: Reading, table: Table, frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    valid = pl.all_horizontal(
        pl.col(column).is_between(date(1970, 1, 1), date(2200, 1, 1)) for column in columns
    )
    return reading.drop(table, frame, valid, "date illisible (AAAAMMJJ attendu), ligne écartée")


def _span(
    reading: Reading, weekly: pl.DataFrame, exceptions: pl.DataFrame, services: int
) -> tuple[date, int]:
    """First day and number of days of the matrix, cut at its end when a calendar runs for centuries."""
    starts = [weekly["start_date"].min()] if len(weekly) else []
    ends = [weekly["end_date"].max()] if len(weekly) else []
    if len(exceptions):
        starts.append(exceptions["date"].min())
        ends.append(exceptions["date"].max())
    first = min(start for start in starts if isinstance(start, date))
    days = (max(end for end in ends if isinstance(end, date)) - first).days + 1
    allowed = max(MAX_CELLS // max(services, 1), 1)
    if days > allowed:
        message = f"calendrier de {days} jours : coupé à {allowed} jours"
        reading.findings.append(Finding("warning", "calendar.txt", message))
    return first, min(days, allowed)


def _paint_weeks(runs: np.ndarray, first: date, weekly: pl.DataFrame) -> None:
    if not len(weekly):
        return
    weekday = (np.arange(runs.shape[1]) + first.weekday()) % 7
    flags = weekly.select(WEEK).to_numpy() == 1
    for row, (start, end) in enumerate(zip(weekly["start_date"], weekly["end_date"], strict=True)):
        span = slice((start - first).days, (end - first).days + 1)
        runs[row, span] = flags[row][weekday[span]]


def _apply(runs: np.ndarray, first: date, exceptions: pl.DataFrame, service: pl.Series) -> None:
    if not len(exceptions):
        return
    column = (exceptions["date"] - first).dt.total_days().to_numpy()
    inside = column < runs.shape[1]
    rows, added = service.to_numpy(), exceptions["exception_type"].to_numpy() == 1
    runs[rows[inside], column[inside]] = added[inside]
