"""Calls to the person: reached, or tried again, or told how to come back."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.queries import promise
from jalon.introductions.actions import row as rows
from jalon.introductions.actions.interest import close_interest, take
from jalon.introductions.actions.tell import tell_person
from jalon.introductions.choices import CallOutcome, InterestClosing, InterestState
from jalon.introductions.models import Call, Interest
from jalon.introductions.rules import DECISION_HOURS, MAX_CALLS, NEXT_CALL_HOURS, NOT_REACHED, RefusedError


@transaction.atomic
def record_call(*, interest: Interest, outcome: str, note: str = "", by: User) -> Call:
    """Note a call; whoever calls first takes the interest. After some calls in vain it closes.

    Raises:
        RefusedError: the interest is closed, or belongs to a colleague (TakenError).
    """
    row = rows.lock_interest(interest)
    if row.state == InterestState.CLOSED:
        raise RefusedError("Cette demande est close.")
    if row.state == InterestState.NEW:
        row = take(interest=row, by=by)
    call = Call.objects.create(interest=row, outcome=outcome, note=note[:300], by=by)
    if outcome in NOT_REACHED:
        _not_reached(row, call)
    else:
        _reached(row, by)
    return call


def _reached(row: Interest, by: User) -> None:
    _promise(row, DECISION_HOURS)
    rows.note_interest(row, "jointe au téléphone", by=by)
    rows.milestone(row, "reached", by=by)


def _not_reached(row: Interest, call: Call) -> None:
    if call.outcome == CallOutcome.WRONG_NUMBER or calls_in_vain(row) >= MAX_CALLS:
        _give_up(row, call)
        return
    _promise(row, NEXT_CALL_HOURS)
    rows.note_interest(row, call.get_outcome_display(), by=call.by)
    rows.milestone(row, "not_reached", by=call.by)
    tell_person(row, "no_answer", key=f"call-{call.pk}")


def _give_up(row: Interest, call: Call) -> None:
    closing = InterestClosing.UNREACHABLE
    close_interest(interest=row, closing=closing, by=call.by, reason=call.get_outcome_display())
    if call.outcome != CallOutcome.WRONG_NUMBER:
        tell_person(row, "unreachable", key=f"call-{call.pk}")


def calls_in_vain(row: Interest) -> int:
    """Calls without an answer since the person was last reached, or came back."""
    calls = Call.objects.filter(interest=row)
    reached = calls.filter(outcome=CallOutcome.REACHED).aggregate(at=Max("at"))["at"]
    came_back = row.changes.filter(to_state=InterestState.NEW).aggregate(at=Max("at"))["at"]
    since = [moment for moment in (reached, came_back) if moment]
    vain = calls.filter(outcome__in=NOT_REACHED)
    return (vain.filter(at__gt=max(since)) if since else vain).count()


def _promise(row: Interest, open_hours: float) -> None:
    row.promised_at = promise(row.team, start=timezone.now(), open_hours=open_hours)
    row.escalated_at = None
    row.save(update_fields=["promised_at", "escalated_at"])
