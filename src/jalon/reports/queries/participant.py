"""One participant as their page shows them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from jalon.accounts.models import User
from jalon.reports import rules
from jalon.reports.choices import Moment
from jalon.reports.funders import template_of
from jalon.reports.models import ParticipantAnswer, Participation
from jalon.reports.queries.missing import lacking, referents_of
from jalon.reports.queries.participation import answers_of
from jalon.reports.questionnaire import BIRTH, REFUSAL, Item


@dataclass(frozen=True)
class Stage:
    """A moment: whether it can be noted, by when, how many answers lack."""

    moment: Moment
    asked: bool
    due: date | None
    lacking: int
    late: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Participant:
    """The stages, the one being noted, and what was answered already."""

    stages: list[Stage]
    moment: Moment | None
    items: tuple[Item, ...]
    initial: dict[str, Any]
    versions: list[ParticipantAnswer]
    referents: tuple[User, ...]


def participant(row: Participation, wanted: str) -> Participant:
    """Stages of a participation; the moment shown is the one wanted, else the first that lacks something."""
    held, today = answers_of([row])[row.pk], timezone.localdate()
    stages = []
    for moment, items in template_of(row.operation.funder).questionnaire.items():
        asked = bool(items) and rules.is_asked(moment, row.entered_on, row.exited_on, today)
        due = rules.due_on(moment, row.entered_on, row.exited_on)
        lacks = len(lacking(row, moment, held)) if asked else 0
        if items:
            stages.append(
                Stage(Moment(moment), asked, due, lacks, bool(lacks and due and due < today), items)
            )
    shown = _shown(stages, wanted)
    initial = {
        key: REFUSAL if answer.refused else answer.value
        for (moment, key), answer in held.items()
        if shown and moment == shown.moment
    }
    if shown and shown.moment == Moment.ENTRY and row.person.birth_date:
        initial.setdefault(BIRTH.key, row.person.birth_date.isoformat())
    return Participant(
        stages=stages,
        moment=shown.moment if shown else None,
        items=shown.items if shown else (),
        initial=initial,
        versions=sorted(held.values(), key=lambda answer: (answer.moment, answer.pk)),
        referents=referents_of([row]).get(row.pk, ()),
    )


def _shown(stages: list[Stage], wanted: str) -> Stage | None:
    open_ones = [stage for stage in stages if stage.asked]
    named = [stage for stage in open_ones if stage.moment == wanted]
    lacks = [stage for stage in open_ones if stage.lacking]
    return next(iter(named or lacks or open_ones), None)
