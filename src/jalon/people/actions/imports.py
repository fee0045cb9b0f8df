"""A spreadsheet of people: kept, its columns matched, its look-alikes decided, then written or dropped."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.tables import FAULT, UnreadableError, reader_of
from jalon.directory.models import Organisation
from jalon.people.choices import RowChoice
from jalon.people.models import PeopleImport, PeopleImportRow

_SAMPLE = 50


@transaction.atomic
def begin_import(*, stream: IO[bytes], file_name: str, organisation: Organisation, by: User) -> PeopleImport:
    """Keep a file of people until it is read. A table with the same headings is matched as the last one.

    Raises:
        UnreadableError: nothing can be read of it.
    """
    headers, total = _survey(stream)
    stream.seek(0)
    return PeopleImport.objects.create(
        organisation=organisation,
        by=by,
        file_name=file_name[:250],
        headers=headers,
        columns=_remembered(headers, organisation),
        content=stream.read(),
        total=total,
    )


def _survey(stream: IO[bytes]) -> tuple[list[str], int]:
    """Columns and number of rows."""
    rows = reader_of(stream)(stream)
    headers: dict[str, None] = {}
    total = 0
    for row in islice(rows, _SAMPLE):
        headers |= dict.fromkeys(name for name in row if name != FAULT)
        total += 1
    if not headers:
        raise UnreadableError("Le fichier n’a que des noms de colonnes\u00a0: il ne contient personne.")
    return list(headers), total + sum(1 for _ in rows)


def _remembered(headers: Sequence[str], organisation: Organisation) -> dict[str, str]:
    before = PeopleImport.objects.filter(
        headers=list(headers), organisation=organisation, matched_at__isnull=False
    )
    run = before.defer("content").order_by("-pk").first()
    return dict(run.columns) if run else {}


@transaction.atomic
def match_columns(*, run: PeopleImport, columns: Mapping[str, str]) -> None:
    """Note which column holds which field; the rows are read anew."""
    run.columns, run.matched_at, run.read_at, run.read = dict(columns), timezone.now(), None, 0
    run.save(update_fields=["columns", "matched_at", "read_at", "read"])


@transaction.atomic
def choose(*, run: PeopleImport, choices: Mapping[int, str]) -> None:
    """What is done with rows that look like somebody, by number of the row; others are left alone."""
    rows = run.rows.filter(number__in=choices, outcome="")
    for row in rows.order_by("number"):
        row.choice = choices[row.number]
        row.save(update_fields=["choice"])


@transaction.atomic
def decide(*, run: PeopleImport, otherwise: str, means: str) -> PeopleImport:
    """The import may begin: `otherwise` is done with look-alikes not chosen one by one.

    `means` is how these people agreed to be called back; empty when they were not asked yet.

    Raises:
        ValidationError: it has begun or was dropped.
    """
    fresh = PeopleImport.objects.select_for_update().defer("content").get(pk=run.pk)
    if fresh.decided_at or fresh.dropped_at or not fresh.read_at:
        raise ValidationError("Cet import a déjà commencé, ou n’existe plus.", code="begun")
    fresh.otherwise, fresh.means, fresh.decided_at = RowChoice(otherwise).value, means, timezone.now()
    fresh.save(update_fields=["otherwise", "means", "decided_at"])
    return fresh


@transaction.atomic
def drop(*, run: PeopleImport) -> None:
    """Nothing of this file is wanted: it is forgotten.

    Raises:
        ValidationError: people were already written.
    """
    fresh = PeopleImport.objects.select_for_update().defer("content").get(pk=run.pk)
    if fresh.decided_at:
        raise ValidationError("Cet import a déjà commencé\u00a0: il ira jusqu’au bout.", code="begun")
    fresh.rows.all().delete()
    fresh.content, fresh.dropped_at = None, timezone.now()
    fresh.save(update_fields=["content", "dropped_at"])


def forget_old(*, days: int = 30) -> int:
    """Rows of files are people's data: thirty days after the end they go. Returns how many rows."""
    limit = timezone.now() - timedelta(days=days)
    over = PeopleImport.objects.filter(sent_at__lt=limit)
    over.filter(content__isnull=False).update(content=None)
    over.filter(decided_at__isnull=True, dropped_at__isnull=True).update(dropped_at=timezone.now())
    ended = over.exclude(finished_at__isnull=True, dropped_at__isnull=True)
    deleted, _ = PeopleImportRow.objects.filter(run__in=ended).delete()
    return deleted
