"""Give codes of four characters, take them back, count who follows them."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import DateTimeField, F, Func, Value
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from jalon.base.codes import ALPHABET, CODE_LENGTH, code_of
from jalon.base.models import ShortLink

HELD_AFTER_CLOSING = timedelta(days=365)
# Of 614,656 codes; each round places all but the few that met a code in use.
_ROUNDS = 30
_LOCK = 5_160_301

Place = tuple[int, str, str]


class NoFreeCodeError(RuntimeError):
    """Nearly every code is in use."""


@transaction.atomic
def open_link(*, kind: str, target_id: int, medium: str, line_key: str = "", stop_key: str = "") -> ShortLink:
    """The open code for this place; the same one however often it is asked for."""
    links = open_links(kind=kind, medium=medium, places=[(target_id, line_key, stop_key)])
    return links[target_id, line_key]


@transaction.atomic
def open_links(*, kind: str, medium: str, places: Iterable[Place]) -> dict[tuple[int, str], ShortLink]:
    """Open codes for many places `(target_id, line_key, stop_key)`, keyed by target and line.

    Raises:
        NoFreeCodeError: after many rounds some places are still without a code.
    """
    wanted = set(places)
    found = _open(kind, medium, wanted)
    if len(found) < len(wanted):
        _one_at_a_time()
        found = _open_missing(kind, medium, wanted)
    return {(target, line): found[target, line, stop] for target, line, stop in sorted(wanted)}


def _open_missing(kind: str, medium: str, wanted: set[Place]) -> dict[Place, ShortLink]:
    for _ in range(_ROUNDS):
        found = _open(kind, medium, wanted)
        missing = sorted(wanted - found.keys())
        if not missing:
            return found
        now = timezone.now()
        rows = [_row(kind, medium, place, now) for place in missing]
        ShortLink.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    raise NoFreeCodeError(f"{len(missing)} places without a code")


def _open(kind: str, medium: str, wanted: set[Place]) -> dict[Place, ShortLink]:
    targets = {target for target, _, _ in wanted}
    links = ShortLink.objects.filter(kind=kind, medium=medium, target_id__in=targets, closed_at__isnull=True)
    return {
        place: link
        for link in links.order_by("pk")
        if (place := (link.target_id, link.line_key, link.stop_key)) in wanted
    }


def _row(kind: str, medium: str, place: Place, now: datetime) -> ShortLink:
    number = secrets.randbelow(len(ALPHABET) ** CODE_LENGTH)
    target_id, line_key, stop_key = place
    return ShortLink(
        code=code_of(number),
        number=number,
        held=TimestamptzRange(now, None),
        kind=kind,
        medium=medium,
        target_id=target_id,
        line_key=line_key,
        stop_key=stop_key,
        created_at=now,
    )


def _one_at_a_time() -> None:
    """Two bulk openings that meet on random codes would wait for each other in a ring."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def close_links(*, kind: str, target_id: int) -> int:
    """Close every open code of a target; nobody else gets them for twelve months. Returns how many."""
    now = timezone.now()
    opened = Func(F("held"), function="lower", output_field=DateTimeField())
    held = Func(opened, Value(now + HELD_AFTER_CLOSING), function="tstzrange")
    links = ShortLink.objects.filter(kind=kind, target_id=target_id, closed_at__isnull=True)
    return links.update(closed_at=now, held=held)


def count_scan(*, link: ShortLink) -> None:
    """One more visit by this code today; nothing about the visitor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_linkscan (link_id, date, count) VALUES (%s, %s, 1) "
            "ON CONFLICT (link_id, date) DO UPDATE SET count = base_linkscan.count + 1",
            [link.pk, timezone.localdate()],
        )
