"""Present a person to an employer, with an owner, a deadline and a secret link for the answer."""

import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.codes import ALPHABET, fingerprint
from jalon.directory.queries import promise
from jalon.introductions.actions import row as rows
from jalon.introductions.actions.tell import employer_contact, tell_employer, tell_person
from jalon.introductions.choices import (
    InterestClosing,
    InterestState,
    IntroductionClosing,
    IntroductionState,
)
from jalon.introductions.models import Interest, Introduction
from jalon.introductions.rules import (
    ANSWER_VALID,
    AT_EMPLOYER,
    EMPLOYER_HOURS,
    EMPLOYER_WITHOUT_ADDRESS,
    FOLLOW_UP_HOURS,
    RefusedError,
    TakenError,
    cap,
)
from jalon.people.actions import follow, give_consent
from jalon.people.choices import ConsentPurpose
from jalon.vacancies.models import Vacancy

_CODE_LENGTH = 20


@transaction.atomic
def introduce(
    *, interest: Interest, presentation: str, means: str, employer: str = "", by: User
) -> Introduction:
    """Present the person, who agreed by `means` (ConsentMeans), and tell both sides what comes next.

    `employer` is the address or number written to; by default the employer's own.

    Raises:
        RefusedError: the vacancy is not open, has enough introductions, or this person is there already;
            a colleague owns the interest (TakenError).
    """
    row = rows.lock_interest(interest)
    _check_owner(row, by)
    if row.state == InterestState.NEW:
        row.owner = by
        rows.move_interest(row, InterestState.TAKEN, by=by, fields=["owner"])
    follow(person=row.person, organisation=row.team, user=by)
    _check_room(row)
    give_consent(
        person=row.person, purpose=ConsentPurpose.INTRODUCE, organisation=row.vacancy.organisation,
        means=means, by=by,
    )  # fmt: skip
    introduction = _create(row, presentation, employer or employer_contact(row.vacancy.organisation), by)
    rows.move_interest(row, InterestState.INTRODUCED, by=by)
    rows.note_introduction(introduction, "", by=by)
    rows.milestone(introduction, "introduced", by=by, detail=_to_whom(introduction))
    rows.count(introduction, "introductions")
    tell_person(introduction, "introduced", key=f"introduction-{introduction.pk}-sent")
    key = f"introduction-{introduction.pk}-employer"
    if not tell_employer(introduction, "introduction", key=key, code=answer_code(introduction)):
        rows.note_introduction(introduction, EMPLOYER_WITHOUT_ADDRESS, by=None)
    return introduction


def _to_whom(row: Introduction) -> str:
    return f"{row.vacancy.title}, {row.vacancy.organisation.name}"


def _check_owner(row: Interest, by: User) -> None:
    if row.state == InterestState.CLOSED:
        raise RefusedError("Cette demande est close.")
    if row.owner is not None and row.owner_id != by.pk:
        raise TakenError(f"{row.owner.name} s’en occupe déjà.")


def _check_room(row: Interest) -> None:
    """Under the vacancy's lock: two introductions at once cannot both take the last place."""
    vacancy = Vacancy.objects.showable().select_for_update(of=("self",), no_key=True)
    current = vacancy.filter(pk=row.vacancy_id).first()
    if current is None:
        raise RefusedError("Cette offre n’est plus ouverte : proposez-en une autre.")
    running = Introduction.objects.filter(vacancy=current, state__in=AT_EMPLOYER)
    if running.filter(person=row.person).exists():
        raise RefusedError("Cette personne est déjà présentée pour cette offre.")
    if running.count() >= cap(current.seats - current.hired):
        raise RefusedError(
            "Assez de personnes sont présentées pour cette offre : attendez une réponse de l’entreprise."
        )


def _create(row: Interest, presentation: str, contact: str, by: User) -> Introduction:
    now = timezone.now()
    introduction = Introduction(
        person=row.person,
        vacancy=row.vacancy,
        interest=row,
        team=row.team,
        owner=by,
        presentation=presentation[:500],
        employer_contact=contact,
        deadline_at=promise(row.team, start=now, open_hours=EMPLOYER_HOURS),
        answer_expires_at=now + ANSWER_VALID,
        created_at=now,
    )
    introduction.answer_hash = fingerprint(answer_code(introduction))
    introduction.save(force_insert=True)
    return introduction


def answer_code(introduction: Introduction) -> str:
    """The secret of the employer's link: derived from the installation's key, so that reminders repeat it."""
    moment: datetime = introduction.created_at
    facts = f"answer:{introduction.person_id}:{introduction.vacancy_id}:{moment.timestamp()}"
    digest = hmac.digest(settings.SECRET_KEY.encode(), facts.encode(), "sha256")
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:_CODE_LENGTH])


@transaction.atomic
def close_introduction(
    *, introduction: Introduction, closing: str, by: User | None, reason: str = ""
) -> Introduction:
    """It ends, with a reason of IntroductionClosing; the person is told, and the team looks further."""
    row = rows.lock_introduction(introduction)
    row.deadline_at = promise(row.team, start=timezone.now(), open_hours=FOLLOW_UP_HOURS)
    fields = ["deadline_at"]
    rows.move_introduction(
        row, IntroductionState.CLOSED, by=by, closing=closing, reason=reason, fields=fields
    )
    rows.milestone(row, "ended", by=by, detail=f"{_to_whom(row)} : {row.get_closing_display()}")
    row.interviews.filter(cancelled_at__isnull=True, starts_at__gt=timezone.now()).update(
        cancelled_at=timezone.now()
    )
    if closing == IntroductionClosing.PERSON_WITHDREW:
        tell_employer(row, "withdrawn", key=f"introduction-{row.pk}-withdrawn")
    else:
        _tell_refusal(row, closing)
    _interest_goes_on(row, closing, by)
    return row


_TOLD = {
    IntroductionClosing.ALREADY_FILLED: "filled",
    IntroductionClosing.VACANCY_CLOSED: "gone",
    IntroductionClosing.HIRE_CANCELLED: "hire_cancelled",
}


def _tell_refusal(row: Introduction, closing: str) -> None:
    name = _TOLD.get(IntroductionClosing(closing), "refused")
    tell_person(row, name, key=f"introduction-{row.pk}-{closing}")


def _interest_goes_on(row: Introduction, closing: str, by: User | None) -> None:
    """Nobody falls through: after a refusal the same adviser looks for something else."""
    if row.interest is None:
        return
    interest = rows.lock_interest(row.interest)
    if interest.state != InterestState.INTRODUCED:
        return
    if closing == IntroductionClosing.PERSON_WITHDREW:
        rows.move_interest(interest, InterestState.CLOSED, by=by, closing=InterestClosing.WITHDRAWN)
        return
    interest.promised_at, interest.escalated_at = row.deadline_at, None
    fields = ["promised_at", "escalated_at"]
    rows.move_interest(interest, InterestState.TAKEN, by=by, reason=row.get_closing_display(), fields=fields)
