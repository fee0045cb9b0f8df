"""The employer answers by the link, from a telephone, without an account."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jalon.directory.queries import promise
from jalon.introductions.actions import row as rows
from jalon.introductions.actions.introduction import close_introduction
from jalon.introductions.actions.tell import tell_person
from jalon.introductions.choices import EmployerAnswer, IntroductionClosing, IntroductionState
from jalon.introductions.models import Introduction, MeetingProposal
from jalon.introductions.rules import FOLLOW_UP_HOURS, RefusedError
from jalon.vacancies.actions import pause
from jalon.vacancies.choices import VacancyState

_CLOSING = {
    EmployerAnswer.NOT_NOW.value: IntroductionClosing.EMPLOYER_NOT_NOW,
    EmployerAnswer.FILLED.value: IntroductionClosing.ALREADY_FILLED,
}


@transaction.atomic
def answer(
    *, introduction: Introduction, answer: str, note: str = "", proposals: Iterable[datetime] = ()
) -> Introduction:
    """Keep the employer's answer (EmployerAnswer); the same answer sent twice changes nothing.

    Raises:
        RefusedError: something else was decided meanwhile.
    """
    row = rows.lock_introduction(introduction)
    if row.answer == answer and answer != EmployerAnswer.MEET:
        return row
    if row.state != IntroductionState.SENT:
        raise RefusedError("Une suite a déjà été donnée. Appelez-nous pour en changer.")
    first = not row.answer
    row.answer, row.answer_note, row.answered_at = answer, note[:300], timezone.now()
    row.save(update_fields=["answer", "answer_note", "answered_at"])
    if first:
        rows.count(row, "answers")
    if answer == EmployerAnswer.MEET:
        return _meet(row, proposals)
    return _no(row, answer)


def _meet(row: Introduction, proposals: Iterable[datetime]) -> Introduction:
    MeetingProposal.objects.filter(introduction=row).delete()
    MeetingProposal.objects.bulk_create(
        [MeetingProposal(introduction=row, starts_at=moment) for moment in sorted(set(proposals))]
    )
    row.deadline_at = promise(row.team, start=timezone.now(), open_hours=FOLLOW_UP_HOURS)
    row.escalated_at = None
    row.save(update_fields=["deadline_at", "escalated_at"])
    rows.note_introduction(row, f"l’entreprise veut rencontrer la personne. {row.answer_note}", by=None)
    rows.milestone(row, "answered", detail=f"{row.vacancy.organisation.name} veut vous rencontrer")
    tell_person(row, "meet", key=f"introduction-{row.pk}-meet")
    return row


def _no(row: Introduction, answer: str) -> Introduction:
    if answer == EmployerAnswer.FILLED and row.vacancy.state == VacancyState.OPEN:
        # No screen shows what the employer says is filled, until the adviser has asked.
        pause(vacancy=row.vacancy, by=None)
    return close_introduction(introduction=row, closing=_CLOSING[answer], by=None, reason=row.answer_note)


def mark_read(*, introduction: Introduction) -> None:
    """The employer's browser has shown the page (a mail scanner does not come this far)."""
    fresh = Introduction.objects.filter(pk=introduction.pk, read_at__isnull=True)
    if fresh.update(read_at=timezone.now()):
        rows.tell_desk(introduction.team_id, "introduction")
