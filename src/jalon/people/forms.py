"""What one types on a person's file."""

from django import forms
from django.conf import settings

from jalon.base.forms import JalonForm
from jalon.people.choices import ConsentMeans, ContactKind
from jalon.people.contact import normalise_email, normalise_phone
from jalon.people.queries import partner_choices


class DetailsForm(JalonForm):
    """Name and language."""

    first_name = forms.CharField(label="Prénom", required=False, max_length=80)
    last_name = forms.CharField(label="Nom", required=False, max_length=120)
    language = forms.ChoiceField(label="Langue des messages", choices=settings.LANGUAGES)


class ContactForm(JalonForm):
    """One more number or address."""

    value = forms.CharField(label="Autre téléphone ou courriel", max_length=254)

    def clean_value(self) -> str:
        text: str = self.cleaned_data["value"]
        self.kind = ContactKind.EMAIL if "@" in text else ContactKind.PHONE
        return normalise_phone(text) if self.kind == ContactKind.PHONE else normalise_email(text)


class ShareForm(JalonForm):
    """The person agrees to share the file with a partner."""

    organisation = forms.ChoiceField(label="Partager avec", choices=partner_choices)
    means = forms.ChoiceField(label="Accord donné", choices=ConsentMeans.choices)
