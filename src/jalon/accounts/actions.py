"""What happens to accounts."""

import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import PaperCode, User
from jalon.base.actions.outbox import enqueue
from jalon.base.choices import Channel

PAPER_CODE_LIFE = timedelta(minutes=30)
# No letter or digit that is taken for another: 31 ** 10 codes of ten.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@transaction.atomic
def open_account(*, email: str, name: str, language: str = "fr", phone: str = "") -> User:
    """The account of this address, opened without password when there is none; a closed one stays closed."""
    address = email.strip().lower()
    known = User.objects.filter(email=address).first()
    return known or User.objects.create_user(
        address, name=name.strip() or address, language=language, phone=phone
    )


def make_administrator(*, user: User) -> None:
    """Let an account look after the installation; done from the command line, never from a page."""
    user.is_administrator = True
    user.save(update_fields=["is_administrator"])


def change_me(*, user: User, name: str, language: str) -> None:
    """Somebody's own name and language."""
    user.name, user.language = name.strip(), language
    user.save(update_fields=["name", "language"])


@transaction.atomic
def issue_paper_code(*, user: User, by: User) -> str:
    """A code of ten characters that lets `user` in once within half an hour; older ones stop working.

    The account's holder is told by e-mail who gave it. Whether `by` may do so is for the caller to know.
    """
    PaperCode.objects.filter(user=user, used_at__isnull=True).update(used_at=timezone.now())
    code = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    PaperCode.objects.create(
        user=user, digest=_digest(code), issued_by=by, expires_at=timezone.now() + PAPER_CODE_LIFE
    )
    enqueue(
        channel=Channel.MAIL,
        recipient=user.email,
        subject="Un code papier vient d’être donné pour votre compte",
        body=f"Bonjour,\n\n{by.name} vient d’imprimer un code qui ouvre votre compte Jalon une fois, "
        "pendant 30 minutes.\nSi ce n’est pas pour vous, prévenez votre organisation.\n",
        language=user.language,
    )
    return code


@transaction.atomic
def use_paper_code(*, code: str) -> User | None:
    """The account that this code opens, and never opens again; None for a wrong, old or used one."""
    plain = "".join(code.upper().split())
    found = (
        PaperCode.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(digest=_digest(plain), used_at__isnull=True, expires_at__gt=timezone.now())
        .first()
    )
    if found is None or not found.user.is_active:
        return None
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    return found.user


def _digest(code: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), f"paper:{code}".encode(), "sha256").hex()
