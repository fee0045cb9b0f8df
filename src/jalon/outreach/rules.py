"""What may be done with a circuit, an outing, a stand; who may stand at the counter."""

from datetime import date, datetime, timedelta

from jalon.activities.rules.refusal import RefusedError
from jalon.outreach.choices import Rhythm
from jalon.outreach.models import Stand

# Longest span planned at once.
LONGEST_PLAN = timedelta(days=186)
# A contact is called within so many open hours of the team, counted from the end of the stand: the crew
# comes back first, and the telephone at the stop knows the hour without asking the server.
CALL_HOURS = 12
# Devices without network for longer than this lost their clock, or their way.
OLDEST_MARK = timedelta(days=60)
# A crew counts people on the way to the halt and after it too.
EARLY = timedelta(hours=3)
SMALL = 5


def is_served(rhythm: str, day: date) -> bool:
    """Whether a weekly hour holds in the week of this day (ISO 8601 week numbers)."""
    even = day.isocalendar().week % 2 == 0
    return rhythm == Rhythm.EVERY or even == (rhythm == Rhythm.EVEN)


def check_span(first: date, last: date) -> None:
    """Refuse what cannot be planned."""
    if last < first:
        raise RefusedError("Le dernier jour vient avant le premier.")
    if last - first > LONGEST_PLAN:
        raise RefusedError("On prévoit six mois au plus à la fois.")


def check_live(stand: Stand, now: datetime) -> None:
    """Refuse to move or cancel what is over or cancelled."""
    if stand.is_cancelled:
        raise RefusedError("Ce passage est déjà annulé.")
    if stand.ends_at <= now:
        raise RefusedError("Ce passage a déjà eu lieu : il reste tel qu’il a été.")


def small(number: int) -> str:
    """A figure that may leave the team: one to four people are not told apart."""
    return f"moins de {SMALL}" if 0 < number < SMALL else str(number)
