"""Bundles read back, kept for the process: what was compiled never changes."""

import gzip
from datetime import datetime
from functools import lru_cache

from jalon.engines.geocast.bundle import Bundle as Content
from jalon.engines.geocast.bundle import Pattern, Trip
from jalon.engines.geocast.bundle_json import read
from jalon.network.models import Network
from jalon.transit import queries
from jalon.transit.engine.compiling import service_day_now
from jalon.transit.models import Bundle

AT_STOP_M = 25.0
__all__ = ["Content", "between", "content_of", "current_content", "trip_of"]


@lru_cache(maxsize=6)
def content_of(bundle_id: int) -> Content:
    """What a bundle holds."""
    row = Bundle.objects.values_list("content", flat=True).get(pk=bundle_id)
    return read(gzip.decompress(bytes(row)))


def current_content(network: Network, now: datetime) -> Content | None:
    """What the screens of a network play now; None before the first bundle."""
    row = queries.bundle_in_force(network, service_day_now(network, now))
    return content_of(row.pk) if row is not None else None


def trip_of(content: Content, trip_id: str | None) -> tuple[Trip, Pattern] | None:
    """A trip and its pattern, if the day has it."""
    index = content.trip_index.get(trip_id or "")
    if index is None:
        return None
    trip = content.trips[index]
    return trip, content.patterns[trip.pattern]


def between(content: Content, pattern: Pattern, metres: float) -> str:
    """Where a bus is, in words: « entre Les Bassins et Quai aux Bois », « à Marché »."""
    names = [content.stops[stop].name for stop in pattern.stops]
    if metres <= pattern.metres[0]:
        return f"au départ de {names[0]}"
    for here, (name, at_m) in enumerate(zip(names, pattern.metres, strict=True)):
        if abs(metres - at_m) <= AT_STOP_M:
            return f"à {name}"
        if metres < at_m:
            return f"entre {names[here - 1]} et {name}"
    return f"au terminus {names[-1]}"
