"""Find what a code leads to."""

from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from jalon.base.codes import clean_code, is_code
from jalon.base.models import LinkScan, ShortLink


def resolve(code: str) -> ShortLink | None:
    """The newest link of a code as typed, open or closed; None for what is no code or was never given."""
    clean = clean_code(code)
    if not is_code(clean):
        return None
    return ShortLink.objects.filter(code=clean).order_by("-created_at", "-pk").first()


def open_link_of(kind: str, target_id: int, medium: str, line_key: str = "") -> ShortLink | None:
    """The open code of a target on a medium and line, if one was given."""
    links = ShortLink.objects.filter(
        kind=kind, target_id=target_id, medium=medium, line_key=line_key, closed_at__isnull=True
    )
    return links.order_by("pk").first()


def targets_on_line(kind: str, line_key: str) -> list[int]:
    """Ids of the targets that have an open code on a line."""
    links = ShortLink.objects.filter(kind=kind, line_key=line_key, closed_at__isnull=True)
    return sorted(set(links.values_list("target_id", flat=True)))


class ScanCount(NamedTuple):
    """How often a target's code was followed on a day, by line and stop."""

    day: date
    line_key: str
    stop_key: str
    target_id: int
    scans: int


def scans_by_day(kind: str, since: date, until: date) -> list[ScanCount]:
    """Scans of codes of a kind from a day to a day, both included; 1 query."""
    rows = (
        LinkScan.objects.filter(date__range=(since, until), link__kind=kind)
        .values_list("date", "link__line_key", "link__stop_key", "link__target_id")
        .annotate(scans=Sum("count"))
        .order_by("date", "link__target_id", "link__line_key")
    )
    return [ScanCount(*row) for row in rows]
