"""The tables of allowed moves, and the lengths of our promises."""

from datetime import datetime, timedelta

from jalon.introductions.choices import (
    CallOutcome,
    InterestClosing,
    InterestState,
    InterviewResult,
    IntroductionState,
)

# Promises, in open hours of the team (nine make a day).
FIRST_CALL_HOURS = 12
NEXT_CALL_HOURS = 9
DECISION_HOURS = 27
EMPLOYER_HOURS = 27
FOLLOW_UP_HOURS = 9
# Calls without an answer before we stop calling and say how to come back.
MAX_CALLS = 3
# At most so many open introductions for each seat left: an employer answers a few, not fifty.
PER_SEAT = 5
ANSWER_VALID = timedelta(days=60)

INTEREST_MOVES: dict[str, frozenset[str]] = {
    InterestState.NEW: frozenset({InterestState.TAKEN, InterestState.CLOSED}),
    InterestState.TAKEN: frozenset({InterestState.INTRODUCED, InterestState.CLOSED}),
    # Back to taken when the employer says no: we look for something else.
    InterestState.INTRODUCED: frozenset({InterestState.TAKEN, InterestState.CLOSED}),
    # Back to new when somebody we could not reach comes back.
    InterestState.CLOSED: frozenset({InterestState.NEW}),
}
INTRODUCTION_MOVES: dict[str, frozenset[str]] = {
    IntroductionState.SENT: frozenset(
        {
            IntroductionState.INTERVIEW,
            IntroductionState.OFFERED,
            IntroductionState.HIRED,
            IntroductionState.CLOSED,
        }
    ),
    # An interview that moves to another day stays an interview.
    IntroductionState.INTERVIEW: frozenset(
        {
            IntroductionState.INTERVIEW,
            IntroductionState.OFFERED,
            IntroductionState.HIRED,
            IntroductionState.CLOSED,
        }
    ),
    IntroductionState.OFFERED: frozenset({IntroductionState.HIRED, IntroductionState.CLOSED}),
    IntroductionState.HIRED: frozenset({IntroductionState.CLOSED}),
    IntroductionState.CLOSED: frozenset(),
}
# What an interview's result makes of the introduction; an interview that did not take place changes nothing.
AFTER_INTERVIEW: dict[str, str] = {
    InterviewResult.OFFER: IntroductionState.OFFERED,
    InterviewResult.NO_OFFER: IntroductionState.CLOSED,
}
NOT_REACHED = frozenset({CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL, CallOutcome.WRONG_NUMBER})
# What the desk repeats, because it happened by itself.
NOT_SENT = "un message n’est pas parti : appeler la personne"
STOPPED = "STOP reçu par SMS : appeler, ne plus écrire"
VACANCY_GONE = "l’offre n’est plus ouverte : en proposer une autre"
EMPLOYER_NOT_TOLD = "le message n’est pas parti : appeler l’entreprise"
EMPLOYER_WITHOUT_ADDRESS = "aucune adresse connue : appeler l’entreprise"
ASK_EMPLOYER = "l’offre n’est plus ouverte : demander à l’entreprise"
ALERTS = frozenset(
    {NOT_SENT, STOPPED, VACANCY_GONE, EMPLOYER_NOT_TOLD, EMPLOYER_WITHOUT_ADDRESS, ASK_EMPLOYER}
)
OPEN_INTERESTS = frozenset({InterestState.NEW, InterestState.TAKEN})
AT_EMPLOYER = frozenset({IntroductionState.SENT, IntroductionState.INTERVIEW, IntroductionState.OFFERED})


class RefusedError(Exception):
    """What was asked cannot be done; the message says why, in French."""


class TakenError(RefusedError):
    """Somebody else was faster; the message says who."""


def check_interest_move(origin: str, target: str, closing: str = "") -> None:
    """RefusedError when the table does not allow it; a closed interest opens again only if unreachable."""
    if target not in INTEREST_MOVES[origin]:
        raise RefusedError(
            f"Cette demande est « {InterestState(origin).label} » : ce pas n’est plus possible."
        )
    if origin == InterestState.CLOSED and closing != InterestClosing.UNREACHABLE:
        raise RefusedError("Cette demande est close. Une nouvelle demande peut être faite.")


def check_introduction_move(origin: str, target: str) -> None:
    """RefusedError when the table does not allow it."""
    if target not in INTRODUCTION_MOVES[origin]:
        label = IntroductionState(origin).label
        raise RefusedError(f"Cette mise en relation est « {label} » : ce pas n’est plus possible.")


def cap(seats_left: int) -> int:
    """How many open introductions a vacancy may have."""
    return PER_SEAT * max(seats_left, 0)


def reminder_due(created_at: datetime, deadline_at: datetime, reminders: int, now: datetime) -> bool:
    """One reminder at half time, a second in the last quarter."""
    length = deadline_at - created_at
    marks = (created_at + length / 2, created_at + length * 0.8)
    return reminders < len(marks) and now >= marks[reminders] and now < deadline_at


def promise_days(start: datetime, due: datetime, now: datetime) -> tuple[int, int]:
    """The day of a promise and how many it has, at most seven: (3, 5) is « jour 3 sur 5 »."""
    total = min(max((due.date() - start.date()).days + 1, 1), 7)
    day = min(max((now.date() - start.date()).days + 1, 1), total)
    return day, total
