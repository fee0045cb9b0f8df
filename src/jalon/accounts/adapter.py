"""How sign-in behaves: accounts are opened by invitation, errors speak plain words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

_WRONG_CODE = _("Ce n’est pas le code. Ce que vous avez tapé est gardé : comparez les chiffres un à un.")
_TOO_MANY = _("Trop d’essais à la suite. Attendez quelques minutes, puis recommencez.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up page: an account is opened by an invitation."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("Ce n’est pas le mot de passe."),
        "email_password_mismatch": _("Cette adresse et ce mot de passe ne vont pas ensemble."),
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "account_inactive": _("Ce compte est fermé."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what went wrong: a page that opens needs no « you are now signed in »."""
        if level >= messages.WARNING:
            super().add_message(request, level, *args, **kwargs)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The pages speak the language of the account from the first one on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_language(response, user.language)
        return response


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An outside identity opens an existing account with the same verified address, and creates none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor speaks plain words."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
    }


def remember_language(response: HttpResponseBase, language: str) -> None:
    """Keep the language of the pages in this browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86400,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
