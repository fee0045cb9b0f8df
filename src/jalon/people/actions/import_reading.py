"""Read the rows of a file of people, and find whom they look like. Nobody is written yet."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from jalon.base.tables import UnreadableError, reader_of
from jalon.people.choices import RowOutcome
from jalon.people.likeness import LookAlikes, Reason, Traits
from jalon.people.models import PeopleImport, PeopleImportRow
from jalon.people.queries.likeness import candidates, traits_of
from jalon.people.queries.sight import followed_by
from jalon.people.readers.rows import Row, rows_of

CHUNK = 1000
# Of people of one file that share a birth date, a name or a telephone, so many are compared.
_MOST_ALIKE = 50


def read_rows(*, run: PeopleImport) -> PeopleImport:
    """Note each row with what it says, why it is refused or whom it looks like. It may run again."""
    if run.decided_at or run.dropped_at or run.read_at:
        return run
    run.rows.all().delete()
    run.read = 0
    work = _Reading(run)
    try:
        with closing(BytesIO(bytes(run.content or b""))) as stream:
            rows = rows_of(reader_of(stream)(stream), run.columns, timezone.localdate())
            while chunk := list(islice(rows, CHUNK)):
                work.take(chunk)
    except UnreadableError as error:
        run.fault = str(error)[:500]
    run.read_at, run.total = timezone.now(), run.read
    run.save(update_fields=["read_at", "fault", "total"])
    return run


class _Reading:
    """One file being read."""

    def __init__(self, run: PeopleImport) -> None:
        self.run = run
        self.earlier = LookAlikes(_MOST_ALIKE)

    @transaction.atomic
    def take(self, chunk: Sequence[Row]) -> None:
        """Note these rows."""
        taken = {row.number: traits_in(row.values) for row in chunk if not row.reasons}
        here = LookAlikes()
        for person in candidates(followed_by([self.run.organisation_id]), taken.values()):
            here.add(person.pk, traits_of(person))
        PeopleImportRow.objects.bulk_create(list(self._noted(chunk, taken, here)), batch_size=500)
        self.run.read += len(chunk)
        self.run.total = max(self.run.total, self.run.read)
        self.run.save(update_fields=["read", "total"])

    def _noted(
        self, chunk: Sequence[Row], taken: dict[int, Traits], here: LookAlikes
    ) -> Iterator[PeopleImportRow]:
        for row in chunk:
            noted = PeopleImportRow(run=self.run, number=row.number, written=dict(row.written))
            if row.reasons:
                noted.reasons, noted.outcome = list(row.reasons), RowOutcome.REJECTED
            else:
                noted.values = dict(row.values)
                self._compare(noted, taken[row.number], here)
            yield noted

    def _compare(self, noted: PeopleImportRow, traits: Traits, here: LookAlikes) -> None:
        if found := here.best(traits):
            noted.like_id, noted.reasons = found[0], _words(found[1])
        elif found := self.earlier.best(traits):
            noted.like_row, noted.reasons = found[0], _words(found[1])
        else:
            self.earlier.add(noted.number, traits)


def _words(found: Sequence[Reason]) -> list[str]:
    return [reason.words for reason in found]


def traits_in(values: Any) -> Traits:
    """What a row of a file is compared by."""
    born = values["birth_date"]
    return Traits(
        values["first_name"],
        values["last_name"],
        values["usual_name"],
        date.fromisoformat(born) if born else None,
        frozenset((kind, value) for kind, value in values["contacts"]),
    )
