"""What pages may read of accounts."""

from allauth.mfa.models import Authenticator

from jalon.accounts.models import User


def second_factor(user: User) -> bool:
    """Whether a code by e-mail alone does not open this account."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=types).exists())
