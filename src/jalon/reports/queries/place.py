"""Where a session is held, as figures name it: the priority district if its point lies in one, else the
commune."""

from collections.abc import Iterable

from jalon.activities.models import Session
from jalon.outreach.models import District
from jalon.outreach.queries.district import district_at

NOWHERE = "lieu non situé"


def places_of(sessions: Iterable[Session]) -> dict[int, str]:
    """Name of the place by session; sessions come with their site and its commune."""
    listed = list(sessions)
    points = {point for session in listed if (point := _point(session))}
    districts = {point: district_at(*point) for point in points}
    return {session.pk: _place(session, districts) for session in listed}


Point = tuple[float, float]


def _point(session: Session) -> Point | None:
    if session.lat is not None and session.lon is not None:
        return session.lat, session.lon
    return (session.site.lat, session.site.lon) if session.site else None


def _place(session: Session, districts: dict[Point, District | None]) -> str:
    point = _point(session)
    district = districts[point] if point else None
    if district is not None and district.priority:
        return district.name
    commune = session.site.commune if session.site else None
    return commune.name if commune else NOWHERE
