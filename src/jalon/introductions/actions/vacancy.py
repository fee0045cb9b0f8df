"""What a closed or filled vacancy means for those who wait: told by following the ledger."""

from django.db import transaction

from jalon.base.actions.follow import follow
from jalon.base.queries.event import Happening
from jalon.introductions.actions import row as rows
from jalon.introductions.actions.introduction import close_introduction
from jalon.introductions.actions.tell import tell_person
from jalon.introductions.choices import IntroductionClosing, IntroductionState
from jalon.introductions.models import Interest, Introduction
from jalon.introductions.rules import (
    ASK_EMPLOYER,
    EMPLOYER_NOT_TOLD,
    NOT_SENT,
    OPEN_INTERESTS,
    STOPPED,
    VACANCY_GONE,
)
from jalon.vacancies.choices import VacancyState
from jalon.vacancies.models import Vacancy

_GONE = (VacancyState.FILLED, VacancyState.CLOSED)
TOPICS = ("vacancies", "people", "outbox")


def follow_events() -> int:
    """Handle what happened in the rooms below since last time. Returns how many events there were."""
    seen = follow(name="introductions", topics=TOPICS, handle=handle)
    if seen is not None:
        return seen
    gone = Vacancy.objects.filter(state__in=_GONE).filter(introductions_interest__state__in=OPEN_INTERESTS)
    for vacancy_id in gone.order_by("pk").values_list("pk", flat=True).distinct():
        vacancy_gone(vacancy_id=vacancy_id)
    return 0


def handle(event: Happening) -> None:
    """One event of the ledger."""
    if event.topic == "vacancies" and event.kind in {"closed", "filled"}:
        vacancy_gone(vacancy_id=event.payload["vacancy"])
    elif event.topic == "people" and event.kind == "stopped":
        _note_on(event.payload["person"], STOPPED)
    elif event.topic == "outbox" and event.payload.get("about") == "person":
        _note_on(event.payload["id"], NOT_SENT)
    elif event.topic == "outbox" and event.payload.get("about") == "introduction":
        _employer_not_told(event.payload["id"])


@transaction.atomic
def vacancy_gone(*, vacancy_id: int) -> None:
    """Who waits for this vacancy is told and called all the same; who was only presented is freed."""
    vacancy = Vacancy.objects.filter(pk=vacancy_id, state__in=_GONE).first()
    if vacancy is None:
        return
    sent = Introduction.objects.filter(vacancy=vacancy, state=IntroductionState.SENT)
    for introduction in sent.order_by("pk"):
        close_introduction(introduction=introduction, closing=IntroductionClosing.VACANCY_CLOSED, by=None)
    going_on = Introduction.objects.filter(
        vacancy=vacancy, state__in=[IntroductionState.INTERVIEW, IntroductionState.OFFERED]
    )
    for introduction in going_on.order_by("pk"):
        row = rows.lock_introduction(introduction)
        rows.note_introduction(row, ASK_EMPLOYER, by=None)
    waiting = Interest.objects.filter(vacancy=vacancy, state__in=OPEN_INTERESTS, introductions__isnull=True)
    for interest in waiting.order_by("pk"):
        waits = rows.lock_interest(interest)
        rows.note_interest(waits, VACANCY_GONE, by=None)
        tell_person(waits, "gone", key=f"interest-{waits.pk}-gone")


def _note_on(person_id: int, text: str) -> None:
    for interest in Interest.objects.filter(person=person_id, state__in=OPEN_INTERESTS).order_by("pk"):
        rows.note_interest(interest, text, by=None)


@transaction.atomic
def _employer_not_told(introduction_id: int) -> None:
    introduction = Introduction.objects.filter(pk=introduction_id, state=IntroductionState.SENT).first()
    if introduction is not None:
        rows.note_introduction(introduction, EMPLOYER_NOT_TOLD, by=None)
