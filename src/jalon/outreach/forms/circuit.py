"""Circuits and halts, as advisers write them."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from jalon.base.forms import JalonForm
from jalon.directory import rules
from jalon.directory.choices import Weekday
from jalon.outreach import queries
from jalon.outreach.actions import Hours
from jalon.outreach.choices import CircuitKind, Rhythm
from jalon.outreach.forms.fields import KEPT, PlaceField, capital, date_input
from jalon.outreach.models import Circuit, Halt, HaltHours


class CircuitForm(JalonForm):
    """How we go to people, and with what."""

    kind = forms.ChoiceField(
        label="Comment allez-vous vers les gens ?", choices=capital(CircuitKind.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une manière."},
    )  # fmt: skip
    name = forms.CharField(
        label="Nom de la tournée", max_length=80, help_text="Par exemple « Bus du port ».",
        error_messages={"required": "Donnez un nom : la page publique et l’affiche le montrent."},
    )  # fmt: skip
    summary = forms.CharField(
        label="Ce qu’on y trouve", max_length=300, required=False,
        help_text="En mots simples, pour la page publique. Rien sur les aides que les gens reçoivent.",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )  # fmt: skip
    vehicle = forms.ChoiceField(
        label="Véhicule", required=False,
        help_text="Pour un bus : il ne sera jamais pris deux fois à la même heure.",
    )  # fmt: skip

    def prepare(self) -> None:
        """Vehicles that partners lend."""
        self._vehicles = {str(one.pk): one for one in queries.vehicles()}
        names = [(key, f"{one.name} ({one.lender.name})") for key, one in self._vehicles.items()]
        self.fields["vehicle"].choices = [("", "Aucun"), *names]  # type: ignore[attr-defined]

    @staticmethod
    def filled(circuit: Circuit) -> dict[str, Any]:
        """What the form shows of a circuit."""
        values = {name: getattr(circuit, name) for name in ("kind", "name", "summary")}
        return {**values, "vehicle": str(circuit.vehicle_id or "")}

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes."""
        return {**self.cleaned_data, "vehicle": self._vehicles.get(self.cleaned_data["vehicle"])}


class HaltForm(JalonForm):
    """Where one stands, and when in the week."""

    name = forms.CharField(
        label="Nom de l’arrêt", max_length=80, help_text="Par exemple « Place du Phare ».",
        error_messages={"required": "Donnez un nom à cet arrêt."},
    )  # fmt: skip
    site = forms.ChoiceField(
        label="Chez un partenaire", required=False,
        help_text="Pour une permanence : le lieu du partenaire donne l’adresse et le point.",
    )  # fmt: skip
    place = forms.CharField(
        label="Où exactement",
        max_length=160,
        required=False,
        help_text="Par exemple « devant la boulangerie ».",
    )
    coordinates = PlaceField(required=False)
    accessibility = forms.CharField(
        label="Accès", max_length=160, required=False, help_text="Rampe, banc, abri, toilettes à côté…"
    )
    rhythm = forms.ChoiceField(label="Rythme", choices=capital(Rhythm.choices), initial=Rhythm.EVERY)

    def prepare(self) -> None:
        """A line per weekday, and the partners' places."""
        self._sites = {str(one.pk): one for one in queries.partner_sites()}
        named = [(key, f"{one.organisation.name}, {one.name}") for key, one in self._sites.items()]
        self.fields["site"].choices = [("", "Non, dans la rue ou chez nous"), *named]  # type: ignore[attr-defined]
        for day in Weekday:
            self.fields[f"day_{day.value}"] = forms.CharField(
                label=day.label.capitalize(), required=False, max_length=60
            )

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven lines of the week."""
        return [self[f"day_{day.value}"] for day in Weekday]

    def clean(self) -> dict[str, Any]:
        """A partner's place stands in for what was not typed."""
        cleaned = super().clean() or {}
        site = self._sites.get(cleaned.get("site", ""))
        if cleaned.get("coordinates") is None and "coordinates" in cleaned:
            if site is None:
                self.add_error(
                    "coordinates", "Il faut un point : collez des coordonnées, ou choisissez un lieu."
                )
            else:
                cleaned["coordinates"] = (site.lat, site.lon)
        if not cleaned.get("place"):
            cleaned["place"] = (site.address or site.name) if site else cleaned.get("name", "")
        cleaned["hours"] = [row for day in Weekday for row in self._hours(day.value, cleaned)]
        return cleaned

    def _hours(self, day: int, cleaned: dict[str, Any]) -> list[Hours]:
        text = cleaned.get(f"day_{day}", "")
        try:
            spans = rules.parse_hours(text)
        except ValueError:
            self.add_error(f"day_{day}", f"On attend par exemple « 9 h-12 h, 14 h-16 h ». {KEPT}")
            return []
        return [Hours(day, *span, cleaned.get("rhythm", Rhythm.EVERY)) for span in spans]

    @staticmethod
    def filled(halt: Halt, hours: list[HaltHours]) -> dict[str, Any]:
        """What the form shows of a halt."""
        values: dict[str, Any] = {name: getattr(halt, name) for name in ("name", "place", "accessibility")}
        values |= {"site": str(halt.site_id or ""), "coordinates": f"{halt.lat}, {halt.lon}"}
        values["rhythm"] = hours[0].rhythm if hours else Rhythm.EVERY
        for day in Weekday:
            spans = [(row.starts_at, row.ends_at) for row in hours if row.weekday == day.value]
            values[f"day_{day.value}"] = rules.said_hours(spans)
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes, but for the hours."""
        lat, lon = self.cleaned_data["coordinates"]
        kept = {name: self.cleaned_data[name] for name in ("name", "place", "accessibility")}
        return {**kept, "lat": lat, "lon": lon, "site": self._sites.get(self.cleaned_data["site"])}

    @property
    def hours(self) -> list[Hours]:
        """The rows of the week."""
        rows: list[Hours] = self.cleaned_data["hours"]
        return rows


class PlanForm(JalonForm):
    """From which day to which."""

    first = forms.DateField(
        label="Du", widget=date_input(), error_messages={"required": "Dites à partir de quel jour."}
    )
    last = forms.DateField(
        label="Au", widget=date_input(), error_messages={"required": "Dites jusqu’à quel jour."}
    )

    @staticmethod
    def next_weeks() -> dict[str, date]:
        """Tomorrow, and the Sunday four weeks on."""
        today = timezone.localdate()
        return {"first": today, "last": today + timedelta(days=27 + (6 - today.weekday()) % 7)}
