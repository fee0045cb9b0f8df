"""An import of vacancies, row by row: what is good is kept, what is not is listed with its reasons."""

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from io import BytesIO
from itertools import islice
from typing import IO, Any

from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.tables import UnreadableError
from jalon.directory.models import Organisation
from jalon.vacancies.actions.employers import Employers
from jalon.vacancies.actions.merge import DemonstrationPlace, Meeting, NotTakenError
from jalon.vacancies.actions.state import close
from jalon.vacancies.choices import ClosingReason, Source, VacancyState
from jalon.vacancies.models import ImportRejection, ImportRun, Vacancy
from jalon.vacancies.readers import france_travail
from jalon.vacancies.readers.file import Opened, open_vacancies
from jalon.vacancies.readers.posting import Row
from jalon.vacancies.rules.state import RefusedError

CHUNK = 50
# Two imports at once would make the same employer twice: one chunk at a time.
_LOCK = 5_160_302
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
PLACED_WITHIN_M = 390.0
DEGREE_M = 111_320.0

Progress = Callable[[ImportRun], None]


def begin_import(
    *, stream: IO[bytes], file_name: str, by: User | None, options: Mapping[str, Any], keep: bool = False
) -> ImportRun:
    """Note an import about to run; `keep` stores the file until it is over. UnreadableError.

    A table whose columns were matched before, under the same headings, is matched in the same way.
    """
    opened = open_vacancies(stream, zone=timezone.get_current_timezone())
    stream.seek(0)
    return ImportRun.objects.create(
        source=opened.source,
        file_name=file_name[:250],
        by=by,
        headers=list(opened.headers),
        columns=remembered(opened.headers) if opened.source == Source.SPREADSHEET else {},
        options=dict(options),
        content=stream.read() if keep else None,
        total=opened.total,
    )


def remembered(headers: Sequence[str]) -> dict[str, str]:
    """The last matching, column to field, of a table with the same headings; empty when there is none."""
    before = ImportRun.objects.filter(headers=list(headers), begun_at__isnull=False).exclude(columns={})
    run = before.order_by("-pk").first()
    return dict(run.columns) if run else {}


@transaction.atomic
def match_columns(*, run: ImportRun, columns: Mapping[str, str]) -> None:
    """Note which column holds which field."""
    run.columns = dict(columns)
    run.save(update_fields=["columns"])


def run_stored(*, run: ImportRun, progress: Progress | None = None) -> ImportRun:
    """Run an import whose file was kept, then forget the file."""
    if run.finished_at is not None:
        return run
    with closing(BytesIO(bytes(run.content or b""))) as stream:
        return run_import(run=run, stream=stream, progress=progress)


def run_import(
    *,
    run: ImportRun,
    stream: IO[bytes],
    place_on: DemonstrationPlace | None = None,
    progress: Progress | None = None,
) -> ImportRun:
    """Read the file and merge its rows. The run tells what became of each."""
    employer = Organisation.objects.filter(pk=run.options.get("organisation")).first()
    try:
        opened = open_vacancies(
            stream,
            zone=timezone.get_current_timezone(),
            columns=run.columns or None,
            employer=employer.name if employer else "",
        )
    except UnreadableError as error:
        return _end(run, fault=str(error))
    return merge_rows(run=run, opened=opened, place_on=place_on, progress=progress)


def import_offers(
    *,
    offers: Iterable[dict[str, Any]],
    name: str,
    by: User | None,
    options: Mapping[str, Any],
    place_on: DemonstrationPlace | None = None,
    progress: Progress | None = None,
) -> ImportRun:
    """Import what an API of France Travail gives, as it comes."""
    run = ImportRun.objects.create(
        source=Source.FRANCE_TRAVAIL, file_name=f"API : {name}"[:250], by=by, options=dict(options)
    )
    opened = Opened(Source.FRANCE_TRAVAIL, (), None, lambda: france_travail.rows_of(offers))
    return merge_rows(run=run, opened=opened, place_on=place_on, progress=progress)


def merge_rows(
    *,
    run: ImportRun,
    opened: Opened,
    place_on: DemonstrationPlace | None = None,
    progress: Progress | None = None,
) -> ImportRun:
    """Merge rows in chunks, each a transaction: what a killed import wrote stays, and it can run again."""
    _restart(run, opened)
    work = _Work(run, place_on)
    try:
        for chunk in _chunks(opened.rows()):
            work.take(chunk)
            if progress:
                progress(run)
    except UnreadableError as error:
        return _end(run, fault=str(error))
    if run.options.get("full"):
        work.close_gone()
    return _end(run)


def _restart(run: ImportRun, opened: Opened) -> None:
    """Count from the start, also when a worker was killed in the middle."""
    run.rejections.all().delete()
    run.begun_at, run.total, run.done = timezone.now(), opened.total, 0
    for name in _COUNTS:
        setattr(run, name, 0)
    run.save(update_fields=["begun_at", "total", "done", *_COUNTS])


