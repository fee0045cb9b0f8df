"""Route templates of a partner, and a person's pathway made from one."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.casework.actions.step import add_step
from jalon.casework.models import RouteTemplate, RouteTemplateStep, Step
from jalon.directory.models import Organisation
from jalon.people.models import Person

# A line of a template: what, and how many days after the start.
Line = tuple[str, int]


@transaction.atomic
def write_template(
    *, organisation: Organisation, name: str, lines: Sequence[Line], template: RouteTemplate | None = None
) -> RouteTemplate:
    """A new template, or another wording of one; people's steps copied earlier do not change."""
    if template is None:
        template = RouteTemplate.objects.create(organisation=organisation, name=name.strip()[:120])
    template.name = name.strip()[:120]
    template.save(update_fields=["name"])
    template.steps.all().delete()
    RouteTemplateStep.objects.bulk_create(
        RouteTemplateStep(template=template, order=order, title=title[:160], days=days)
        for order, (title, days) in enumerate(lines)
    )
    return template


def retire_template(*, template: RouteTemplate, retired: bool = True) -> None:
    """It is no longer offered, or again; nothing is lost."""
    template.retired = retired
    template.save(update_fields=["retired"])


@transaction.atomic
def apply_template(
    *,
    template: RouteTemplate,
    person: Person,
    organisation: Organisation,
    start: date | None = None,
    owner: User | None = None,
    by: User | None,
) -> list[Step]:
    """Copy its steps to a person, each due its number of days after `start` (today when not said)."""
    first = start or timezone.localdate()
    return [
        add_step(
            person=person,
            title=line.title,
            organisation=organisation,
            owner=owner,
            due_date=first + timedelta(days=line.days),
            by=by,
        )
        for line in template.steps.order_by("order")
    ]
