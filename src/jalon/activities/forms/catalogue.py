"""One page to write an activity; filters of the catalogue."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from jalon.activities.choices import (
    ActivityKind,
    ActivityState,
    DigitalTask,
    ParticipantKind,
    Theme,
)
from jalon.activities.forms.fields import EurosField, LengthField
from jalon.activities.models import Activity
from jalon.activities.queries.catalogue import Filters
from jalon.base.forms import JalonForm
from jalon.directory.models import Organisation
from jalon.people.choices import SituationKind

_NEED = {"required": "Choisissez dans la liste.", "invalid_choice": "Choisissez dans la liste."}
_COPIED = (
    "kind", "theme", "participants", "title", "summary", "audience", "prerequisites", "situations", "minutes",
    "accessibility", "fee", "price", "axis", "digital_task", "self_booking",
)  # fmt: skip


def _said(choices: Any, empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((value, str(label).capitalize()) for value, label in choices)]


class CatalogueFilterForm(JalonForm):
    """Filters of the catalogue, in the address, so that it can be kept and sent."""

    text = forms.CharField(label="Chercher", max_length=80, required=False)
    kind = forms.ChoiceField(label="Genre", required=False)
    theme = forms.ChoiceField(label="Thème", required=False)
    partner = forms.TypedChoiceField(label="Partenaire", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label="État", required=False)

    def __init__(self, *args: Any, partners: Sequence[Organisation], **kwargs: Any) -> None:
        self._partners = partners
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The lists that are chosen from."""
        for each in self.fields.values():
            each.widget.attrs["class"] = "input select"
        self.fields["text"].widget.attrs["placeholder"] = "Titre, mot, partenaire"
        lists = {
            "kind": _said(ActivityKind.choices, "Tous les genres"),
            "theme": _said(Theme.choices, "Tous les thèmes"),
            "state": _said(ActivityState.choices, "Au catalogue et brouillons"),
            "partner": [("", "Tous les partenaires"), *((str(o.pk), o.name) for o in self._partners)],
        }
        for name, choices in lists.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def filters(self) -> Filters:
        """What is asked; what cannot be understood asks nothing."""
        self.full_clean()
        asked = self.cleaned_data
        return Filters(
            text=asked.get("text", ""),
            kind=asked.get("kind", ""),
            theme=asked.get("theme", ""),
            organisation=asked.get("partner"),
            state=asked.get("state", ""),
        )


class ActivityForm(JalonForm):
    """Everything of an activity but its occupations and skills."""

    organisation = forms.TypedChoiceField(
        label="Qui l’organise", coerce=int, error_messages={"required": "Choisissez le partenaire."}
    )
    title = forms.CharField(
        label="Titre", max_length=120, error_messages={"required": "Donnez un titre à l’activité."}
    )
    kind = forms.ChoiceField(label="Genre", error_messages=_NEED)
    theme = forms.ChoiceField(
        label="Thème", error_messages=_NEED, help_text="Le programme est rangé par thèmes."
    )
    participants = forms.ChoiceField(
        label="Qui vient", choices=ParticipantKind.choices, widget=forms.RadioSelect,
        initial=ParticipantKind.PERSON, error_messages=_NEED,
        help_text="Les deux derniers sont inscrits par leur organisation et n’entrent dans aucun bilan.",
    )  # fmt: skip
    summary = forms.CharField(
        label="Ce qui s’y passe", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="En phrases simples : on le lit avant de venir, la première dit tout dans la liste.",
    )  # fmt: skip
    audience = forms.CharField(label="À qui cela convient", max_length=200, required=False)
    prerequisites = forms.CharField(
        label="Ce qu’il faut avant", max_length=200, required=False,
        help_text="Seulement ce qui est vraiment nécessaire.",
    )  # fmt: skip
    situations = forms.MultipleChoiceField(
        label="Réservée à ces situations", choices=SituationKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien de coché : ouverte à tout le monde. Dit au bureau seulement.",
    )  # fmt: skip
    minutes = LengthField(
        label="Durée", help_text="Toutes les demi-journées ensemble. Exemple : 3 h, 1 h 30, 45 min.",
        error_messages={"required": "Dites combien de temps elle dure."},
    )  # fmt: skip
    accessibility = forms.CharField(
        label="Accessibilité", max_length=300, required=False,
        help_text="Marches, bruit, écran, langue des signes : ce qu’il faut savoir avant de venir.",
    )  # fmt: skip
    fee = forms.CharField(
        label="Ce que paie la personne", max_length=200, required=False, help_text="Vide : c’est gratuit."
    )
    price = EurosField(
        label="Coût d’une séance pour le territoire, en euros",
        required=False,
        help_text="Dit au bureau seulement.",
    )
    axis = forms.CharField(
        label="Axe de la feuille de route", max_length=120, required=False,
        widget=forms.TextInput(attrs={"list": "axes"}),
    )  # fmt: skip
    digital_task = forms.ChoiceField(
        label="Geste numérique qu’elle apprend", required=False,
        help_text="Pour un atelier numérique : le bilan de dix minutes y renvoie.",
    )  # fmt: skip
    self_booking = forms.BooleanField(
        label="On peut s’inscrire seul, sans conseiller", required=False, initial=True
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        owners: Sequence[Organisation],
        activity: Activity | None = None,
        quiet: bool = False,
        **kwargs: Any,
    ) -> None:
        """`quiet` shows what was typed without judging it."""
        self.activity, self.quiet = activity, quiet
        self.owners = {one.pk: one for one in owners}
        if activity is not None:
            kwargs["initial"] = {name: getattr(activity, name) for name in _COPIED}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Lists; an activity stays with its partner."""
        lists = {
            "kind": _said(ActivityKind.choices, "Choisir"),
            "theme": _said(Theme.choices, "Choisir"),
            "digital_task": _said(DigitalTask.choices, "Aucun en particulier"),
            "organisation": [(str(pk), one.name) for pk, one in self.owners.items()],
        }
        for name, choices in lists.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if self.activity is not None or len(self.owners) == 1:
            del self.fields["organisation"]

    def full_clean(self) -> None:
        """A form that is only shown again says nothing about faults yet."""
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """Whether somebody else wrote meanwhile."""
        cleaned = super().clean() or self.cleaned_data
        if self.activity and cleaned.get("version") not in ("", version_of(self.activity)):
            self.add_error(
                None,
                "Quelqu’un a changé cette activité pendant que vous écriviez. Ce que vous avez tapé est "
                "gardé : relisez, puis enregistrez de nouveau.",
            )
        return cleaned

    def owner(self) -> Organisation:
        """Who runs it; call when valid."""
        if self.activity is not None:
            return self.activity.organisation
        chosen = self.cleaned_data.get("organisation")
        return self.owners[chosen] if chosen else next(iter(self.owners.values()))

    def values(self) -> dict[str, Any]:
        """Columns of the activity; call when valid."""
        return {name: self.cleaned_data[name] for name in _COPIED}


def version_of(activity: Activity) -> str:
    """Changes whenever the activity does."""
    return activity.changed_at.isoformat()
