"""What a person types on their own page."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.base.codes import clean_code
from jalon.base.forms import JalonForm
from jalon.people.choices import ContactKind
from jalon.people.contact import NORMALISE, kind_of
from jalon.people.readers import values


class OwnCodeForm(JalonForm):
    """The code on the slip."""

    code = forms.CharField(
        label=_("Le code de votre papier"),
        max_length=24,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])


class ReasonForm(JalonForm):
    """Why, if the person wishes to say."""

    reason = forms.CharField(
        label=_("Pourquoi"),
        required=False,
        max_length=300,
        help_text=_("Vous n’avez pas à le dire. Si vous l’écrivez, la structure le lira."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OwnNamesForm(JalonForm):
    """How I am called, when I was born, in which language I read."""

    first_name = forms.CharField(label=_("Prénom"), required=False, max_length=80)
    last_name = forms.CharField(label=_("Nom"), required=False, max_length=120)
    usual_name = forms.CharField(label=_("Nom d’usage"), required=False, max_length=120)
    birth_date = forms.CharField(
        label=_("Date de naissance"), required=False, max_length=30, help_text=_("Exemple : 26/11/1985.")
    )
    language = forms.ChoiceField(label=_("Langue des messages"), choices=settings.LANGUAGES)

    def clean_birth_date(self) -> date | None:
        """A day that exists; the fault is said in few words, whatever it is."""
        try:
            return values.birth_date(self.cleaned_data["birth_date"], timezone.localdate())
        except values.FaultError as fault:
            raise ValidationError(
                _("Cette date ne se lit pas. Le jour, le mois, l’année : 26/11/1985."), code="date"
            ) from fault


class OwnReachForm(JalonForm):
    """One more way to reach me."""

    value = forms.CharField(
        label=_("Un téléphone, un courriel ou une adresse"),
        max_length=254,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind: str = ContactKind.PHONE

    def clean_value(self) -> str:
        """In its one spelling."""
        text: str = self.cleaned_data["value"].strip()
        self.kind = kind_of(text)
        return str(NORMALISE[self.kind](text))
