"""Circuits, halts, stands and relays, as advisers write them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone

from jalon.activities.rules.clock import at_clock
from jalon.base.forms import JalonForm
from jalon.directory import rules
from jalon.directory.choices import Weekday
from jalon.outreach import queries
from jalon.outreach.actions import Hours
from jalon.outreach.choices import CallResult, CircuitKind, Rhythm
from jalon.outreach.geometry import MAX_BYTES
from jalon.outreach.models import Circuit, Halt, HaltHours, Outing, Relay, Stand

_KEPT = "Ce que vous avez tapé est gardé."


def _capital(pairs: Any) -> list[tuple[str, str]]:
    return [(value, str(label)[:1].upper() + str(label)[1:]) for value, label in pairs]


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")


def _time() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time", "class": "input"}, format="%H:%M")


class CircuitForm(JalonForm):
    """How we go to people, and with what."""

    kind = forms.ChoiceField(
        label="Comment allez-vous vers les gens ?", choices=_capital(CircuitKind.choices), widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une manière."},
    )  # fmt: skip
    name = forms.CharField(
        label="Nom de la tournée", max_length=80, help_text="Par exemple « Bus du littoral ».",
        error_messages={"required": "Donnez un nom : la page publique et l’affiche le montrent."},
    )  # fmt: skip
    summary = forms.CharField(
        label="Ce qu’on y trouve", max_length=300, required=False,
        help_text="En mots simples, pour la page publique. Rien sur les aides que les gens reçoivent.",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )  # fmt: skip
    vehicle = forms.ChoiceField(
        label="Véhicule", required=False, help_text="Pour un bus : il ne sera jamais pris deux fois à la même heure."
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


class PlaceField(forms.CharField):
    """Coordinates as one pastes them from a map, or picked on the drawing."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={
                "autocomplete": "off",
                "data-behaviour": "pick-place",
                "data-pick-url": reverse_lazy("reference:around"),
            }
        )
        help_text = "Collez-les d’une carte, par exemple « 51.03, 2.37 », ou le lien de la carte."
        super().__init__(label="Coordonnées", max_length=300, widget=widget, help_text=help_text, **kwargs)

    def clean(self, value: object) -> Any:
        """Latitude and longitude in degrees; None when nothing was typed."""
        text = str(super().clean(value) or "")
        try:
            return rules.parse_coordinates(text) if text else None
        except rules.BadCoordinatesError as error:
            raise ValidationError(f"{error} {_KEPT}") from None


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
        label="Où exactement", max_length=160, required=False, help_text="Par exemple « devant la boulangerie »."
    )
    coordinates = PlaceField(required=False)
    accessibility = forms.CharField(
        label="Accès", max_length=160, required=False, help_text="Rampe, banc, abri, toilettes à côté…"
    )
    rhythm = forms.ChoiceField(label="Rythme", choices=_capital(Rhythm.choices), initial=Rhythm.EVERY)

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
                self.add_error("coordinates", "Il faut un point : collez des coordonnées, ou choisissez un lieu.")
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
            self.add_error(f"day_{day}", f"On attend par exemple « 9 h-12 h, 14 h-16 h ». {_KEPT}")
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

    first = forms.DateField(label="Du", widget=_date(), error_messages={"required": "Dites à partir de quel jour."})
    last = forms.DateField(label="Au", widget=_date(), error_messages={"required": "Dites jusqu’à quel jour."})

    @staticmethod
    def next_weeks() -> dict[str, date]:
        """Tomorrow, and the Sunday four weeks on."""
        today = timezone.localdate()
        return {"first": today, "last": today + timedelta(days=27 + (6 - today.weekday()) % 7)}


