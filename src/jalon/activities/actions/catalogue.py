"""Activities are written, published and retired."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import ActivityChangeKind, ActivityState
from jalon.activities.models import Activity, ActivityChange
from jalon.activities.rules import catalogue as rules
from jalon.directory.models import Organisation
from jalon.reference.models import Occupation, Skill

WRITABLE = (
    "kind", "theme", "participants", "title", "summary", "audience", "prerequisites", "situations", "minutes",
    "accessibility", "fee", "price", "axis", "digital_task", "self_booking",
)  # fmt: skip


@transaction.atomic
def write_activity(
    *,
    organisation: Organisation,
    values: Mapping[str, Any],
    occupations: Iterable[Occupation] = (),
    skills: Iterable[Skill] = (),
    by: User | None,
    activity: Activity | None = None,
) -> Activity:
    """Write a new activity, as a draft, or change one; `values` are columns named in WRITABLE.

    Raises:
        RefusedError: its theme does not go with its participants, or a published one is made empty.
    """
    row = _locked(activity) if activity else Activity(organisation=organisation, created_by=by)
    for name in WRITABLE:
        if name in values:
            setattr(row, name, values[name])
    rules.check_theme(row.theme, row.participants)
    if row.state == ActivityState.PUBLISHED:
        rules.check_complete(row)
    row.changed_at = timezone.now()
    if activity is None:
        row.save(force_insert=True)
    else:
        row.save(update_fields=[*WRITABLE, "changed_at"])
    row.occupations.set(occupations)
    row.skills.set(skills)
    kind = ActivityChangeKind.CHANGED if activity else ActivityChangeKind.WRITTEN
    _note(row, kind, row.state if activity else "", by)
    return row


@transaction.atomic
def publish_activity(*, activity: Activity, by: User | None) -> Activity:
    """Put it into the catalogue: its public page opens. RefusedError."""
    row = _locked(activity)
    rules.check_move(row.state, ActivityState.PUBLISHED)
    rules.check_complete(row)
    return _move(row, ActivityState.PUBLISHED, ActivityChangeKind.PUBLISHED, by)


@transaction.atomic
def retire_activity(*, activity: Activity, by: User | None) -> Activity:
    """Take it out of the catalogue; sessions already open are held. RefusedError."""
    row = _locked(activity)
    rules.check_move(row.state, ActivityState.RETIRED)
    return _move(row, ActivityState.RETIRED, ActivityChangeKind.RETIRED, by)


def _locked(activity: Activity) -> Activity:
    return Activity.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=activity.pk)


def _move(row: Activity, target: str, kind: str, by: User | None) -> Activity:
    origin, row.state = row.state, target
    row.changed_at = timezone.now()
    row.save(update_fields=["state", "changed_at"])
    _note(row, kind, origin, by)
    return row


def _note(row: Activity, kind: str, origin: str, by: User | None) -> None:
    ActivityChange.objects.create(activity=row, kind=kind, from_state=origin, to_state=row.state, by=by)
