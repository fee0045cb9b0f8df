"""The one question of the public pages, and the filters of lists."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jalon.base.forms import JalonForm
from jalon.people.contact import normalise_phone


class CallBackForm(JalonForm):
    """How to reach the person: a telephone number or an address; a first name if they like."""

    reach = forms.CharField(
        label=_("Votre téléphone"),
        max_length=254,
        help_text=_("Exemple : 06 39 98 12 34. Pas de compte, pas de CV. Une adresse de courriel va aussi."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={
            "required": _("Écrivez un numéro où vous joindre, ou demandez un papier avec un code.")
        },
    )
    first_name = forms.CharField(
        label=_("Votre prénom"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    # A field that people do not see and machines fill in.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_reach(self) -> str:
        """A number in its international spelling, or an address in lower case."""
        text = str(self.cleaned_data["reach"]).strip()
        if "@" in text:
            try:
                return str(forms.EmailField().clean(text)).lower()
            except ValidationError as error:
                raise ValidationError(
                    _("Cette adresse ne se lit pas. Exemple : prenom.nom@exemple.fr"), "invalid"
                ) from error
        return normalise_phone(text)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise ValidationError(
                _("Ce message ressemble à un envoi automatique. Appelez-nous, nous notons votre demande.")
            )
        return cleaned

    def answer(self) -> dict[str, str]:
        """`phone` or `email`, whichever was given, and `first_name`."""
        reach = str(self.cleaned_data["reach"])
        given = {"email": reach} if "@" in reach else {"phone": reach}
        return {**given, "first_name": str(self.cleaned_data["first_name"])}


class VacancyFilterForm(JalonForm):
    """Filters of the public list; nothing is required, wrong values are ignored."""

    q = forms.CharField(label=_("Métier"), required=False, max_length=80)
    line = forms.ChoiceField(label=_("Ligne de bus"), required=False)
    stop = forms.ChoiceField(label=_("Près de l’arrêt"), required=False)
    shift = forms.ChoiceField(
        label=_("Horaires"),
        required=False,
        choices=[
            ("", _("Tous")),
            ("morning", _("Le matin")),
            ("day", _("En journée")),
            ("afternoon", _("L’après-midi")),
            ("night", _("La nuit")),
        ],
    )

    def __init__(
        self, *args: Any, lines: list[tuple[str, str]], stops: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [("", _("Toutes")), *lines]  # type: ignore[attr-defined]
        self.fields["stop"].choices = [("", _("Partout")), *stops]  # type: ignore[attr-defined]
        for name in ("q", "line", "stop", "shift"):
            self.fields[name].widget.attrs["class"] = "input select"

    def wanted(self) -> dict[str, str]:
        """The filters that can be used."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class PeriodForm(JalonForm):
    """By what figures are counted, and from when to when; odd values fall back to the last four weeks."""

    by = forms.ChoiceField(
        label="Compter par",
        required=False,
        choices=[("line", "ligne"), ("stop", "arrêt"), ("employer", "employeur"), ("week", "semaine")],
        widget=forms.Select(attrs={"class": "input select"}),
    )
    since = forms.DateField(
        label="Du", required=False, widget=forms.DateInput(attrs={"type": "date", "class": "input select"})
    )
    until = forms.DateField(
        label="Au", required=False, widget=forms.DateInput(attrs={"type": "date", "class": "input select"})
    )

    def chosen(self, default: tuple[date, date]) -> tuple[str, date, date]:
        """Dimension, first and last day, in order; what was not given or cannot be read is the default."""
        self.is_valid()
        given = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        since, until = sorted([given.get("since", default[0]), given.get("until", default[1])])
        by = str(given.get("by", "line"))
        self.is_bound = False
        self.initial = {"by": by, "since": f"{since:%Y-%m-%d}", "until": f"{until:%Y-%m-%d}"}
        return by, since, until
