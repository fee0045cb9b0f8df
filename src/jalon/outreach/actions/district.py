"""Districts come from a file; each halt and relay then lies in one of them, or in none."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from jalon.outreach.geometry import Area, read_areas
from jalon.outreach.models import District, Halt, Relay
from jalon.outreach.queries.district import district_at


@dataclass(frozen=True)
class Loaded:
    """What a file brought, and where our places lie now."""

    districts: int
    priority: int
    placed: int
    outside: int


@transaction.atomic
def load_districts(*, content: bytes, all_priority: bool = False) -> Loaded:
    """Read a GeoJSON file; a district with a known code is replaced, others stay.

    `all_priority` is for files that hold priority districts only.

    Raises:
        RefusedError: the file cannot be used; nothing has changed.
    """
    areas = read_areas(content)
    for area in areas:
        _keep(area, priority=area.priority or all_priority)
    placed, outside = _place_all()
    return Loaded(len(areas), sum(area.priority or all_priority for area in areas), placed, outside)


def _keep(area: Area, *, priority: bool) -> None:
    west, south, east, north = area.box
    values = {
        "name": area.name, "priority": priority, "geometry": area.geometry, "loaded_at": timezone.now(),
        "west": west, "south": south, "east": east, "north": north,
    }  # fmt: skip
    District.objects.update_or_create(code=area.code, defaults=values)


def _place_all() -> tuple[int, int]:
    placed = outside = 0
    for model in (Halt, Relay):
        for row in model.objects.filter(lat__isnull=False).order_by("pk"):
            row.district = district_at(row.lat, row.lon)
            row.save(update_fields=["district"])
            placed, outside = placed + bool(row.district), outside + (row.district is None)
    return placed, outside
