"""Proofs of play: received in batches that may come twice, counted once."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from jalon.base.models import ShortLink
from jalon.transit.models import Play, PlayBatch, Preemption, Screen


@dataclass(frozen=True)
class PlayRow:
    """One offer shown once. `at` is UTC seconds since 1970."""

    at: float
    seconds: float
    vacancy: str
    code: str
    line: str
    stop: str
    stretch: str
    trip: str
    metres: float | None
    source: str
    why: str
    bundle: str


@dataclass(frozen=True)
class Plays:
    """A batch of proofs of play, and the times given to passenger information (UTC seconds)."""

    batch: str
    rows: tuple[PlayRow, ...]
    preemptions: tuple[tuple[float, float], ...]


KEPT = timedelta(days=8)
EARLY = timedelta(minutes=10)

# One statement: a row that is there already is neither kept nor counted again, whatever batch brings it.
COUNT_NEW = """
    WITH given AS (
        SELECT DISTINCT ON (code, at) * FROM jsonb_to_recordset(%(rows)s::jsonb) AS row(
            vacancy_id bigint, code text, at timestamptz, seconds double precision, line_key text,
            stop_key text, stretch text, trip_id text, at_m double precision, located_by text, reason text,
            bundle_version text)
        ORDER BY code, at
    ), added AS (
        INSERT INTO transit_play (screen_id, vacancy_id, code, at, seconds, line_key, stop_key, stretch,
            trip_id, at_m, located_by, reason, bundle_version)
        SELECT %(screen)s, vacancy_id, code, at, seconds, line_key, stop_key, stretch,
            trip_id, at_m, located_by, reason, bundle_version
        FROM given
        ON CONFLICT (screen_id, code, at) DO NOTHING
        RETURNING vacancy_id, code, at, seconds, line_key, stop_key, stretch
    ), hours AS (
        INSERT INTO transit_playhour (screen_id, vacancy_id, organisation_id, code, line_key, stop_key,
            stretch, hour, plays, seconds)
        SELECT %(screen)s, added.vacancy_id, vacancy.organisation_id, code, line_key, min(stop_key), stretch,
            date_trunc('hour', at, 'UTC'), count(*), sum(added.seconds)
        FROM added JOIN vacancies_vacancy vacancy ON vacancy.id = added.vacancy_id
        GROUP BY added.vacancy_id, vacancy.organisation_id, code, line_key, stretch,
            date_trunc('hour', at, 'UTC')
        ON CONFLICT (screen_id, code, stretch, line_key, hour) DO UPDATE
        SET plays = transit_playhour.plays + excluded.plays,
            seconds = transit_playhour.seconds + excluded.seconds
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM added), (SELECT count(*) FROM hours)
"""


@transaction.atomic
def receive_plays(*, screen: Screen, plays: Plays) -> tuple[int, bool]:
    """Count a batch once. Returns how many rows were new, and whether the batch had come before."""
    with connection.cursor() as cursor:
        # A twin in another transaction waits here until this one ends.
        cursor.execute(
            "INSERT INTO transit_playbatch (screen_id, batch_id, received_at, plays) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (screen_id, batch_id) DO NOTHING RETURNING id",
            [screen.pk, plays.batch, timezone.now(), len(plays.rows)],
        )
        if cursor.fetchone() is None:
            return 0, True
        rows = _known(plays.rows)
        _keep_preemptions(screen, plays.preemptions)
        if not rows:
            return 0, False
        cursor.execute(COUNT_NEW, {"rows": json.dumps(rows), "screen": screen.pk})
        (added, _hours) = cursor.fetchone()
    return int(added), False


def _known(rows: tuple[PlayRow, ...]) -> list[dict[str, Any]]:
    """Rows whose code belongs to a vacancy and whose instant can be believed; the others count nowhere."""
    links = ShortLink.objects.filter(kind="vacancy", code__in={row.code for row in rows}).order_by(
        "created_at"
    )
    targets = dict(links.values_list("code", "target_id"))
    now = timezone.now()
    first, last = (now - KEPT).timestamp(), (now + EARLY).timestamp()
    return [
        _columns(row, targets[row.code]) for row in rows if row.code in targets and first <= row.at <= last
    ]


def _columns(row: PlayRow, vacancy: int) -> dict[str, Any]:
    return {
        "vacancy_id": vacancy,
        "code": row.code,
        "at": datetime.fromtimestamp(row.at, UTC).isoformat(),
        "seconds": row.seconds,
        "line_key": row.line,
        "stop_key": row.stop,
        "stretch": row.stretch,
        "trip_id": row.trip,
        "at_m": row.metres,
        "located_by": row.source,
        "reason": row.why,
        "bundle_version": row.bundle,
    }


def _keep_preemptions(screen: Screen, spans: tuple[tuple[float, float], ...]) -> None:
    # The longest span wins where two begin together.
    ends = {begin: max(end for other, end in spans if other == begin) for begin, _ in spans}
    rows = [
        Preemption(
            screen=screen,
            began_at=datetime.fromtimestamp(begin, UTC),
            ended_at=datetime.fromtimestamp(end, UTC),
        )
        for begin, end in sorted(ends.items())
    ]
    Preemption.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["screen", "began_at"], update_fields=["ended_at"]
    )


def trim() -> int:
    """Drop raw rows that are only counted from now on. Returns how many proofs of play."""
    before = timezone.now() - KEPT
    deleted, _ = Play.objects.filter(at__lt=before).delete()
    PlayBatch.objects.filter(received_at__lt=before - timedelta(days=1)).delete()
    Preemption.objects.filter(began_at__lt=before - timedelta(days=22)).delete()
    return deleted
