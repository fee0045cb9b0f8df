"""The participants' file: who is in it, and what it lacks."""

from collections.abc import Iterator
from dataclasses import dataclass

from jalon.accounts.models import User
from jalon.reports.models import Operation, Participation
from jalon.reports.queries.columns import COLUMNS, Cell, Line
from jalon.reports.queries.missing import seen_by
from jalon.reports.queries.participation import answers_of


@dataclass(frozen=True)
class ParticipantsFile:
    """Rows of people whom the reader may see; `left_out` counts the others, `erased` the empty files."""

    lines: list[Line]
    left_out: int

    def rows(self) -> Iterator[list[Cell]]:
        """Cells in the order of the columns."""
        return ([column.cell(line) for column in COLUMNS] for line in self.lines)

    @property
    def lacks(self) -> dict[str, int]:
        """Mandatory columns that some row leaves empty, and how many rows do: a warning, never a refusal."""
        found = {
            column.name: sum(column.cell(line) in {None, ""} for line in self.lines)
            for column in COLUMNS
            if column.mandatory
        }
        return {name: count for name, count in found.items() if count}


def participants_file(operation: Operation, user: User) -> ParticipantsFile:
    """Participants that count, by date of entry; 5 queries, whatever their number."""
    found = Participation.objects.filter(operation=operation, counts=True)
    rows = list(found.select_related("person__commune", "operation").order_by("entered_on", "pk"))
    seen = seen_by(user, rows)
    shown = [row for row in rows if row.person_id in seen or row.person.anonymised_at is not None]
    held = answers_of(shown)
    return ParticipantsFile([Line(row, held[row.pk]) for row in shown], len(rows) - len(shown))
