"""Who follows a person, and what the person agreed to."""

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people.choices import TeamRole
from jalon.people.models import Consent, Person, TeamMember


@transaction.atomic
def follow(
    *,
    person: Person,
    organisation: Organisation,
    user: User | None = None,
    role: str = TeamRole.MEMBER,
    reason: str = "",
) -> TeamMember:
    """An organisation, by one of its members or as a team, follows a person from now on."""
    member, _ = TeamMember.objects.get_or_create(
        person=person,
        organisation=organisation,
        user=user,
        until=None,
        defaults={"role": role, "reason": reason},
    )
    return member


def unfollow(*, member: TeamMember) -> None:
    """It no longer follows the person, and no longer sees the file."""
    member.until = timezone.now()
    member.save(update_fields=["until"])


def give_consent(
    *,
    person: Person,
    purpose: str,
    organisation: Organisation | None = None,
    means: str,
    by: User | None = None,
) -> Consent:
    """The person agrees to something, for an organisation, by some means."""
    return Consent.objects.create(
        person=person, purpose=purpose, organisation=organisation, means=means, recorded_by=by
    )


def withdraw_consent(*, consent: Consent) -> None:
    """The person takes a consent back."""
    consent.withdrawn_at = consent.withdrawn_at or timezone.now()
    consent.save(update_fields=["withdrawn_at"])
