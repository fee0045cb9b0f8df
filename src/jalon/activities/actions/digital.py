"""The ten-minute check of what a person does with a computer or a telephone."""

from collections.abc import Mapping

from django.db import transaction

from jalon.accounts.models import User
from jalon.activities.choices import DigitalLevel, DigitalTask
from jalon.activities.models import DigitalAnswer, DigitalCheck
from jalon.activities.rules.digital import said_result
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Organisation
from jalon.people.actions import add_milestone
from jalon.people.models import Person


@transaction.atomic
def hold_check(
    *, person: Person, organisation: Organisation, levels: Mapping[str, str], by: User
) -> DigitalCheck:
    """Write how the five tasks went: `levels` gives a DigitalLevel for each DigitalTask.

    Raises:
        RefusedError: a task is missing, or a level is none of the three.
    """
    if set(levels) != set(DigitalTask.values) or not set(levels.values()) <= set(DigitalLevel.values):
        raise RefusedError("Dites pour chacune des cinq choses : seul, avec de l’aide, ou pas encore.")
    kept = person.canonical or person
    check = DigitalCheck.objects.create(person=kept, organisation=organisation, held_by=by)
    DigitalAnswer.objects.bulk_create(
        [DigitalAnswer(check_held=check, task=task, level=levels[task]) for task in DigitalTask.values]
    )
    add_milestone(
        person=kept,
        kind="activities.digital_check",
        organisation=organisation,
        by=by,
        detail=said_result(dict(levels)),
        about=("digital_check", check.pk),
    )
    return check