class MoveForm(JalonForm):
    """Another moment or another place, once."""

    day = forms.DateField(label="Jour", widget=_date(), error_messages={"required": "Dites quel jour."})
    starts = forms.TimeField(label="De", widget=_time(), error_messages={"required": "Dites à quelle heure."})
    ends = forms.TimeField(label="À", widget=_time(), error_messages={"required": "Dites jusqu’à quelle heure."})
    place = forms.CharField(label="Autre endroit, cette fois", max_length=160, required=False)
    reason = forms.CharField(
        label="Pourquoi", max_length=160, help_text="La page publique le montre.",
        error_messages={"required": "Dites pourquoi : la page publique le montre."},
    )  # fmt: skip

    @staticmethod
    def filled(stand: Stand) -> dict[str, Any]:
        """The stand as it is."""
        starts, ends = timezone.localtime(stand.starts_at), timezone.localtime(stand.ends_at)
        return {"day": starts.date(), "starts": starts.time(), "ends": ends.time(), "place": stand.place}

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes; RefusedError for an hour that the clock skips."""
        given = self.cleaned_data
        starts: datetime = at_clock(given["day"], given["starts"])
        ends: datetime = at_clock(given["day"], given["ends"])
        return {"starts_at": starts, "ends_at": ends, "place": given["place"], "reason": given["reason"]}


class ReasonForm(JalonForm):
    """Why a stand does not take place."""

    reason = forms.CharField(
        label="Pourquoi", max_length=160, help_text="La page publique le montre.",
        error_messages={"required": "Dites pourquoi : la page publique le montre."},
    )  # fmt: skip


class CrewForm(JalonForm):
    """Who goes, and what the day came to."""

    users = forms.MultipleChoiceField(label="Équipage", required=False, widget=forms.CheckboxSelectMultiple)
    names = forms.CharField(
        label="Et aussi", required=False, max_length=200, help_text="Noms séparés par des virgules."
    )

    def __init__(self, *args: Any, outing: Outing, **kwargs: Any) -> None:
        self._outing = outing
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Advisers who may go."""
        self._users = {str(one.pk): one for one in queries.crew_choices(self._outing.circuit.organisation)}
        self.fields["users"].choices = [(key, one.name) for key, one in self._users.items()]  # type: ignore[attr-defined]

    @staticmethod
    def filled(outing: Outing) -> dict[str, Any]:
        """The crew as it is."""
        crew = outing.day_crew  # type: ignore[attr-defined]
        names = ", ".join(one.name for one in crew if one.name)
        return {"users": [str(one.user_id) for one in crew if one.user_id], "names": names}

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes."""
        chosen = [self._users[key] for key in self.cleaned_data["users"]]
        return {"users": chosen, "names": [name[:80] for name in self.cleaned_data["names"].split(",")]}


class ReportForm(JalonForm):
    """Kilometres and hours of a day."""

    km = forms.IntegerField(
        label="Kilomètres", required=False, min_value=0, max_value=2000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    left_at = forms.TimeField(label="Départ", required=False, widget=_time())
    back_at = forms.TimeField(label="Retour", required=False, widget=_time())

    @staticmethod
    def filled(outing: Outing) -> dict[str, int | time | None]:
        """What was written before."""
        return {"km": outing.km, "left_at": outing.left_at, "back_at": outing.back_at}


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
        label="Fichier GeoJSON", help_text=f"Surfaces en degrés (WGS 84), {MAX_BYTES // 1_000_000} Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json", "class": "input"}),
        error_messages={"required": "Choisissez un fichier."},
    )  # fmt: skip
    all_priority = forms.BooleanField(label="Ce sont tous des quartiers prioritaires", required=False)


class CallForm(JalonForm):
    """How the promised call ended."""

    result = forms.ChoiceField(
        label="Comment s’est passé l’appel ?", choices=_capital(CallResult.choices), widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip


class PeriodForm(JalonForm):
    """A period of the figures; wrong or missing days are those of the last three months."""

    since = forms.DateField(label="Du", required=False, widget=_date())
    until = forms.DateField(label="Au", required=False, widget=_date())

    def period(self) -> tuple[date, date]:
        """First and last day, in order."""
        given = self.cleaned_data if self.is_valid() else {}
        last = given.get("until") or timezone.localdate()
        first = given.get("since") or last - timedelta(days=90)
        return min(first, last), max(first, last)
