"""Screens, by token, by code, by network; what they say of themselves."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from jalon.network.models import Network
from jalon.transit.models import Screen

SILENT_AFTER = timedelta(minutes=3)


def screen_of_token(token_hash: str) -> Screen | None:
    """The paired screen of a token (SHA-256), with network, vehicle, position and line; 1 query."""
    return (
        Screen.objects.select_related("network", "vehicle__state__line")
        .filter(token_hash=token_hash, removed_at__isnull=True)
        .first()
    )


def waiting_screen(device: str) -> Screen | None:
    """The newest pairing of a player."""
    rows = Screen.objects.select_related("network", "vehicle").filter(device=device, removed_at__isnull=True)
    return rows.order_by("-pk").first()


def network_screens(network: Network) -> QuerySet[Screen]:
    """Paired screens of a network with vehicle, position and line, by vehicle and name; 1 query."""
    return (
        Screen.objects.filter(network=network, removed_at__isnull=True, paired_at__isnull=False)
        .select_related("network", "vehicle__state__line")
        .order_by("vehicle__label", "name", "pk")
    )


def find_screen(network: Network, screen_id: int) -> Screen | None:
    """One screen of this network."""
    return network_screens(network).filter(pk=screen_id).first()


def is_silent(screen: Screen, now: datetime) -> bool:
    """Whether nothing was heard of a screen for three minutes, nine of its states."""
    return screen.last_seen_at is None or now - screen.last_seen_at > SILENT_AFTER


def is_dark(screen: Screen, now: datetime) -> bool:
    """Whether the desk wants a screen dark now: by command, or by its hours of the night."""
    if screen.dark and (screen.dark_until is None or screen.dark_until > now):
        return True
    if screen.off_from is None or screen.off_until is None or screen.network is None:
        return False
    local = now.astimezone(ZoneInfo(screen.network.timezone)).time()
    if screen.off_from <= screen.off_until:
        return screen.off_from <= local < screen.off_until
    return local >= screen.off_from or local < screen.off_until


def is_preempted(screen: Screen, now: datetime) -> bool:
    """Whether passenger information comes first on a screen now."""
    return screen.preempted and (screen.preempted_until is None or screen.preempted_until > now)
