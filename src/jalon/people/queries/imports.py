"""Files of people, and the rows that wait for a decision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from jalon.base.tables import FAULT, csv_lines, reader_of
from jalon.directory.models import Organisation
from jalon.people.choices import RowOutcome
from jalon.people.models import PeopleImport, PeopleImportRow, Person
from jalon.people.queries.likeness import with_contacts

ALIKE_SHOWN, REFUSED_SHOWN, FIRST_SHOWN = 20, 50, 6
WHY = "pourquoi"


def run_with_file(run_id: int) -> PeopleImport:
    """One import with its file, for the worker."""
    return PeopleImport.objects.select_related("organisation", "by").get(pk=run_id)


def find_run(organisations: Sequence[Organisation], run_id: int) -> PeopleImport | None:
    """An import of one of these organisations, without its file."""
    runs = PeopleImport.objects.filter(organisation__in=organisations, pk=run_id)
    return runs.select_related("organisation", "by").defer("content").first()


def latest_runs(organisations: Sequence[Organisation], limit: int = 12) -> list[PeopleImport]:
    """Imports of these organisations, latest first, with what became of their rows; 1 query."""
    runs = PeopleImport.objects.filter(organisation__in=organisations, dropped_at__isnull=True)
    counted = runs.annotate(
        **{name: Count("rows", filter=Q(rows__outcome=name)) for name in RowOutcome.values}
    )
    return list(counted.select_related("by").defer("content").order_by("-pk")[:limit])


def sample(run: PeopleImport) -> list[dict[str, Any]]:
    """The first rows of the kept file, as written."""
    stream = BytesIO(bytes(run_with_file(run.pk).content or b""))
    rows = (row for row in reader_of(stream)(stream) if FAULT not in row)
    return list(islice(rows, 4))


@dataclass(frozen=True)
class Counts:
    """What is to be done with the rows of a file, or was done."""

    rows: int
    fresh: int
    alike: int
    undecided: int
    rejected: int
    created: int
    completed: int
    left: int


_ALIKE = Q(like__isnull=False) | Q(like_row__isnull=False)


def counts(run: PeopleImport) -> Counts:
    """One query over the rows."""
    taken = ~Q(outcome=RowOutcome.REJECTED)
    return Counts(
        **run.rows.aggregate(
            rows=Count("pk"),
            fresh=Count("pk", filter=taken & ~_ALIKE),
            alike=Count("pk", filter=_ALIKE),
            undecided=Count("pk", filter=_ALIKE & Q(choice="")),
            rejected=Count("pk", filter=~taken),
            created=Count("pk", filter=Q(outcome=RowOutcome.CREATED)),
            completed=Count("pk", filter=Q(outcome=RowOutcome.COMPLETED)),
            left=Count("pk", filter=Q(outcome=RowOutcome.LEFT)),
        )
    )


@dataclass(frozen=True)
class Alike:
    """A row beside whom it looks like: a file that is here, or an earlier row."""

    row: PeopleImportRow
    person: Person | None
    earlier: PeopleImportRow | None


def alike_page(run: PeopleImport, number: int | str = 1) -> tuple[Page[Any], list[Alike]]:
    """A page of rows that look like somebody, in the order of the file; 5 queries."""
    rows = run.rows.filter(_ALIKE).order_by("number").select_related("like")
    page = Paginator(rows, ALIKE_SHOWN).get_page(number)
    shown = list(page.object_list)
    people = {one.pk: one for one in with_contacts(row.like_id for row in shown if row.like_id)}
    twins = run.rows.filter(number__in=[row.like_row for row in shown if row.like_row]).order_by("number")
    by_number = {row.number: row for row in twins}
    return page, [Alike(row, people.get(row.like_id or 0), by_number.get(row.like_row or 0)) for row in shown]


def first_rows(run: PeopleImport) -> list[PeopleImportRow]:
    """The first rows that are taken, as they were understood."""
    return list(run.rows.exclude(outcome=RowOutcome.REJECTED).order_by("number")[:FIRST_SHOWN])


def refused(run: PeopleImport) -> QuerySet[PeopleImportRow]:
    """Rows that were not taken, and those left aside, in the order of the file."""
    return run.rows.filter(outcome__in=[RowOutcome.REJECTED, RowOutcome.LEFT]).order_by("number")


def refused_file(run: PeopleImport) -> Iterator[str]:
    """Those rows as a CSV: the columns of the file, and why."""
    rows = refused(run).iterator(chunk_size=500)
    yield "\ufeff"
    lines = ([*(row.written.get(name) for name in run.headers), _why(row)] for row in rows)
    # Semicolons: a French spreadsheet would put a line with commas into one cell.
    yield from csv_lines([[*run.headers, WHY]], delimiter=";")
    yield from csv_lines(lines, delimiter=";")


def _why(row: PeopleImportRow) -> str:
    words = "\u00a0; ".join(row.reasons)
    if row.outcome == RowOutcome.REJECTED:
        return words
    whom = f"la ligne {row.like_row}" if row.like_row else f"le dossier {row.like_id}"
    return f"laissée de côté, ressemble à {whom}\u00a0: {words}"
