"""When organisations answer."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction

from jalon.accounts.models import User
from jalon.directory.models import Absence, Closure, Membership, OpeningHours, Organisation


@transaction.atomic
def set_week(
    *, organisation: Organisation, week: Mapping[int, Sequence[tuple[time, time]]], by: User | None
) -> None:
    """Replace the opening hours of the whole week; weekday 0 is Monday."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    OpeningHours.objects.filter(organisation=organisation).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(organisation=organisation, weekday=weekday, opens=opens, closes=closes)
        for weekday, spans in week.items()
        for opens, closes in spans
    )


def add_closure(
    *, organisation: Organisation, first_date: date, last_date: date, by: User, label: str = ""
) -> Closure:
    """Days on which nobody answers; both ends included."""
    return Closure.objects.create(
        organisation=organisation, first_date=first_date, last_date=last_date, label=label
    )


def remove_closure(*, organisation: Organisation, closure_id: int, by: User) -> bool:
    """Whether this organisation had this closure, which is no more."""
    deleted, _ = Closure.objects.filter(organisation=organisation, pk=closure_id).delete()
    return deleted == 1


def add_absence(*, membership: Membership, first_date: date, last_date: date, by: User) -> Absence:
    """Days on which a member is away; both ends included."""
    return Absence.objects.create(membership=membership, first_date=first_date, last_date=last_date)


def remove_absence(*, membership: Membership, absence_id: int, by: User) -> bool:
    """Whether this member had this absence, which is no more."""
    deleted, _ = Absence.objects.filter(membership=membership, pk=absence_id).delete()
    return deleted == 1
