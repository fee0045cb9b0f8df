"""By bus from where a person starts to where a session is held."""

from collections.abc import Sequence
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from django.utils.translation import gettext as _

from jalon.activities.choices import Way
from jalon.activities.models import Session
from jalon.base.words import hour
from jalon.network.engine.travel import Trip, minutes_from, minutes_to, trip_to
from jalon.network.queries import first_network, stop_by_key
from jalon.people.models import Person

# One is there a little before it begins.
EARLY = timedelta(minutes=5)
EARTH_KM = 6371.0

Point = tuple[float, float]


def place_of(session: Session) -> Point | None:
    """Where it is held; None by telephone, in a video meeting, or where nobody said."""
    if session.way != Way.ON_SITE:
        return None
    if session.lat is not None and session.lon is not None:
        return session.lat, session.lon
    return (session.site.lat, session.site.lon) if session.site else None


def start_of(person: Person) -> Point | None:
    """Where the person starts from, as they said it."""
    if person.near_lat is None or person.near_lon is None:
        return None
    return person.near_lat, person.near_lon


def trip_of(person: Person, session: Session) -> Trip | None:
    """The journey that brings this person there in time; None without a place, a feed or a bus."""
    origin, place = start_of(person), place_of(session)
    if origin is None or place is None:
        return None
    return trip_to(first_network(), origin, place, session.starts_at - EARLY)


def minutes_of(origins: Sequence[Point], session: Session) -> list[int | None]:
    """Minutes by bus from each of these places; None where no bus helps. 2 queries."""
    place = place_of(session)
    if place is None or not origins:
        return [None] * len(origins)
    return minutes_to(first_network(), origins, place, session.starts_at - EARLY)


def trip_from_stop(key: str, session: Session) -> Trip | None:
    """The journey from a stop of the network; None for an unknown stop, without a place or a bus."""
    network, place = first_network(), place_of(session)
    stop = stop_by_key(network, key) if network and key else None
    if stop is None or place is None:
        return None
    return trip_to(network, (stop.lat, stop.lon), place, session.starts_at - EARLY)


def minutes_to_each(origin: Point | None, sessions: Sequence[Session]) -> dict[int, int | None]:
    """Minutes by bus from one place to each session, by its id; None where no bus helps. 2 queries."""
    places = {session.pk: (place_of(session), session.starts_at - EARLY) for session in sessions}
    calls = {pk: (place, by) for pk, (place, by) in places.items() if place is not None}
    known: dict[int, int | None] = dict.fromkeys(places)
    if origin is None or not calls:
        return known
    asked = minutes_from(first_network(), origin, list(calls.values()))
    return {**known, **dict(zip(calls, asked, strict=True))}


def km(one: Point, other: Point) -> float:
    """Kilometres as the crow flies."""
    lat, lon = radians(other[0] - one[0]), radians(other[1] - one[1])
    half = sin(lat / 2) ** 2 + cos(radians(one[0])) * cos(radians(other[0])) * sin(lon / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def said_trip(trip: Trip | None) -> str:
    """« départ 8 h 12, ligne 3, arrêt Port », the change included; empty without a bus."""
    if trip is None or not trip.rides:
        return ""
    first, *then = trip.rides
    facts = {"leaves": hour(first.leaves), "line": first.line, "stop": first.board}
    said = _("départ %(leaves)s, ligne %(line)s, arrêt %(stop)s") % facts
    changes = [_("puis ligne %(line)s à %(stop)s") % {"line": one.line, "stop": one.board} for one in then]
    getting_off = _("descendre à %s") % trip.rides[-1].alight
    return ", ".join([said, *changes, getting_off])
