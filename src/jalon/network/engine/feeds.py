"""Timetables as arrays, kept for the process."""

from functools import lru_cache

from jalon.engines.gtfs.feed import Feed as Timetable
from jalon.network import queries
from jalon.network.models import Network


@lru_cache(maxsize=4)
def timetable(feed_id: int) -> Timetable:
    """The arrays of a feed, kept for the process: a feed never changes once loaded."""
    return Timetable.from_bytes(queries.timetable_bytes(feed_id))


def current_feed(place: Network) -> Timetable | None:
    """The timetable in force, or None before the first is loaded. One small query when it is cached."""
    row = queries.current_row(place)
    return timetable(row.pk) if row is not None else None


@lru_cache(maxsize=4)
def blocks_of(feed_id: int) -> dict[str, str]:
    """Block of each trip of a feed, by trip id."""
    trips = timetable(feed_id).trips
    return dict(zip(trips.ids, trips.blocks, strict=True))
