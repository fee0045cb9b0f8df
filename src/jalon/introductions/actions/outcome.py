"""Interview, offer, hire, and a hire that did not hold."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.words import moment
from jalon.directory.queries import promise
from jalon.introductions.actions import row as rows
from jalon.introductions.actions.introduction import close_introduction
from jalon.introductions.actions.tell import tell_employer, tell_person
from jalon.introductions.choices import InterviewResult, IntroductionClosing, IntroductionState
from jalon.introductions.models import FunnelDay, Hire, Interview, Introduction
from jalon.introductions.rules import AFTER_INTERVIEW, FOLLOW_UP_HOURS, RefusedError, check_introduction_move
from jalon.vacancies import actions as vacancies
from jalon.vacancies.rules.state import RefusedError as VacancyRefusedError


@transaction.atomic
def schedule_interview(
    *, introduction: Introduction, starts_at: datetime, place: str = "", by: User
) -> Interview:
    """Fix or move the interview; person and employer are told, and we call back after it.

    Raises:
        RefusedError: the hour has passed, or the introduction has gone further.
    """
    if starts_at <= timezone.now():
        raise RefusedError("Cette heure est passée : choisissez une heure à venir.")
    row = rows.lock_introduction(introduction)
    first = row.state == IntroductionState.SENT
    row.interviews.filter(cancelled_at__isnull=True, result=InterviewResult.EXPECTED).update(
        cancelled_at=timezone.now()
    )
    interview = Interview.objects.create(
        person=row.person,
        organisation=row.vacancy.organisation,
        introduction=row,
        starts_at=starts_at,
        place=place,
    )
    _next_step(row, IntroductionState.INTERVIEW, after=starts_at, by=by, reason=moment(starts_at))
    rows.milestone(row, "interview", by=by, detail=f"{row.vacancy.organisation.name}, {moment(starts_at)}")
    if first:
        rows.count(row, "interviews")
    key = f"interview-{interview.pk}"
    tell_person(row, "interview", key=key, starts_at=starts_at, place=place)
    tell_employer(row, "interview", key=f"{key}-employer", when=starts_at)
    return interview


def _next_step(row: Introduction, target: str, *, after: datetime, by: User | None, reason: str = "") -> None:
    """Move on, with a new deadline counted from `after`."""
    row.deadline_at = promise(row.team, start=after, open_hours=FOLLOW_UP_HOURS)
    row.escalated_at = None
    rows.move_introduction(row, target, by=by, reason=reason, fields=["deadline_at", "escalated_at"])


@transaction.atomic
def record_result(*, interview: Interview, result: str, by: User, note: str = "") -> None:
    """What became of the interview (InterviewResult).

    Raises:
        RefusedError: the introduction has gone further.
    """
    if interview.introduction is None:
        raise RefusedError("Cet entretien n’a pas de mise en relation.")
    row = rows.lock_introduction(interview.introduction)
    interview.result = result
    interview.save(update_fields=["result"])
    target = AFTER_INTERVIEW.get(result)
    if target == IntroductionState.OFFERED:
        offer(introduction=row, by=by)
    elif target == IntroductionState.CLOSED:
        closing = IntroductionClosing.NOT_RETAINED
        close_introduction(introduction=row, closing=closing, by=by, reason=note)
    else:
        _next_step(row, IntroductionState.INTERVIEW, after=timezone.now(), by=by, reason="n’a pas eu lieu")


@transaction.atomic
def offer(*, introduction: Introduction, by: User) -> None:
    """The employer proposes the job."""
    row = rows.lock_introduction(introduction)
    _next_step(row, IntroductionState.OFFERED, after=timezone.now(), by=by)
    rows.milestone(row, "offered", by=by)
    tell_person(row, "offered", key=f"introduction-{row.pk}-offered")


@transaction.atomic
def record_hire(*, introduction: Introduction, starts_on: date | None = None, by: User) -> Hire:
    """A hire takes a seat of the vacancy; the last one empties the screens.

    Raises:
        RefusedError: no seat is left: of two hires at once on the last seat, one wins.
    """
    row = rows.lock_introduction(introduction)
    check_introduction_move(row.state, IntroductionState.HIRED)
    try:
        vacancies.fill_one(vacancy=row.vacancy, by=by)
    except VacancyRefusedError as error:
        raise RefusedError(str(error)) from error
    hire = Hire.objects.create(introduction=row, starts_on=starts_on, recorded_by=by)
    rows.move_introduction(row, IntroductionState.HIRED, by=by)
    rows.milestone(row, "hired", by=by, detail=f"{row.vacancy.title}, {row.vacancy.organisation.name}")
    rows.count(row, "hires")
    tell_person(row, "hired_from" if starts_on else "hired", key=f"hire-{hire.pk}", starts_on=starts_on)
    return hire


@transaction.atomic
def cancel_hire(*, introduction: Introduction, reason: str, by: User) -> None:
    """The hire did not hold: the seat is free again, the person is called back.

    Raises:
        RefusedError: there is no hire.
    """
    row = rows.lock_introduction(introduction)
    hire = row.hires.filter(cancelled_at__isnull=True).first()
    if hire is None:
        raise RefusedError("Aucune embauche n’est notée ici.")
    hire.cancelled_at = timezone.now()
    hire.save(update_fields=["cancelled_at"])
    vacancies.cancel_hire(vacancy=row.vacancy, by=by)
    _uncount(row, hire)
    close_introduction(introduction=row, closing=IntroductionClosing.HIRE_CANCELLED, by=by, reason=reason)
    tell_employer(row, "hire_cancelled", key=f"hire-{hire.pk}-cancelled")


def _uncount(row: Introduction, hire: Hire) -> None:
    """Figures count hires that held: taken off the day on which it was counted."""
    line_key, stop_key, medium = rows.origin_of(row)
    FunnelDay.objects.filter(
        date=timezone.localdate(hire.recorded_at),
        line_key=line_key,
        stop_key=stop_key,
        medium=medium,
        organisation_id=row.vacancy.organisation_id,
        hires__gt=0,
    ).update(hires=F("hires") - 1)
