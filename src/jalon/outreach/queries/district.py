"""Which district a point lies in."""

from django.db.models import Count, F, Q, QuerySet

from jalon.outreach.geometry import holds
from jalon.outreach.models import District


def district_at(lat: float | None, lon: float | None) -> District | None:
    """The district that holds a point: a priority one first, then the smallest."""
    if lat is None or lon is None:
        return None
    size = (F("east") - F("west")) * (F("north") - F("south"))
    near = District.objects.filter(west__lte=lon, east__gte=lon, south__lte=lat, north__gte=lat)
    ordered = near.annotate(size=size).order_by("-priority", "size", "pk")
    return next((one for one in ordered if holds(one.geometry, lat, lon)), None)


def districts() -> QuerySet[District]:
    """Every district with its halts in use, priority ones first."""
    halts = Count("halts", filter=Q(halts__retired_at__isnull=True), distinct=True)
    return District.objects.defer("geometry").annotate(halt_count=halts).order_by("-priority", "name", "pk")
