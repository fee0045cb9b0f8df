"""Participations: whose, held by which operation, and what they answered."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal

from django.db.models import Q, QuerySet

from jalon.directory.models import Organisation
from jalon.reports.choices import Moment
from jalon.reports.models import Operation, ParticipantAnswer, Participation
from jalon.reports.questionnaire import BIRTH

# Answers that hold, by moment and item; the empty value is a refusal.
Answers = dict[tuple[str, str], ParticipantAnswer]


def main_rows(operation: Operation) -> dict[int, Participation]:
    """One participation per person, joined files as one: the kept file's, else the oldest; 1 query."""
    rows = Participation.objects.filter(operation=operation).select_related("person").order_by("pk")
    found: dict[int, Participation] = {}
    for row in rows:
        kept = row.person.canonical_id or row.person_id
        if kept not in found or row.person_id == kept:
            found[kept] = row
    return found


def held_elsewhere(
    row: Participation, entered_on: date, until: date | Literal["exit"] | None = "exit"
) -> Participation | None:
    """The participation in another exclusive operation that counts this person at the same time."""
    kept = row.person.canonical_id or row.person_id
    files = Q(person=kept) | Q(person__canonical=kept)
    others = Participation.objects.filter(files, exclusive=True, counts=True).exclude(
        operation=row.operation_id
    )
    overlapping = others.filter(Q(exited_on__isnull=True) | Q(exited_on__gte=entered_on))
    last = row.exited_on if until == "exit" else until
    if last is not None:
        overlapping = overlapping.filter(entered_on__lte=last)
    return overlapping.select_related("operation__organisation").order_by("entered_on", "pk").first()


def answers_of(rows: Iterable[Participation]) -> dict[int, Answers]:
    """The answers that hold, by participation; those given on a joined file are the person's too; 1 query."""
    listed = list(rows)
    keys = {(row.operation_id, row.person.canonical_id or row.person_id): row.pk for row in listed}
    people = {person_id for _, person_id in keys}
    files = Q(participation__person__in=people) | Q(participation__person__canonical__in=people)
    given = ParticipantAnswer.objects.filter(
        files, participation__operation__in={operation_id for operation_id, _ in keys}
    ).select_related("participation__person", "recorded_by")
    found: dict[int, Answers] = defaultdict(dict)
    for answer in given.order_by("pk"):
        person = answer.participation.person
        main = keys.get((answer.participation.operation_id, person.canonical_id or person.pk))
        if main is not None:
            found[main][answer.moment, answer.item] = answer
    return found


def of_organisations(organisations: Iterable[Organisation]) -> QuerySet[Participation]:
    """Participations in operations of these organisations, joined files left out."""
    rows = Participation.objects.filter(operation__organisation__in=organisations)
    return rows.exclude(person__canonical__isnull=False, halves=0).select_related(
        "operation__organisation", "person", "held_by__operation__organisation"
    )


def find(organisations: Iterable[Organisation], participation_id: int) -> Participation | None:
    """One participation of these organisations."""
    return of_organisations(organisations).filter(pk=participation_id).first()


def born_on(row: Participation, held: Answers) -> date | None:
    """Date of birth as answered, else as the file says."""
    answer = held.get((Moment.ENTRY, BIRTH.key))
    return date.fromisoformat(answer.value) if answer else row.person.birth_date
