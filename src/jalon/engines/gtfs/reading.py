"""What the readers of single files share: the source, the findings, and keys that become indices."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from jalon.engines.gtfs.feed import Finding, GtfsError, Severity
from jalon.engines.gtfs.source import Source
from jalon.engines.gtfs.table import LINE, Table, read_table

Progress = Callable[[str, float], None]


@dataclass
class Reading:
    """One reading of one feed. `findings` grows as files are read."""

    source: Source
    findings: list[Finding] = field(default_factory=list)

    def table(self, name: str, *required: str) -> Table | None:
        """A file of the feed, None when absent. GtfsError when it lacks a required column."""
        data = self.source.bytes_of(name)
        if data is None:
            return None
        table = read_table(name, data, self.findings)
        absent = [column for column in required if not table.has(column)]
        if absent:
            names = ", ".join(f"« {column} »" for column in absent)
            self.findings.append(Finding("fault", table.file, f"colonne absente : {names}", line=1))
            return Table(name, table.frame.clear())
        if not len(table.frame):
            self.findings.append(Finding("warning", table.file, "ce fichier n’a aucune ligne"))
        return table

    def drop(
        self, table: Table, frame: pl.DataFrame, keep: pl.Expr, message: str, severity: Severity = "fault"
    ) -> pl.DataFrame:
        """The rows for which `keep` is true; the others are counted in one finding."""
        kept = keep.fill_null(False)
        bad = frame.filter(~kept)
        if not len(bad):
            return frame
        self.note(severity, table.file, message, bad)
        return frame.filter(kept)

    def note(self, severity: Severity, file: str, message: str, rows: pl.DataFrame) -> None:
        """A finding about these rows, with their number and the first one's line."""
        count = len(rows)
        if not count:
            return
        counted = f"{count} lignes : {message}" if count > 1 else message
        line = int(rows[LINE][0]) if LINE in rows.columns else None
        self.findings.append(Finding(severity, file, counted, line, count))

    def without_duplicates(self, table: Table, frame: pl.DataFrame, key: str) -> pl.DataFrame:
        """Rows with a key, the first of each; the others are reported."""
        frame = self.drop(table, frame, pl.col(key).is_not_null(), f"« {key} » est vide, ligne écartée")
        message = f"« {key} » déjà vu, seule la première ligne est gardée"
        return self.drop(table, frame, pl.col(key).is_first_distinct(), message)

    def refuse_if_faulty(self, *tables: Table | None) -> None:
        """GtfsError with every finding when one of these needed tables is absent or has nothing usable."""
        empty = [table for table in tables if table is not None and not len(table.frame)]
        self.findings += [Finding("fault", table.file, "aucune ligne utilisable") for table in empty]
        if empty or None in tables:
            raise GtfsError(self.findings)


def index_of(frame: pl.DataFrame, column: str, keys: pl.Series) -> pl.Series:
    """For each row the position of its key in `keys`, null when it is not there."""
    positions = pl.DataFrame({"key": keys, "index": pl.arange(len(keys), dtype=pl.Int32, eager=True)})
    return frame.select(pl.col(column).alias("key")).join(
        positions, on="key", how="left", maintain_order="left"
    )["index"]
