"""Who acts for an organisation."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from jalon.accounts import actions as accounts
from jalon.accounts.models import User
from jalon.base.actions.outbox import enqueue
from jalon.base.choices import Channel
from jalon.directory.models import Membership, Organisation
from jalon.directory.rules import membership_role


def add_member(*, organisation: Organisation, user: User, by: User | None, role: str = "") -> Membership:
    """An open membership in the role of the organisation's kind, or in `role`; the one there is, if any."""
    membership, _ = Membership.objects.get_or_create(
        organisation=organisation,
        user=user,
        role=role or membership_role(organisation.kind),
        ended_at=None,
    )
    return membership


@transaction.atomic
def invite(*, organisation: Organisation, email: str, name: str, by: User) -> Membership:
    """Open an account for a colleague if there is none, and tell them how to come in.

    Whether `by` may invite here is for the caller to know.
    """
    user = accounts.open_account(email=email, name=name)
    membership = add_member(organisation=organisation, user=user, by=by)
    enqueue(
        channel=Channel.MAIL,
        recipient=user.email,
        subject=f"{by.name} vous invite sur Jalon",
        body=(
            f"Bonjour,\n\n{by.name} vous invite à travailler sur Jalon pour {organisation.name}.\n\n"
            "Entrez avec cette adresse e-mail, sans mot de passe : un code vous est envoyé.\n"
            f"{sign_in_url()}\n"
        ),
        language=user.language,
        about=("organisation", organisation.pk),
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> None:
    """The member acts for the organisation no more, from now on; what they did stays theirs."""
    still = Q(ended_at__isnull=True) | Q(ended_at__gt=timezone.now())
    Membership.objects.filter(still, pk=membership.pk).update(ended_at=timezone.now())
    membership.refresh_from_db()


def paper_code(*, membership: Membership, by: User) -> str:
    """A code on paper for a colleague at a shared computer; see `accounts.actions.issue_paper_code`."""
    return accounts.issue_paper_code(user=membership.user, by=by)


def sign_in_url() -> str:
    """The address at which people come in, whole, for messages."""
    return f"{settings.PUBLIC_URL}{reverse('account_login')}"
