"""The tables of allowed moves of a pathway."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from jalon.casework.choices import ProjectState, ReferralState, StepState

# A partner answers a referral within so many days unless another date is written.
ANSWER_DAYS = 10
# After so many days without anything a person is without news.
SILENT_DAYS = 30

STEP_MOVES: dict[str, frozenset[str]] = {
    StepState.PLANNED: frozenset({StepState.DOING, StepState.DONE, StepState.DROPPED}),
    StepState.DOING: frozenset({StepState.PLANNED, StepState.DONE, StepState.DROPPED}),
    # Marked by mistake, or not finished after all.
    StepState.DONE: frozenset({StepState.DOING}),
    # Taken up again; or done in spite of everything, as an attendance sheet may tell.
    StepState.DROPPED: frozenset({StepState.PLANNED, StepState.DONE}),
}
PROJECT_MOVES: dict[str, frozenset[str]] = {
    ProjectState.IDEA: frozenset({ProjectState.EXPLORED, ProjectState.CONFIRMED, ProjectState.SET_ASIDE}),
    ProjectState.EXPLORED: frozenset({ProjectState.CONFIRMED, ProjectState.SET_ASIDE}),
    ProjectState.CONFIRMED: frozenset({ProjectState.EXPLORED, ProjectState.SET_ASIDE}),
    ProjectState.SET_ASIDE: frozenset({ProjectState.EXPLORED}),
}
REFERRAL_MOVES: dict[str, frozenset[str]] = {
    ReferralState.SENT: frozenset(
        {ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.EXPIRED, ReferralState.WITHDRAWN}
    ),
    # An answer that comes late is still an answer.
    ReferralState.EXPIRED: frozenset({ReferralState.ACCEPTED, ReferralState.DECLINED}),
    ReferralState.ACCEPTED: frozenset(),
    ReferralState.DECLINED: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
}
OPEN_STEPS = frozenset({StepState.PLANNED, StepState.DOING})
ENDED_STEPS = frozenset({StepState.DONE, StepState.DROPPED})
# What may still be answered.
OPEN_REFERRALS = frozenset({ReferralState.SENT, ReferralState.EXPIRED})


class RefusedError(Exception):
    """What was asked cannot be done; the message says why, in French."""


def check_step_move(origin: str, target: str) -> None:
    """RefusedError when the table does not allow it."""
    if target not in STEP_MOVES[origin]:
        raise RefusedError(f"Cette étape est « {StepState(origin).label} » : ce pas n’est plus possible.")


def check_project_move(origin: str, target: str) -> None:
    """RefusedError when the table does not allow it."""
    if target not in PROJECT_MOVES[origin]:
        raise RefusedError(f"Ce projet est « {ProjectState(origin).label} » : ce pas n’est pas possible.")


def check_referral_move(origin: str, target: str) -> None:
    """RefusedError when the table does not allow it: somebody else was faster."""
    if target not in REFERRAL_MOVES[origin]:
        label = ReferralState(origin).label
        raise RefusedError(f"Cette orientation est déjà « {label} ».")


def is_overdue(state: str, due_date: date | None, today: date) -> bool:
    """Whether an open step's day has passed; the day itself is still in time."""
    return state in OPEN_STEPS and due_date is not None and due_date < today


def answer_day(start: datetime) -> datetime:
    """By when a partner is asked to answer, when nobody wrote a date: the end of a working day."""
    day = timezone.localtime(start + timedelta(days=ANSWER_DAYS))
    return day.replace(hour=18, minute=0, second=0, microsecond=0)
