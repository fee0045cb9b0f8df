"""Seats: for whom, by whom, and the public form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jalon.base.forms import JalonForm
from jalon.casework.models import Step
from jalon.directory.models import Organisation
from jalon.people.contact import normalise_phone


class GuestForm(JalonForm):
    """Somebody whom an organisation sends: a name, and an address if they want the reminder."""

    organisation = forms.ChoiceField(label="Pour", widget=forms.Select(attrs={"class": "input select"}))
    guest_name = forms.CharField(
        label="Nom de la personne qui vient",
        max_length=120,
        error_messages={"required": "Dites le nom de la personne qui vient."},
    )
    guest_email = forms.EmailField(
        label="Son courriel", required=False, help_text="Pour la confirmation et le rappel."
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        self.organisations = {str(one.pk): one for one in organisations}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The organisations one acts for; a lone one is not asked."""
        field = self.fields["organisation"]
        field.choices = [(key, one.name) for key, one in self.organisations.items()]  # type: ignore[attr-defined]
        if len(self.organisations) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.organisations))

    def sender(self) -> Organisation:
        """The organisation that was chosen."""
        return self.organisations[str(self.cleaned_data["organisation"])]


class CancelForm(JalonForm):
    """Why; read by colleagues only."""

    reason = forms.CharField(
        label="Pourquoi",
        max_length=200,
        required=False,
        help_text="Lu par vos collègues, jamais envoyé. Pas de détail de santé.",
    )


class StepForm(JalonForm):
    """Which step of the pathway a booking serves."""

    step = forms.ChoiceField(
        label="Étape du parcours", required=False, widget=forms.Select(attrs={"class": "input select"})
    )

    def __init__(self, *args: Any, steps: list[Step], **kwargs: Any) -> None:
        self.steps = {str(one.pk): one for one in steps}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The person's open steps."""
        named = [(key, one.title) for key, one in self.steps.items()]
        self.fields["step"].choices = [("", "Aucune"), *named]  # type: ignore[attr-defined]

    def chosen(self) -> Step | None:
        """The step, or none."""
        return self.steps.get(str(self.cleaned_data["step"]))


class PublicBookForm(JalonForm):
    """A first name, and a telephone number or an address for those who have one."""

    first_name = forms.CharField(
        label=_("Votre prénom"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Écrivez votre prénom : c’est ainsi qu’on vous accueille.")},
    )
    reach = forms.CharField(
        label=_("Votre téléphone ou votre courriel"),
        max_length=254,
        required=False,
        help_text=_("Pour la confirmation et le rappel. Sans téléphone, vous aurez un papier avec un code."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "text"}),
    )
    # A field that people do not see and machines fill in.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_reach(self) -> str:
        """A number in its international spelling, an address in lower case, or nothing."""
        text = str(self.cleaned_data["reach"]).strip()
        if not text:
            return ""
        if "@" not in text:
            return normalise_phone(text)
        try:
            return str(forms.EmailField().clean(text)).lower()
        except ValidationError as error:
            message = _("Cette adresse ne se lit pas. Exemple : prenom.nom@exemple.fr")
            raise ValidationError(message, "invalid") from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise ValidationError(
                _("Ce message ressemble à un envoi automatique. Appelez-nous, nous vous inscrivons.")
            )
        return cleaned

    def given(self) -> dict[str, str]:
        """`first_name`, and `phone` or `email`, whichever was written."""
        reach = str(self.cleaned_data["reach"])
        kind = {"email": reach} if "@" in reach else {"phone": reach}
        return {"first_name": str(self.cleaned_data["first_name"]).strip(), **kind}


class OwnCodeForm(JalonForm):
    """The code of a slip, or of a message already received."""

    code = forms.CharField(
        label=_("Votre code"),
        max_length=40,
        help_text=_("Dix lettres et chiffres sur votre papier."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Écrivez le code de votre papier.")},
    )
