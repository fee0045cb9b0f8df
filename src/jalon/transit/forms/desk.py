"""What operators type on their desk."""

from typing import Any

from django import forms

from jalon.base.codes import ALPHABET, clean_code
from jalon.base.forms import JalonForm
from jalon.transit.choices import Layout

TIME = {"type": "time"}


class PairForm(JalonForm):
    """A screen is given to a vehicle."""

    code = forms.CharField(
        label="Code que montre l’écran", max_length=12, help_text="Six lettres et chiffres."
    )
    vehicle = forms.CharField(
        label="Numéro du bus", max_length=60, help_text="Un numéro inconnu devient un nouveau véhicule."
    )
    name = forms.CharField(
        label="Place dans le bus",
        max_length=60,
        required=False,
        help_text="S’il y a plusieurs écrans : avant, arrière.",
    )

    def clean_code(self) -> str:
        code = clean_code(self.cleaned_data["code"])
        if len(code) != 6 or any(character not in ALPHABET for character in code):
            raise forms.ValidationError("Un code a six caractères, sans voyelle, sans 0 ni 1.")
        return code


class StopForm(JalonForm):
    """Why an offer is kept off the screens."""

    reason = forms.CharField(
        label="Pourquoi ?", max_length=200, help_text="L’association et l’employeur le liront."
    )


class MessageForm(JalonForm):
    """A message between offers, or one that comes first."""

    title = forms.CharField(label="Titre", max_length=60, help_text="60 signes : lisible en trois secondes.")
    body = forms.CharField(label="Texte", max_length=140, required=False)
    shown_until = forms.DateTimeField(
        label="Montré jusqu’au",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Vide : jusqu’à ce que vous le retiriez.",
    )
    priority = forms.BooleanField(label="Le montrer tout de suite, avant les offres", required=False)


class HoursForm(JalonForm):
    """Hours of the night, name and proportions of a screen."""

    name = forms.CharField(label="Place dans le bus", max_length=60, required=False)
    layout = forms.ChoiceField(label="Format", choices=Layout.choices)
    off_from = forms.TimeField(
        label="Éteint la nuit à partir de", required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M")
    )
    off_until = forms.TimeField(
        label="jusqu’à", required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("off_from") is None) != (cleaned.get("off_until") is None):
            self.add_error("off_until", "Donnez les deux heures, ou aucune.")
        return cleaned


class PlaceForm(JalonForm):
    """A place on a line and an hour, to see what a screen would show there."""

    way = forms.TypedChoiceField(label="Ligne et sens", coerce=int)
    stop = forms.TypedChoiceField(label="Le bus vient de passer", coerce=int, required=False)
    metres = forms.FloatField(
        label="et il a roulé depuis, en mètres", required=False, min_value=0, max_value=100_000
    )
    at = forms.TimeField(
        label="À partir de", required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M")
    )

    def __init__(self, *args: Any, ways: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("way") or (str(ways[0].pattern) if ways else "")
        way = next((each for each in ways if str(each.pattern) == chosen), None)
        self.fields["way"].choices = [(each.pattern, each.label) for each in ways]  # type: ignore[attr-defined]
        self.fields["stop"].choices = way.stops if way else []  # type: ignore[attr-defined]

    def clean_stop(self) -> int:
        return int(self.cleaned_data["stop"] or 0)


class PeriodForm(JalonForm):
    """From a day to a day."""

    first = forms.DateField(label="Du", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label="au", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not 0 <= (last - first).days <= 400:
            self.add_error("last", "La fin suit le début, d’un an au plus.")
        return cleaned
