"""The first two rows of an installation."""

from django.db import transaction

from jalon.accounts import actions as accounts
from jalon.accounts.models import User
from jalon.directory.actions.members import add_member
from jalon.directory.actions.organisations import create_organisation
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Organisation
from jalon.directory.queries.organisation import host


@transaction.atomic
def start(*, association: str, email: str, name: str) -> tuple[Organisation, User]:
    """The host association, kept if there is one, and an administrator who also works there as an adviser."""
    organisation = host() or create_organisation(kind=OrganisationKind.HOST, name=association, by=None)
    user = accounts.open_account(email=email, name=name)
    accounts.make_administrator(user=user)
    add_member(organisation=organisation, user=user, by=user)
    return organisation, user
