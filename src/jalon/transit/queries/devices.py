"""Players known by their own number, whatever became of their pairing."""

from collections.abc import Iterable

from jalon.transit.models import Screen


def screens_of_devices(devices: Iterable[str]) -> dict[str, list[Screen]]:
    """All pairings of these players, removed ones too, the newest first; 1 query."""
    found: dict[str, list[Screen]] = {device: [] for device in devices}
    rows = Screen.objects.select_related("network", "vehicle").filter(device__in=found)
    for screen in rows.order_by("-pk"):
        found[screen.device].append(screen)
    return found
