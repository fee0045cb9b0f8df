"""A place in the team is handed over, and with it the steps that its holder saw to."""

from django.db import transaction

from jalon.accounts.models import User
from jalon.casework.models import Step, StepChange
from jalon.casework.rules import OPEN_STEPS
from jalon.directory.models import Organisation
from jalon.people import actions as people
from jalon.people.models import TeamMember
from jalon.people.queries import file_ids


@transaction.atomic
def hand_over(
    *,
    member: TeamMember,
    organisation: Organisation,
    user: User | None,
    reason: str,
    means: str = "",
    by: User,
) -> TeamMember:
    """As `people.actions.hand_over`; open steps of who leaves go to who comes, each with its line of history.

    Raises:
        ValidationError: as there.
    """
    new = people.hand_over(
        member=member, organisation=organisation, user=user, reason=reason, means=means, by=by
    )
    if member.user is not None:
        _pass_steps(new, member.user, by)
    return new


def _pass_steps(new: TeamMember, old: User, by: User) -> None:
    owned = Step.objects.filter(person__in=file_ids(new.person), owner=old, state__in=OPEN_STEPS)
    for step in owned.select_for_update().order_by("pk"):
        step.owner, step.organisation = new.user, new.organisation
        step.save(update_fields=["owner", "organisation"])
        said = f"suivie par {new.user.name}" if new.user else f"suivie par {new.organisation.name}"
        StepChange.objects.create(step=step, from_state=step.state, to_state=step.state, reason=said, by=by)
