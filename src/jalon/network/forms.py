"""What operators type: a feed, a day to play, an address of positions, a vehicle."""

from typing import Any

from django import forms

from jalon.base.forms import JalonForm
from jalon.directory.models import Organisation
from jalon.network.choices import SourceKind

MAX_UPLOAD_BYTES = 300 << 20
FETCHED = [
    (kind.value, kind.label) for kind in SourceKind if kind not in {SourceKind.PUSH, SourceKind.SIMULATION}
]


def _http(text: str) -> None:
    """An http address, also of a machine without a public name. ValidationError in plain words."""
    if not text.startswith(("http://", "https://")):
        raise forms.ValidationError("Une adresse commence par http:// ou https://.")


class NetworkForm(JalonForm):
    """A network new to this Jalon."""

    name = forms.CharField(
        label="Nom du réseau",
        max_length=120,
        help_text="Comme les voyageurs le disent, par exemple « DK’Bus ».",
    )
    operator: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        None, label="Organisation qui l’exploite", empty_label=None
    )

    def __init__(self, *args: Any, operators: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["operator"].queryset = operators  # type: ignore[attr-defined]


class FeedForm(JalonForm):
    """A GTFS feed: a file that is sent, or the address where it is published."""

    file = forms.FileField(
        label="Fichier GTFS (zip)", required=False, help_text="300 Mo au plus ; au-delà, donnez une adresse."
    )
    url = forms.CharField(
        label="Ou son adresse",
        max_length=500,
        required=False,
        validators=[_http],
        help_text="Par exemple l’adresse « stable » de transport.data.gouv.fr.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                "Ce fichier dépasse 300 Mo. Donnez plutôt l’adresse où il est publié."
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("url")):
            self.add_error(
                "url", "Choisissez un fichier, ou écrivez une adresse : l’un des deux, pas les deux."
            )
        return cleaned


class DayForm(JalonForm):
    """The recorded day that is played as today; empty goes back to the calendar."""

    day = forms.DateField(
        label="Jour à jouer",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Ses courses passent comme si c’était aujourd’hui. Vide : le calendrier du réseau.",
    )

    def __init__(self, *args: Any, first: Any = None, last: Any = None, **kwargs: Any) -> None:
        self.first, self.last = first, last
        super().__init__(*args, **kwargs)

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day and not (self.first <= day <= self.last):
            raise forms.ValidationError(
                f"Les horaires chargés vont du {self.first:%d/%m/%Y} au {self.last:%d/%m/%Y}."
            )
        return day


class SourceForm(JalonForm):
    """An address of positions."""

    kind = forms.ChoiceField(label="Format", choices=FETCHED)
    url = forms.CharField(label="Adresse", max_length=500, validators=[_http])
    requestor_ref = forms.CharField(
        label="Identifiant demandé par le serveur SIRI",
        max_length=60,
        required=False,
        help_text="RequestorRef, par exemple « open-data ». Vide : l’adresse répond sans rien.",
    )
    every_seconds = forms.IntegerField(
        label="Interroger toutes les … secondes", min_value=5, max_value=300, initial=20
    )
    active = forms.BooleanField(label="Interroger cette adresse", required=False, initial=True)


class VehicleForm(JalonForm):
    """A vehicle that the feed of positions does not bring by itself."""

    label = forms.CharField(label="Numéro peint sur le bus", max_length=60)
    ref = forms.CharField(
        label="Référence dans les positions",
        max_length=100,
        required=False,
        help_text="Vide : le même numéro.",
    )
