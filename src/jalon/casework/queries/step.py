"""Steps of a person, and those whose day has passed."""

from collections.abc import Iterable

from django.db.models import F, QuerySet
from django.utils import timezone

from jalon.casework.models import Step
from jalon.casework.rules import OPEN_STEPS
from jalon.directory.models import Organisation
from jalon.people.models import Person
from jalon.people.queries import file_ids, still_followed


def steps_of(person: Person) -> QuerySet[Step]:
    """Every step, over all joined files."""
    return Step.objects.filter(person__in=file_ids(person)).select_related("organisation", "owner")


def open_steps(person: Person) -> list[Step]:
    """What is still to be done, what is due first on top."""
    found = steps_of(person).filter(state__in=OPEN_STEPS)
    return list(found.order_by(F("due_date").asc(nulls_last=True), "pk"))


def find_step(person: Person, step_id: int | str) -> Step | None:
    """This step, if it is this person's."""
    return steps_of(person).filter(pk=step_id).first()


def overdue_steps(organisations: Iterable[Organisation]) -> list[Step]:
    """Open steps of these organisations whose day has passed, the oldest first.

    Only of people they still follow: who left the team sees the name no more.
    """
    ids = [one.pk for one in organisations]
    late = Step.objects.filter(
        still_followed(ids),
        organisation__in=ids,
        state__in=OPEN_STEPS,
        due_date__lt=timezone.localdate(),
        person__anonymised_at__isnull=True,
    )
    return list(late.select_related("person__canonical", "owner").order_by("due_date", "pk")[:200])
