"""What one types on a person's file."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from jalon.base.forms import JalonForm
from jalon.people.choices import ConsentMeans, ConsentPurpose, ContactKind, SituationKind
from jalon.people.contact import NORMALISE, kind_of, normalise_email, normalise_phone
from jalon.people.likeness import Traits
from jalon.people.queries import partner_choices
from jalon.people.queries.place import site_choices
from jalon.people.readers import values
from jalon.reference.models import Commune
from jalon.reference.queries import communes_named


class DetailsForm(JalonForm):
    """Names, birth date and language."""

    first_name = forms.CharField(label="Prénom", required=False, max_length=80)
    last_name = forms.CharField(label="Nom", required=False, max_length=120)
    usual_name = forms.CharField(
        label="Nom d’usage", required=False, max_length=120, help_text="S’il n’est pas le nom de naissance."
    )
    birth_date = forms.CharField(
        label="Date de naissance", required=False, max_length=30, help_text="Exemple\u00a0: 26/11/1985."
    )
    language = forms.ChoiceField(label="Langue des messages", choices=settings.LANGUAGES)

    def clean_birth_date(self) -> date | None:
        return read_birth_date(self.cleaned_data["birth_date"])


def read_birth_date(text: str) -> date | None:
    """A birth date as typed; ValidationError in plain words."""
    try:
        return values.birth_date(text, timezone.localdate())
    except values.FaultError as fault:
        raise forms.ValidationError(f"{str(fault)[0].upper()}{str(fault)[1:]}.", code="date") from fault


class ReachForm(JalonForm):
    """One more way to reach a person: a number, an address of mail, or a postal address."""

    value = forms.CharField(
        label="Autre téléphone, courriel ou adresse",
        max_length=254,
        help_text="Une adresse postale prend deux lignes\u00a0: la rue, puis le code postal et la commune.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_value(self) -> str:
        text: str = self.cleaned_data["value"].strip()
        self.kind = kind_of(text)
        return str(NORMALISE[ContactKind(self.kind)](text))


class NewPersonForm(JalonForm):
    """Somebody new: a first name, and a way to be reached or none."""

    first_name = forms.CharField(
        label="Prénom", max_length=80, error_messages={"required": "Écrivez au moins le prénom."}
    )
    last_name = forms.CharField(label="Nom", required=False, max_length=120)
    reach = forms.CharField(
        label="Téléphone ou courriel",
        required=False,
        max_length=254,
        help_text="Rien pour la joindre\u00a0? Laissez vide\u00a0: vous imprimerez un papier avec un code.",
    )
    birth_date = forms.CharField(
        label="Date de naissance", required=False, max_length=30, help_text="Exemple\u00a0: 26/11/1985."
    )
    means = forms.ChoiceField(
        label="La personne accepte d’être rappelée", choices=ConsentMeans.choices, initial=ConsentMeans.FACE
    )

    def clean_birth_date(self) -> date | None:
        return read_birth_date(self.cleaned_data["birth_date"])

    def clean_reach(self) -> str:
        text: str = self.cleaned_data["reach"].strip()
        return (normalise_email(text) if "@" in text else normalise_phone(text)) if text else ""

    def reachable(self) -> bool:
        """Whether a way to be reached was given."""
        return bool(self.cleaned_data["reach"])

    def given(self) -> dict[str, Any]:
        """What `register` takes."""
        answers = dict(self.cleaned_data)
        reach = answers.pop("reach")
        return {**answers, "email" if "@" in reach else "phone": reach}

    def traits(self) -> Traits:
        """What likely duplicates are looked for by."""
        reach = self.cleaned_data["reach"]
        kind = ContactKind.EMAIL if "@" in reach else ContactKind.PHONE
        return Traits(
            self.cleaned_data["first_name"],
            self.cleaned_data["last_name"],
            birth_date=self.cleaned_data["birth_date"],
            contacts=frozenset({(kind.value, reach)} if reach else ()),
        )


class PlaceForm(JalonForm):
    """Where the person starts from: a commune, or the place of a partner."""

    commune = forms.CharField(
        label="Commune", required=False, max_length=120, help_text="Nom ou code postal."
    )
    near_label = forms.CharField(
        label="Près de", required=False, max_length=160, help_text="Un arrêt, une place, une école."
    )
    site = forms.ChoiceField(label="Ou part d’un lieu connu", required=False, choices=site_choices)

    def clean_commune(self) -> Commune | None:
        text = self.cleaned_data["commune"].strip()
        found = communes_named(text) if text else []
        if text and len(found) != 1:
            raise forms.ValidationError(_no_commune(text, found), code="commune")
        return found[0] if found else None


def _no_commune(text: str, found: list[Commune]) -> str:
    if not found:
        return f"Aucune commune ne s’appelle «\u00a0{text}\u00a0». Essayez le code postal."
    names = ", ".join(f"{one.name} ({one.code})" for one in found[:6])
    return f"Plusieurs communes\u00a0: {names}. Écrivez le code entre parenthèses."


class SituationsForm(JalonForm):
    """What opens activities to the person."""

    situations = forms.MultipleChoiceField(
        label="Situation",
        required=False,
        choices=SituationKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class ConsentForm(JalonForm):
    """The person agrees to something, for an organisation; sharing is asked apart."""

    purpose = forms.ChoiceField(
        label="La personne accepte",
        choices=[choice for choice in ConsentPurpose.choices if choice[0] != ConsentPurpose.SHARE],
    )
    means = forms.ChoiceField(label="Accord donné", choices=ConsentMeans.choices)


class ShareForm(JalonForm):
    """The person agrees to share the file with a partner."""

    organisation = forms.ChoiceField(label="Partager avec", choices=partner_choices)
    means = forms.ChoiceField(label="Accord donné", choices=ConsentMeans.choices)
