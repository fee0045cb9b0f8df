"""Find what a code leads to."""

from collections.abc import Iterable
from datetime import date

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


def open_links_of(kind: str, target_ids: Iterable[int]) -> list[ShortLink]:
    """Every open code of these targets."""
    links = ShortLink.objects.filter(kind=kind, target_id__in=list(target_ids), closed_at__isnull=True)
    return list(links.order_by("target_id", "line_key", "pk"))


def scans_by_link(since: date, until: date) -> dict[int, int]:
    """How often each link was followed from a day to a day, both included, by the link's id."""
    rows = LinkScan.objects.filter(date__range=(since, until)).values("link_id").annotate(total=Sum("count"))
    return {row["link_id"]: row["total"] for row in rows.order_by("link_id")}
