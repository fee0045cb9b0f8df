"""What partners lend is written down, changed and taken out of use."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django.db import IntegrityError, transaction

from jalon.activities.models import Resource, ResourceHours
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Organisation

WRITABLE = ("kind", "name", "site", "places", "contact", "accessibility")
Week = Mapping[int, Sequence[tuple[time, time]]]


@transaction.atomic
def write_resource(
    *, lender: Organisation, values: Mapping[str, Any], week: Week, resource: Resource | None = None
) -> Resource:
    """Write a new resource or change one; `week` gives its spans by weekday (0 is Monday), none is always.

    Raises:
        RefusedError: the lender has another of this name.
    """
    row = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk) if resource else Resource()
    row.lender = lender
    for name in WRITABLE:
        setattr(row, name, values[name])
    try:
        with transaction.atomic():
            if resource:
                row.save(update_fields=["lender", *WRITABLE])
            else:
                row.save(force_insert=True)
    except IntegrityError:
        raise RefusedError(
            f"{lender.name} prête déjà quelque chose de ce nom : donnez-en un autre."
        ) from None
    row.hours.all().delete()
    ResourceHours.objects.bulk_create(
        ResourceHours(resource=row, weekday=day, opens=opens, closes=closes)
        for day, spans in week.items()
        for opens, closes in spans
    )
    return row


@transaction.atomic
def retire_resource(*, resource: Resource, retired: bool) -> None:
    """Out of use, or back; what holds it already keeps it."""
    row = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    row.retired = retired
    row.save(update_fields=["retired"])
