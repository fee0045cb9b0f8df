"""Erase what a participant answered; numbers that count nobody in particular stay."""

from django.db import connection, transaction

from jalon.people import queries as people
from jalon.people.models import Person
from jalon.reports.models import AnswerTally, ParticipantAnswer, Participation
from jalon.reports.queries.participation import answers_of, born_on
from jalon.reports.questionnaire import AGE, BIRTH, age_band


@transaction.atomic
def erase_person(person_id: int) -> None:
    """Each answer becomes one more in a tally without date or number, then goes.

    The participation stays, with the dates and hours that the funder paid for, and points at an empty file.
    Files joined together are told once: the other ones find nothing left.
    """
    person = Person.objects.get(pk=person_id)
    files = people.file_ids(person)
    rows = Participation.objects.filter(person__in=files).select_related("person", "operation")
    main = {row.operation_id: row for row in sorted(rows, key=lambda row: -files.index(row.person_id))}
    held = answers_of(main.values())
    if not Person.objects.filter(pk=files[0], anonymised_at__isnull=False).exists():
        for row in main.values():
            _tally_all(row, held[row.pk])
    ParticipantAnswer.objects.filter(participation__in=rows).delete()


def _tally_all(row: Participation, held: dict[tuple[str, str], ParticipantAnswer]) -> None:
    for (moment, item), answer in held.items():
        if item != BIRTH.key:
            _tally(row, moment, item, answer.value)
    born = born_on(row, held)
    if born is not None:
        _tally(row, "entry", AGE, age_band(born, row.entered_on))


def _tally(row: Participation, moment: str, item: str, value: str) -> None:
    table = AnswerTally._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (operation_id, counted, moment, item, value, count)"  # noqa: S608  our own table
            " VALUES (%s, %s, %s, %s, %s, 1)"
            " ON CONFLICT (operation_id, counted, moment, item, value)"
            f" DO UPDATE SET count = {table}.count + 1",
            [row.operation_id, row.counts, moment, item, value],
        )
