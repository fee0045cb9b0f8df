"""Write an operation and the activities it pays for."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from jalon.accounts.models import User
from jalon.activities.models import Activity
from jalon.directory.models import Organisation
from jalon.reports.actions.participation import recount
from jalon.reports.models import Operation, OperationActivity
from jalon.reports.rules import RefusedError


@transaction.atomic
def create_operation(
    *,
    organisation: Organisation,
    funder: str,
    code: str,
    title: str,
    starts_on: date,
    ends_on: date,
    axis: str = "",
    activities: Iterable[Activity],
    by: User | None,
) -> Operation:
    """Open an operation and count who came already. RefusedError where the code is taken."""
    try:
        with transaction.atomic():
            operation = Operation.objects.create(
                organisation=organisation,
                funder=funder,
                code=code,
                title=title,
                starts_on=starts_on,
                ends_on=ends_on,
                axis=axis,
                created_by=by,
            )
    except IntegrityError as error:
        raise RefusedError(
            f"Une opération porte déjà le numéro {code} : vérifiez la convention du financeur."
        ) from error
    _pay_for(operation, activities)
    recount(operation=operation)
    return operation


@transaction.atomic
def change_operation(
    *,
    operation: Operation,
    title: str,
    starts_on: date,
    ends_on: date,
    axis: str,
    activities: Iterable[Activity],
) -> None:
    """Correct the title, the dates, the axis or the activities, and count again."""
    operation.title, operation.axis = title, axis
    operation.starts_on, operation.ends_on = starts_on, ends_on
    operation.save(update_fields=["title", "axis", "starts_on", "ends_on"])
    OperationActivity.objects.filter(operation=operation).delete()
    _pay_for(operation, activities)
    recount(operation=operation)


def _pay_for(operation: Operation, activities: Iterable[Activity]) -> None:
    links = [OperationActivity(operation=operation, activity=activity) for activity in activities]
    OperationActivity.objects.bulk_create(links)
