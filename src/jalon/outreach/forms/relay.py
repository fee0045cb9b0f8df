"""Relays, districts and the period of the figures."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from jalon.base.forms import JalonForm
from jalon.outreach.forms.fields import PlaceField, date_input
from jalon.outreach.geometry import MAX_BYTES
from jalon.outreach.models import Relay


class RelayForm(JalonForm):
    """An association that hands on our code."""

    association = forms.CharField(
        label="Association", max_length=120, error_messages={"required": "Donnez le nom de l’association."}
    )
    place = forms.CharField(
        label="Où l’affiche est posée", max_length=160, help_text="Par exemple « accueil, rue des Salines ».",
        error_messages={"required": "Dites où l’affiche est posée."},
    )  # fmt: skip
    coordinates = PlaceField(required=False)

    @staticmethod
    def filled(relay: Relay) -> dict[str, Any]:
        """What the form shows of a relay."""
        point = f"{relay.lat}, {relay.lon}" if relay.lat is not None else ""
        return {"association": relay.association, "place": relay.place, "coordinates": point}

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes."""
        lat, lon = self.cleaned_data["coordinates"] or (None, None)
        kept = {name: self.cleaned_data[name] for name in ("association", "place")}
        return {**kept, "lat": lat, "lon": lon}


class DistrictFileForm(JalonForm):
    """A GeoJSON file of districts."""

    file = forms.FileField(
        label="Fichier GeoJSON",
        help_text=f"Surfaces en degrés (WGS 84), {MAX_BYTES // 1_000_000} Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json", "class": "input"}),
        error_messages={"required": "Choisissez un fichier."},
    )  # fmt: skip
    all_priority = forms.BooleanField(label="Ce sont tous des quartiers prioritaires", required=False)


class PeriodForm(JalonForm):
    """A period of the figures; wrong or missing days are those of the last three months."""

    since = forms.DateField(label="Du", required=False, widget=date_input())
    until = forms.DateField(label="Au", required=False, widget=date_input())

    def period(self) -> tuple[date, date]:
        """First and last day, in order."""
        given = self.cleaned_data if self.is_valid() else {}
        last = given.get("until") or timezone.localdate()
        first = given.get("since") or last - timedelta(days=90)
        return min(first, last), max(first, last)
