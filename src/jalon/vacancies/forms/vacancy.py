"""One page to write a vacancy; a draft needs a title, what is published needs more."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils import timezone

from jalon.base.forms import JalonForm
from jalon.directory.models import Site
from jalon.directory.rules import BadCoordinatesError, parse_coordinates
from jalon.reference import queries as reference
from jalon.vacancies.choices import Contract, PlaceKind, WagePeriod
from jalon.vacancies.forms.fields import AmountField
from jalon.vacancies.models import Vacancy
from jalon.vacancies.readers.values import end_of

_LONG = forms.Textarea(attrs={"rows": 5})
_LONGEST_DAYS = 366
_NEEDED = {
    "contract": "Choisissez le contrat.",
    "valid_until": "Dites jusqu’à quel jour l’offre est valable.",
}
_PLAIN = (
    "title", "tasks", "requirements", "contract", "contract_detail", "hours_detail", "starts_on", "wage_from",
    "wage_to", "wage_period", "wage_detail", "radius_m", "seats",
)  # fmt: skip


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VacancyForm(JalonForm):
    """Everything of a vacancy but its timetable."""

    title = forms.CharField(
        label="Titre de l’offre",
        max_length=200,
        help_text="Le plus court possible : c’est la première ligne de l’écran. Exemple : Soudeuse, soudeur.",
    )
    occupation_label = forms.CharField(
        label="Métier",
        max_length=200,
        required=False,
        help_text="Tapez quelques lettres, puis choisissez. Vide : d’après le titre.",
    )
    occupation = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    tasks = forms.CharField(
        label="Ce qu’on fait", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Une journée ordinaire, en phrases simples.",
    )  # fmt: skip
    requirements = forms.CharField(
        label="Ce qu’il faut", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Seulement ce qui est vraiment nécessaire le premier jour.",
    )  # fmt: skip
    contract = forms.ChoiceField(
        label="Contrat", choices=[("", "Choisir"), *Contract.choices], required=False
    )
    contract_detail = forms.CharField(label="Précision du contrat", max_length=200, required=False)
    hours_detail = forms.CharField(
        label="Temps de travail", max_length=200, required=False, help_text="Exemple : 35 heures par semaine."
    )
    wage_from = AmountField(label="Salaire brut, en euros", required=False)
    wage_to = AmountField(label="Jusqu’à", required=False)
    wage_period = forms.ChoiceField(
        label="Période", choices=[("", "Choisir"), *WagePeriod.choices], required=False
    )
    wage_detail = forms.CharField(
        label="Ce qui s’ajoute", max_length=200, required=False, help_text="Exemple : panier repas, primes."
    )
    site = forms.ChoiceField(label="Lieu de travail", required=False)
    coordinates = forms.CharField(
        label="Coordonnées", max_length=500, required=False,
        help_text="Collez deux nombres (51,034 ; 2,377) ou l’adresse d’une carte sur Internet.",
    )  # fmt: skip
    place_text = forms.CharField(
        label="Adresse, comme on la dit",
        max_length=250,
        required=False,
        help_text="Exemple : Quai aux Bois, porte 2.",
    )
    commune = forms.CharField(
        label="Commune", max_length=120, required=False,
        help_text="Sans coordonnées, l’offre est placée au centre de la commune.",
    )  # fmt: skip
    radius_m = forms.IntegerField(
        label="Zone de diffusion, en mètres", min_value=100, max_value=5000, initial=600,
        help_text="Le bus montre l’offre quand il passe à moins de cette distance. 600 m : 8 minutes à pied.",
    )  # fmt: skip
    starts_on = forms.DateField(label="Début du travail", required=False, widget=_date())
    valid_until = forms.DateField(
        label="Montrer l’offre jusqu’au", required=False, widget=_date(), help_text="Ce jour-là compris."
    )
    seats = forms.IntegerField(label="Nombre de places", min_value=1, max_value=999, initial=1)
    priority = forms.IntegerField(
        label="Priorité", min_value=0, max_value=9, initial=1, required=False,
        help_text="De 0 à 9. À égalité, chaque employeur passe aussi souvent que les autres.",
    )  # fmt: skip
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        vacancy: Vacancy | None = None,
        sites: Sequence[Site] = (),
        staff: bool = False,
        quiet: bool = False,
        publishing: bool = False,
        **kwargs: Any,
    ) -> None:
        """`publishing` asks for all that screens need; `quiet` shows what was typed without judging it."""
        self.vacancy, self.quiet, self.publishing = vacancy, quiet, publishing
        self._sites = {str(site.pk): site for site in sites}
        if vacancy is not None:
            kwargs["initial"] = {**_initial(vacancy), **kwargs.get("initial", {})}
        self._staff = staff
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Sites of the employer, suggestions, and what only the association sees."""
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Un autre lieu"), *((key, _said(site)) for key, site in self._sites.items())]
        for name, sentence in _NEEDED.items():
            # A draft may do without; the page does not call them optional.
            self.fields[name].required = not self.is_bound or self.publishing
            self.fields[name].error_messages["required"] = sentence
        self._suggest("occupation_label", "reference:titles", "id_occupation")
        self._suggest("commune", "reference:communes", "")
        if not self._staff:
            del self.fields["priority"]

    def _suggest(self, name: str, url_name: str, code: str) -> None:
        """Suggestions while one types; the chosen code goes to a hidden field."""
        attributes = {
            "data-behaviour": "suggest",
            "data-suggest-url": reverse(url_name),
            "autocomplete": "off",
        }
        self.fields[name].widget.attrs |= attributes | ({"data-suggest-code": code} if code else {})

    def full_clean(self) -> None:
        """A form that is only shown again says nothing about faults yet."""
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def clean_coordinates(self) -> tuple[float, float] | None:
        """Degrees, None when empty."""
        text = self.cleaned_data["coordinates"].strip()
        if not text:
            return None
        try:
            return parse_coordinates(text)
        except BadCoordinatesError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_commune(self) -> Any:
        """The commune of this name or postal code, None when empty."""
        text = self.cleaned_data["commune"].strip()
        found = reference.communes_named(text) if text else []
        if text and len(found) != 1:
            said = "Plusieurs communes ont ce nom : écrivez le code postal." if found else "Commune inconnue."
            raise forms.ValidationError(said)
        return found[0] if found else None

    def clean_valid_until(self) -> datetime | None:
        """The end of the day; a day that was not changed keeps its instant."""
        last: date | None = self.cleaned_data["valid_until"]
        before = self.vacancy.valid_until if self.vacancy else None
        if last is None or (before and timezone.localdate(before) == last):
            return before if last else None
        if last > timezone.localdate() + timedelta(days=_LONGEST_DAYS):
            raise forms.ValidationError("Un an au plus : une offre oubliée reste sur les écrans.")
        return end_of(last, timezone.get_current_timezone())

    def clean(self) -> dict[str, Any]:
        """What goes together, what publishing needs, and whether somebody else wrote meanwhile."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("wage_from"), cleaned.get("wage_to")
        if low and high and high < low:
            self.add_error("wage_to", "Ce montant est plus petit que le premier.")
        if (low or high) and not cleaned.get("wage_period") and "wage_period" in cleaned:
            self.add_error("wage_period", "De l’heure, par mois ou par an ?")
        if self.vacancy and cleaned.get("version") not in ("", version_of(self.vacancy)):
            self.add_error(
                None,
                "Quelqu’un a changé cette offre pendant que vous écriviez. Ce que vous avez tapé est gardé : "
                "relisez, puis enregistrez de nouveau.",
            )
        end = cleaned.get("valid_until")
        if self.publishing and end is not None and end <= timezone.now():
            self.add_error("valid_until", "Ce jour est passé : choisissez un jour à venir.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """Columns of the vacancy; call when valid."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in _PLAIN} | {"valid_until": cleaned["valid_until"]}
        if cleaned.get("priority") is not None:
            values["priority"] = cleaned["priority"]
        return values | self._occupation() | self._place()

    def _occupation(self) -> dict[str, Any]:
        """The occupation chosen, or named by the words, or by the title; else the words alone."""
        cleaned = self.cleaned_data
        code, label = cleaned["occupation"], cleaned["occupation_label"]
        before = self.vacancy
        if before and label == before.occupation_label and code in ("", before.occupation_code):
            return {}
        found = reference.occupation_by_code(code) if code else None
        found = found or reference.occupation_named(label or cleaned["title"])
        if found is None:
            return {"occupation": None, "occupation_code": "", "occupation_label": label}
        return {"occupation": found, "occupation_code": found.code, "occupation_label": found.label}

    def _place(self) -> dict[str, Any]:
        """Coordinates come first, then a site, then the centre of a commune."""
        cleaned, text = self.cleaned_data, self.cleaned_data["place_text"]
        site, pair, commune = self._sites.get(cleaned["site"]), cleaned["coordinates"], cleaned["commune"]
        before = self.vacancy
        if before and pair == (before.lat, before.lon) and not site:
            return {"site": None, "place_text": text}
        if pair and not (site and before and pair == (before.lat, before.lon)):
            return _point(pair[0], pair[1], text, PlaceKind.EXACT)
        if site:
            said = text or site.address or site.name
            return _point(site.lat, site.lon, said, PlaceKind.EXACT) | {"site": site}
        if commune and commune.lat is not None:
            return _point(commune.lat, commune.lon, text or commune.name, PlaceKind.COMMUNE)
        return _point(None, None, text, PlaceKind.NONE)


def _point(lat: float | None, lon: float | None, text: str, kind: str) -> dict[str, Any]:
    return {"site": None, "lat": lat, "lon": lon, "place_text": text, "place_kind": kind}


def _said(site: Site) -> str:
    return f"{site.name}, {site.address}" if site.address else site.name


def version_of(vacancy: Vacancy) -> str:
    """Changes whenever the vacancy does."""
    return vacancy.changed_at.isoformat()


def _initial(vacancy: Vacancy) -> dict[str, Any]:
    """What the page shows of a stored vacancy."""
    values = {name: getattr(vacancy, name) for name in (*_PLAIN, "priority", "place_text")}
    placed = vacancy.lat is not None and vacancy.site_id is None
    return values | {
        "occupation": vacancy.occupation_code,
        "occupation_label": vacancy.occupation_label,
        "site": str(vacancy.site_id or ""),
        "coordinates": f"{vacancy.lat}, {vacancy.lon}" if placed else "",
        "valid_until": timezone.localdate(vacancy.valid_until) if vacancy.valid_until else None,
        "version": version_of(vacancy),
    }
