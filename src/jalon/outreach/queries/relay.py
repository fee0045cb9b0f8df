"""Relays, their codes, and what they brought."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from jalon.base.choices import Medium
from jalon.base.models import LinkScan, ShortLink
from jalon.base.queries.short_link import resolve
from jalon.directory.models import Organisation
from jalon.directory.queries import promise
from jalon.outreach.choices import RELAY_LINK
from jalon.outreach.models import OutreachDay, Relay
from jalon.outreach.rules import CALL_HOURS


def listed_relays(organisations: Iterable[Organisation]) -> list[Relay]:
    """Relays in use, each with `code`, `scans` and `brought` (contacts); 4 queries."""
    rows = Relay.objects.filter(organisation__in=list(organisations), retired_at__isnull=True)
    relays = list(rows.select_related("organisation", "district").order_by("association", "place", "pk"))
    ids = [relay.pk for relay in relays]
    links = ShortLink.objects.filter(kind=RELAY_LINK, target_id__in=ids, closed_at__isnull=True)
    codes = {link.target_id: link.code for link in links.filter(medium=Medium.POSTER).order_by("pk")}
    scans = _scans(ids)
    brought = _brought(ids)
    for relay in relays:
        relay.code, relay.scans = codes.get(relay.pk, ""), scans.get(relay.pk, 0)  # type: ignore[attr-defined]
        relay.brought = brought.get(relay.pk, 0)  # type: ignore[attr-defined]
    return relays


def _scans(ids: list[int]) -> dict[int, int]:
    rows = LinkScan.objects.filter(link__kind=RELAY_LINK, link__target_id__in=ids)
    return dict(rows.values_list("link__target_id").annotate(scans=Sum("count")).order_by())


def _brought(ids: list[int]) -> dict[int, int]:
    rows = OutreachDay.objects.filter(relay__in=ids).values_list("relay").annotate(sum=Sum("contacts"))
    return {relay: number for relay, number in rows.order_by() if relay is not None}


def find_relay(organisations: Iterable[Organisation], relay_id: int) -> Relay | None:
    """A relay of these organisations, in use."""
    rows = Relay.objects.filter(organisation__in=list(organisations), retired_at__isnull=True)
    return rows.select_related("organisation", "district").filter(pk=relay_id).first()


def relay_of(code: str) -> tuple[Relay, ShortLink] | None:
    """The relay in use to which a code leads."""
    link = resolve(code)
    if link is None or link.kind != RELAY_LINK or link.closed_at is not None:
        return None
    relay = (
        Relay.objects.filter(pk=link.target_id, retired_at__isnull=True)
        .select_related("organisation")
        .first()
    )
    return (relay, link) if relay else None


def promised_by(organisation: Organisation) -> datetime:
    """Before when somebody who leaves a number now is called."""
    return promise(organisation, start=timezone.now(), open_hours=CALL_HOURS)


def caller_of(relay_id: int) -> Organisation | None:
    """Who calls back for a relay."""
    relay = Relay.objects.filter(pk=relay_id).select_related("organisation").first()
    return relay.organisation if relay else None
