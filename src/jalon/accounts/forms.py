"""Fields of sign-in and of one's own account, in the look of the house."""

from typing import Any

from allauth.account.forms import (
    ConfirmLoginCodeForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jalon.base.forms import JalonForm


def _code_field(form: forms.Form, label: Any) -> None:
    """Six large digits, taken from the message by the telephone where it can."""
    form.fields["code"].label = label
    form.fields["code"].widget = forms.TextInput(
        attrs={"class": "input input--code", "inputmode": "numeric", "autocomplete": "one-time-code"}
    )


class RequestCodeForm(JalonForm, RequestLoginCodeForm):  # type: ignore[misc]
    """An address to which a code is sent."""

    email = forms.EmailField(
        label=_("Adresse e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email webauthn", "class": "input"}),
        error_messages={
            "required": _("Tapez votre adresse e-mail."),
            "invalid": _("Il manque quelque chose à cette adresse. Elle ressemble à prenom@exemple.fr."),
        },
    )


class ConfirmCodeForm(JalonForm, ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that came by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Code à six chiffres"))


class PasswordForm(JalonForm):
    """Address and password, in the demonstration."""

    email = forms.EmailField(
        label=_("Adresse e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Mot de passe"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class ConfirmPasswordForm(JalonForm, ReauthenticateForm):  # type: ignore[misc]
    """One's password again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Mot de passe")
        self.fields["password"].widget.attrs.update({"class": "input", "placeholder": ""})


class SecondFactorForm(JalonForm, AuthenticateForm):  # type: ignore[misc]
    """A code of the application, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Code"))


class ConfirmSecondFactorForm(JalonForm, ReauthenticateByCodeForm):  # type: ignore[misc]
    """A code again, before something is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Code"))


class ActivateApplicationForm(JalonForm, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of the application."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Code que l’application affiche"))

    def clean_code(self) -> str:
        """The right code has just confirmed who this is: do not ask for the next one at once."""
        code: str = super().clean_code()
        record_authentication(context.request, self.user, "mfa", type="totp", reauthenticated=True)
        return code


class AddKeyForm(JalonForm, AddWebAuthnForm):  # type: ignore[misc]
    """A passkey and how one calls it."""

    name = forms.CharField(label=_("Nom de la clé, pour la reconnaître"), required=False, max_length=80)
    passwordless = forms.BooleanField(
        label=_("Entrer avec cette clé seule, sans code par e-mail"), required=False, initial=True
    )


class RenameKeyForm(JalonForm, EditWebAuthnForm):  # type: ignore[misc]
    """How one calls a passkey."""

    name = forms.CharField(label=_("Nom de la clé"), max_length=80)


class MeForm(JalonForm):
    """What one may change of one's own account."""

    name = forms.CharField(
        label=_("Prénom et nom"),
        max_length=120,
        error_messages={"required": _("Tapez le nom que vos collègues et les personnes verront.")},
    )
    language = forms.ChoiceField(
        label=_("Langue de cette page et de vos messages"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )


class SlipForm(JalonForm):
    """A code printed on paper by a colleague."""

    code = forms.CharField(
        label=_("Code du papier"),
        help_text=_("Dix lettres et chiffres. Les espaces ne comptent pas."),
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Tapez le code qui est sur le papier.")},
    )
