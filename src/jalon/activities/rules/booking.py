"""Who gets which seat, and until when: figures and plain answers, without a query."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from jalon.activities.choices import SessionState

# A seat that frees is offered for so many open hours of the partner who holds the session (nine make a
# day); who is reached by post needs the days that a letter takes.
OFFER_HOURS = 9
OFFER_HOURS_BY_POST = 36
# Offers end two hours before the session, and none is made that leaves less than one hour to answer.
LAST_ANSWER = timedelta(hours=2)
LEAST_TO_ANSWER = timedelta(hours=1)


def offer_deadline(*, promised: datetime, starts_at: datetime) -> datetime:
    """By when a seat that was offered is answered: as promised, never later than two hours before."""
    return min(promised, starts_at - LAST_ANSWER)


def can_offer(*, starts_at: datetime, now: datetime) -> bool:
    """Whether there is still time to offer a seat and to answer."""
    return now + LEAST_TO_ANSWER <= starts_at - LAST_ANSWER


def seats_left(*, maximum: int, taken: int, kept: Mapping[int, int], organisation_id: int | None) -> int:
    """Seats that somebody booked by this organisation can have now.

    `kept` are the seats still kept, by partner. A partner has its own and those that are open to all.
    """
    free = maximum - taken
    open_to_all = max(0, free - sum(kept.values()))
    own = kept.get(organisation_id, 0) if organisation_id else 0
    return max(0, min(free, open_to_all + own))


def suits(*, wanted: Iterable[str], held: Iterable[str]) -> bool:
    """Whether somebody in these situations is meant by an activity; one that says none is for everybody."""
    asked = set(wanted)
    return not asked or bool(asked & set(held))


def why_closed(*, state: str, starts_at: datetime, now: datetime, walk_in: bool = False) -> str:
    """Why nobody can be booked any more, in plain words; empty when one can."""
    if state == SessionState.DRAFT:
        return _("Cette séance n’est pas encore ouverte aux inscriptions.")
    if state == SessionState.CANCELLED:
        return _("Cette séance est annulée.")
    if not walk_in and (state == SessionState.DONE or starts_at <= now):
        return _("Cette séance a déjà commencé : on ne peut plus s’y inscrire.")
    return ""
