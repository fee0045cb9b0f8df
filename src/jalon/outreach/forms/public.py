"""The one question behind a relay's code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jalon.base.forms import JalonForm
from jalon.outreach.actions import Said
from jalon.outreach.choices import Wish
from jalon.people.contact import normalise_phone


class NumberForm(JalonForm):
    """A first name and a number; what one hopes for, if one likes."""

    first_name = forms.CharField(
        label=_("Votre prénom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Écrivez votre prénom : nous saurons qui demander.")},
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Votre téléphone"), max_length=30, help_text=_("Exemple : 06 39 98 12 34."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Écrivez un numéro où vous joindre.")},
    )  # fmt: skip
    wish = forms.ChoiceField(
        label=_("Ce que vous aimeriez"), required=False,
        choices=lambda: [("", _("Je ne sais pas encore")), *Wish.choices],
    )  # fmt: skip
    # A field that people do not see and machines fill in.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_phone(self) -> str:
        """A number in its international spelling."""
        return normalise_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """Machines are told to telephone."""
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise ValidationError(
                _("Ce message ressemble à un envoi automatique. Appelez-nous, nous notons votre demande.")
            )
        return cleaned

    @property
    def said(self) -> Said:
        """What an action takes."""
        given = self.cleaned_data
        language = translation.get_language() or "fr"
        return Said(
            first_name=given["first_name"], phone=given["phone"], wish=given["wish"], language=language[:2]
        )
