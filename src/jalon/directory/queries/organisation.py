"""What pages and higher rooms may read of the directory."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Membership, Organisation


def host() -> Organisation | None:
    """The association that runs this Jalon."""
    return Organisation.objects.filter(kind=OrganisationKind.HOST).first()


def open_memberships(user: User, at: datetime | None = None) -> list[Membership]:
    """The memberships that hold now, oldest first."""
    moment = at or timezone.now()
    return list(
        Membership.objects.filter(user=user, since__lte=moment)
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment))
        .select_related("organisation")
        .order_by("since", "pk")
    )


def roles_of(user: User) -> frozenset[str]:
    """Every role that the person who signs in holds somewhere."""
    roles = {membership.role for membership in open_memberships(user)}
    if user.is_administrator:
        roles.add(Role.ADMINISTRATOR)
    return frozenset(roles)


def organisations_as(user: User, *roles: str) -> list[Organisation]:
    """Organisations for which the user holds one of these roles."""
    return [m.organisation for m in open_memberships(user) if m.role in roles]


def team_members(organisation: Organisation, *roles: str) -> list[User]:
    """Who acts for an organisation, in one of these roles, by name."""
    return list(
        User.objects.filter(
            directory_membership__organisation=organisation,
            directory_membership__role__in=roles,
            directory_membership__ended_at__isnull=True,
            is_active=True,
        )
        .distinct()
        .order_by("name", "pk")
    )
