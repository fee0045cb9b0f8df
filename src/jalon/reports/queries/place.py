"""Where a session is held, as figures name it: the priority district if its point lies in one, else the
commune."""

from collections.abc import Iterable

from jalon.activities.models import Session

NOWHERE = "lieu non situé"


def places_of(sessions: Iterable[Session]) -> dict[int, str]:
    """Name of the place by session; sessions come with their site and its commune."""
    return {session.pk: _place(session) for session in sessions}


def _place(session: Session) -> str:
    commune = session.site.commune if session.site else None
    return commune.name if commune else NOWHERE
