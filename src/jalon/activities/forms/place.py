"""Days and places as the forms of sessions take them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from jalon.activities.choices import Way
from jalon.base.forms import JalonForm
from jalon.directory.models import Site
from jalon.directory.rules import BadCoordinatesError, parse_coordinates

KEPT = "Ce que vous avez tapé est gardé."


def date_input() -> forms.DateInput:
    """A day, by the browser's calendar or typed."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day of the calendar, with a sentence for those that do not exist."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", date_input())
        messages = {"invalid": f"Ce jour n’existe pas. {KEPT}", **kwargs.pop("error_messages", {})}
        super().__init__(error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        if found is not None and not 2000 <= found.year <= 2100:
            raise ValidationError(f"L’année {found.year} est hors de l’agenda. {KEPT}")
        return found


def place_label(site: Site) -> str:
    """« Maison de l’emploi, 4 place de la Gare (PLIE des Dunes) »."""
    said = ", ".join(filter(None, [site.name, site.address]))
    return f"{said} ({site.organisation.name})" if site.organisation.name != site.name else said


class QuietForm(JalonForm):
    """A form that, asked to be `quiet`, shows what was typed and judges nothing yet."""

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        self.quiet = quiet
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()


class PlaceForm(QuietForm):
    """A site of the directory, or a place of one day."""

    way = forms.ChoiceField(
        label="Comment", choices=Way.choices, widget=forms.RadioSelect, initial=Way.ON_SITE
    )
    site = forms.ChoiceField(label="Lieu", required=False)
    place = forms.CharField(
        label="Adresse ou précision", max_length=200, required=False,
        help_text="Exemple : salle 2, ou l’adresse d’un lieu d’un jour, ou celle de la visio.",
    )  # fmt: skip
    coordinates = forms.CharField(
        label="Coordonnées d’un lieu d’un jour", max_length=500, required=False,
        help_text="Collez deux nombres (51,034 ; 2,377) ou l’adresse d’une carte sur Internet.",
    )  # fmt: skip

    def __init__(self, *args: Any, sites: Sequence[Site], **kwargs: Any) -> None:
        self._sites = {str(site.pk): site for site in sites}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The sites of partners."""
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        labels = [(key, place_label(site)) for key, site in self._sites.items()]
        field.choices = [("", "Un autre lieu, dit plus bas"), *labels]

    def clean_coordinates(self) -> tuple[float, float] | None:
        """Degrees, None when empty."""
        text = self.cleaned_data["coordinates"].strip()
        try:
            return parse_coordinates(text) if text else None
        except BadCoordinatesError as error:
            raise ValidationError(f"{error} {KEPT}") from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        placed = cleaned.get("site") or cleaned.get("place")
        if cleaned.get("way") == Way.ON_SITE and not placed and not self.errors:
            self.add_error("site", "Choisissez un lieu, ou écrivez l’adresse plus bas.")
        return cleaned

    def located(self) -> dict[str, Any]:
        """`way`, `site`, `place`, `lat` and `lon` of the session."""
        cleaned = self.cleaned_data
        site = self._sites.get(cleaned["site"])
        lat, lon = cleaned["coordinates"] or (None, None)
        if site is not None:
            lat, lon = site.lat, site.lon
        return {"way": cleaned["way"], "site": site, "place": cleaned["place"], "lat": lat, "lon": lon}
