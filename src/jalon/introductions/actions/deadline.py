"""Reminders to employers, and promises that passed: told once, by a job."""

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.introductions import wording
from jalon.introductions.actions import row as rows
from jalon.introductions.actions.introduction import answer_code
from jalon.introductions.actions.tell import tell_employer, tell_team
from jalon.introductions.choices import IntroductionState
from jalon.introductions.models import Interest, Introduction
from jalon.introductions.rules import AT_EMPLOYER, OPEN_INTERESTS, RefusedError, reminder_due


@transaction.atomic
def remind(*, introduction: Introduction, by: User | None = None) -> Introduction:
    """Ask the employer again.

    Raises:
        RefusedError: the employer answered, or no address is known: one has to call.
    """
    row = rows.lock_introduction(introduction)
    if row.state != IntroductionState.SENT or row.answered_at:
        raise RefusedError("L’entreprise a déjà répondu.")
    if not row.employer_contact:
        raise RefusedError("Aucune adresse connue pour cette entreprise : appelez-la.")
    row.reminders += 1
    row.save(update_fields=["reminders"])
    tell_employer(
        row, "reminder", key=f"introduction-{row.pk}-reminder-{row.reminders}", code=answer_code(row)
    )
    rows.note_introduction(row, f"relance {row.reminders}", by=by)
    return row


def remind_due() -> int:
    """Send the reminders whose time has come. Returns how many."""
    now = timezone.now()
    waiting = Introduction.objects.filter(
        state=IntroductionState.SENT, answered_at__isnull=True, deadline_at__gt=now
    ).exclude(employer_contact="")
    sent = 0
    for row in waiting.order_by("deadline_at", "pk"):
        if reminder_due(row.created_at, row.deadline_at, row.reminders, now):
            remind(introduction=row)
            sent += 1
    return sent


def escalate_due() -> int:
    """Promises and deadlines that passed: the owner's whole team is told, once each. Returns how many."""
    now = timezone.now()
    late_calls = Interest.objects.filter(
        state__in=OPEN_INTERESTS, promised_at__lt=now, escalated_at__isnull=True
    )
    late_answers = Introduction.objects.filter(
        state__in=AT_EMPLOYER, deadline_at__lt=now, escalated_at__isnull=True
    )
    told = [_escalate_interest(row) for row in late_calls.order_by("promised_at", "pk")]
    told += [_escalate_introduction(row) for row in late_answers.order_by("deadline_at", "pk")]
    return sum(told)


@transaction.atomic
def _escalate_interest(interest: Interest) -> bool:
    row = rows.lock_interest(interest)
    if row.escalated_at or row.state not in OPEN_INTERESTS:
        return False
    row.escalated_at = timezone.now()
    row.save(update_fields=["escalated_at"])
    rows.note_interest(row, "promesse dépassée : toute l’équipe est prévenue", by=None)
    tell_team(row, wording.escalation(row), key=f"interest-{row.pk}-late-{row.promised_at:%Y%m%d%H%M}")
    return True


@transaction.atomic
def _escalate_introduction(introduction: Introduction) -> bool:
    row = rows.lock_introduction(introduction)
    if row.escalated_at or row.state not in AT_EMPLOYER:
        return False
    row.escalated_at = timezone.now()
    row.save(update_fields=["escalated_at"])
    rows.note_introduction(row, "délai dépassé : toute l’équipe est prévenue", by=None)
    tell_team(row, wording.escalation(row), key=f"introduction-{row.pk}-late-{row.deadline_at:%Y%m%d%H%M}")
    return True
