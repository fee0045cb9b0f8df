"""What may become of a session, and how its seats are said."""

from datetime import datetime, timedelta

from django.utils import timezone

from jalon.activities.choices import SessionState, Way
from jalon.activities.models import Session
from jalon.activities.rules.refusal import RefusedError
from jalon.base import words

DRAFT, OPEN, CANCELLED, DONE = SessionState

# From each state, where one may go.
MOVES: dict[str, frozenset[str]] = {
    DRAFT: frozenset({OPEN, CANCELLED}),
    OPEN: frozenset({CANCELLED, DONE}),
    CANCELLED: frozenset(),
    DONE: frozenset(),
}
# States in which dates, seats and things held may still change.
LIVE = frozenset({DRAFT, OPEN})


def check_move(origin: str, target: str) -> None:
    """RefusedError when the table does not allow it."""
    if target in MOVES[origin]:
        return
    if origin == target:
        raise RefusedError(f"Cette séance est déjà {SessionState(target).label}.")
    labels = SessionState(origin).label, SessionState(target).label
    raise RefusedError(f"Une séance {labels[0]} ne peut pas devenir {labels[1]}.")


def check_live(session: Session) -> None:
    """RefusedError when nothing of the session may change any more."""
    if session.state not in LIVE:
        raise RefusedError(f"Cette séance est {session.get_state_display()} : elle ne change plus.")


def check_open(session: Session, now: datetime) -> None:
    """What a session needs before people may book. RefusedError."""
    check_move(session.state, OPEN)
    if session.starts_at <= now:
        raise RefusedError("Cette séance a déjà commencé : donnez-lui une date à venir, puis ouvrez-la.")
    placed = session.site_id or session.place
    if session.way == Way.ON_SITE and not placed:
        raise RefusedError("Dites d’abord où elle se tient : personne ne trouverait.")


def is_short(session: Session, now: datetime) -> bool:
    """Open, held tomorrow at the latest, and below its minimum."""
    if session.state != OPEN or session.seats_taken >= session.seats_min or session.ends_at <= now:
        return False
    return timezone.localdate(session.starts_at) <= timezone.localdate(now) + timedelta(days=1)


def said_seats(taken: int, seats: int, waiting: int = 0) -> str:
    """« 7 inscrits sur 10 · 3 places libres · 2 en attente »."""
    free = seats - taken
    booked = (
        "Personne n’est inscrit" if not taken else f"{taken} inscrit{'s' if taken > 1 else ''} sur {seats}"
    )
    left = f"{free} place{'s' if free > 1 else ''} libre{'s' if free > 1 else ''}" if free else "complet"
    parts = [booked, left, *([f"{waiting} en attente"] if waiting else [])]
    # A figure stays with its word at the end of a line.
    return " · ".join(part.replace(" ", words.NBSP) for part in parts)


def said_place(session: Session) -> str:
    """« Maison de l’emploi, 4 place de la Gare », or how it is held when not on site."""
    if session.way != Way.ON_SITE:
        return str(Way(session.way).label)
    if session.site is None:
        return session.place
    return ", ".join(filter(None, [session.site.name, session.site.address, session.place]))


def verbs_for(session: Session, *, writes: bool, now: datetime) -> frozenset[str]:
    """What can be done with the session now, by somebody who may write it: buttons of its page."""
    if not writes or session.state not in LIVE:
        return frozenset()
    over = session.ends_at <= now
    if session.state == DRAFT:
        return frozenset({"change", "move", "cancel"} | (set() if session.starts_at <= now else {"open"}))
    return frozenset({"change"} | ({"finish"} if over else {"move", "cancel"}))