_COUNTS = ("created", "updated", "unchanged", "rejected", "closed", "without_place", "drafts")


def _end(run: ImportRun, *, fault: str = "") -> ImportRun:
    run.fault, run.finished_at, run.content = fault[:500], timezone.now(), None
    run.save(update_fields=["fault", "finished_at", "content", "done", "total", *_COUNTS])
    return run


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


class _Work:
    """One import under way."""

    def __init__(self, run: ImportRun, place_on: DemonstrationPlace | None) -> None:
        self.run, self.place_on = run, place_on
        self.seen: dict[str, int] = {}
        self.organisations: set[int] = set()
        self.meeting: Meeting | None = None

    @transaction.atomic
    def take(self, chunk: Sequence[Row]) -> None:
        """Merge these rows and note those that are not taken."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        # Employers that another import made between two chunks are seen.
        meeting = self._meeting()
        rejections = [rejected for row in chunk if (rejected := self._one(meeting, row))]
        ImportRejection.objects.bulk_create(rejections)
        self.run.rejected += len(rejections)
        self.run.done += len(chunk)
        self.run.total = max(self.run.total or 0, self.run.done)
        self.run.save(update_fields=["done", "total", *_COUNTS])

    def _meeting(self) -> Meeting:
        trusted = self.run.source == Source.FRANCE_TRAVAIL
        employers = Employers(by=self.run.by, vetted=trusted)
        if self.meeting is None:
            self.meeting = Meeting(
                source=self.run.source,
                by=self.run.by,
                employers=employers,
                valid_days=self.run.options.get("valid_days"),
                place_on=self.place_on,
            )
        self.meeting.employers = employers
        return self.meeting

    def _one(self, meeting: Meeting, row: Row) -> ImportRejection | None:
        """Merge one row in a savepoint of its own; what refuses it, if anything."""
        reasons = row.reasons
        if row.source_id and row.source_id in self.seen:
            reasons = (*reasons, f"même offre que la ligne {self.seen[row.source_id]}")
        if row.source_id:
            self.seen.setdefault(row.source_id, row.number)
        if not reasons and row.posting:
            try:
                with transaction.atomic():
                    self._count(*meeting.merge(row.posting))
            except (NotTakenError, RefusedError) as error:
                reasons = (str(error),)
            except OperationalError:  # the database is away: no fault of the row
                raise
            except DatabaseError as error:
                reasons = (f"la base refuse cette ligne ({type(error).__name__})",)
        if not reasons:
            return None
        return ImportRejection(
            run=self.run, row_number=row.number, row=storable(row.written), reasons=list(reasons)
        )

    def _count(self, outcome: str, vacancy: Vacancy) -> None:
        setattr(self.run, outcome, getattr(self.run, outcome) + 1)
        self.organisations.add(vacancy.organisation_id)
        self.run.without_place += vacancy.lat is None
        self.run.drafts += vacancy.state == VacancyState.DRAFT

    def close_gone(self) -> None:
        """Close what a whole list no longer holds; for a table or a page, of its employers only."""
        here = Vacancy.objects.filter(source=self.run.source).exclude(state=VacancyState.CLOSED)
        if self.run.source != Source.FRANCE_TRAVAIL:
            here = here.filter(organisation__in=self.organisations)
        if not self.organisations:
            return
        gone = [pk for pk, key in here.order_by("pk").values_list("pk", "source_id") if key not in self.seen]
        for pk in gone:
            with suppress(RefusedError):
                close(vacancy=Vacancy(pk=pk), reason=ClosingReason.SOURCE_GONE, by=self.run.by)
                self.run.closed += 1


def storable(value: Any) -> Any:
    """A copy that the database can keep as JSON."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, Mapping):
        return {storable(str(name)): storable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def demonstration_places(stops: Iterable[tuple[str, float, float]]) -> DemonstrationPlace:
    """A point within 400 m of a stop for each vacancy, the same each time, as if thrown by its number.

    `stops` are names with degrees; at least one.
    """
    known = sorted(stops)

    def place(source_id: str) -> tuple[str, float, float]:
        seed = hashlib.sha256(source_id.encode()).digest()
        name, lat, lon = known[int.from_bytes(seed[:8]) % len(known)]
        angle = 2 * math.pi * int.from_bytes(seed[8:12]) / 2**32
        metres = PLACED_WITHIN_M * math.sqrt(int.from_bytes(seed[12:16]) / 2**32)
        north, east = metres * math.sin(angle), metres * math.cos(angle)
        lon_metres = DEGREE_M * math.cos(math.radians(lat))
        return name, round(lat + north / DEGREE_M, 6), round(lon + east / lon_metres, 6)

    return place
