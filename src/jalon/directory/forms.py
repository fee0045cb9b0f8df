"""What is typed about organisations; forms validate, they do not save."""

from datetime import date, time, timedelta
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.base.forms import JalonForm
from jalon.directory import rules
from jalon.directory.actions.registration import Registration
from jalon.directory.choices import OrganisationKind, Weekday
from jalon.reference.forms import CommuneField

_KEPT = "Ce que vous avez tapé est gardé."
_EXPECTED = _(
    "On attend %(expected)s chiffres, vous en avez tapé %(typed)s. Ce que vous avez tapé est gardé."
)


class PhoneField(forms.CharField):
    """A telephone number, cleaned to E.164; French when no prefix says otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Téléphone"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: object) -> str:
        text = str(super().clean(value) or "")
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "FR")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(
                _("Ce numéro ne va pas : on attend dix chiffres, ou +32… Ce que vous avez tapé est gardé.")
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class DigitsField(forms.CharField):
    """A registration number; blanks and dots do not count."""

    def __init__(self, *, length: int, **kwargs: Any) -> None:
        self.length = length
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: object) -> str:
        text = "".join(str(super().clean(value) or "").replace(".", "").split())
        if not text:
            return ""
        if len(text) != self.length or not text.isascii() or not text.isdecimal():
            said = {"expected": self.length, "typed": len(text)}
            raise ValidationError(_EXPECTED % said)
        if not (rules.is_siret(text) if self.length == 14 else rules.is_siren(text)):
            raise ValidationError(
                _("Un chiffre est faux : ce numéro ne peut pas exister. Ce que vous avez tapé est gardé.")
            )
        return text


class OrganisationForm(JalonForm):
    """Its name and how it is reached."""

    name = forms.CharField(
        label="Nom", max_length=160, error_messages={"required": "Tapez le nom de l’organisation."}
    )
    siren = DigitsField(length=9, label="SIREN", required=False, help_text="Neuf chiffres.")
    phone = PhoneField(required=False)
    email = forms.EmailField(label="Adresse e-mail", required=False)


class NewOrganisationForm(OrganisationForm):
    """An organisation entered by the staff; there is one host, which is not entered here."""

    kind = forms.ChoiceField(
        label="C’est…",
        choices=[choice for choice in OrganisationKind.choices if choice[0] != OrganisationKind.HOST],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que fait cette organisation."},
    )
    field_order = ["kind", "name", "siren", "phone", "email"]


class RegistrationForm(JalonForm):
    """An employer presents itself."""

    name = forms.CharField(
        label=_("Nom de l’entreprise"),
        max_length=160,
        error_messages={"required": _("Tapez le nom de l’entreprise.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    siret = DigitsField(
        length=14, label="SIRET",
        help_text=_("Quatorze chiffres, sur vos factures ou votre avis de situation."),
        error_messages={"required": _("Tapez le SIRET de l’établissement qui recrute.")},
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Votre prénom et votre nom"), max_length=120,
        error_messages={"required": _("Tapez votre nom : nous saurons qui demander.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Adresse e-mail"), help_text=_("Vous entrerez avec elle, sans mot de passe."),
        error_messages={"required": _("Tapez votre adresse e-mail.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    phone = PhoneField(error_messages={"required": _("Tapez un numéro où vous joindre.")})
    # Nobody sees it; whoever fills it in is not somebody.
    website = forms.CharField(required=False, max_length=200)

    def said(self) -> Registration:
        """What the employer said of itself."""
        return Registration(
            **{name: self.cleaned_data[name] for name in ("name", "siret", "contact", "email", "phone")}
        )


class EstablishmentForm(JalonForm):
    """A registered place."""

    siret = DigitsField(length=14, label="SIRET", help_text="Quatorze chiffres.",
                        error_messages={"required": "Tapez le SIRET."})  # fmt: skip
    name = forms.CharField(label="Nom de l’établissement", max_length=160, required=False)


class SiteForm(JalonForm):
    """A place: its coordinates, or else the centre of its commune."""

    name = forms.CharField(
        label="Nom du lieu", max_length=120, error_messages={"required": "Donnez un nom à ce lieu."}
    )
    address = forms.CharField(label="Adresse, comme on la dit", max_length=250, required=False)
    coordinates = forms.CharField(
        label="Coordonnées", required=False, max_length=300,
        help_text="Collez-les d’une carte, par exemple « 51.03, 2.37 », ou le lien de la carte.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off", "data-behaviour": "pick-place",
                "data-pick-url": reverse_lazy("reference:around"), "data-pick-commune": "id_commune",
            }
        ),
    )  # fmt: skip
    commune = CommuneField(
        required=False, help_text="Sans coordonnées, le point est mis au centre de la commune."
    )

    def clean_coordinates(self) -> tuple[float, float] | None:
        """Degrees, latitude first."""
        text = self.cleaned_data["coordinates"]
        try:
            return rules.parse_coordinates(text) if text else None
        except rules.BadCoordinatesError as error:
            raise ValidationError(f"{error} {_KEPT}") from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        commune = cleaned.get("commune")
        if cleaned.get("coordinates") is None and "coordinates" in cleaned and "commune" in cleaned:
            if commune is None or commune.lat is None:
                self.add_error("coordinates", "Il faut des coordonnées, ou une commune.")
            else:
                cleaned["coordinates"] = (commune.lat, commune.lon)
        return cleaned

    def place(self) -> dict[str, Any]:
        """What an action takes."""
        lat, lon = self.cleaned_data["coordinates"]
        kept = {key: self.cleaned_data[key] for key in ("name", "address", "commune")}
        return {**kept, "lat": lat, "lon": lon}


class WeekForm(JalonForm):
    """Opening hours, one line of plain text for each day."""

    def __init__(self, *args: Any, week: rules.Week, **kwargs: Any) -> None:
        self.written = week
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """A line for each day, filled with what is written now."""
        for day in Weekday:
            self.fields[f"day_{day.value}"] = forms.CharField(
                label=day.label.capitalize(),
                required=False,
                max_length=80,
                initial=rules.said_hours(self.written.get(day.value, ())),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for day in Weekday:
            name = f"day_{day.value}"
            try:
                cleaned[name] = rules.parse_hours(cleaned.get(name, ""))
            except ValueError:
                self.add_error(name, f"On attend par exemple « 9 h-12 h, 14 h-18 h », ou rien. {_KEPT}")
        return cleaned

    def week(self) -> dict[int, list[tuple[time, time]]]:
        """Spans by weekday."""
        return {day.value: self.cleaned_data[f"day_{day.value}"] for day in Weekday}


class DaysForm(JalonForm):
    """From one day to another, both included."""

    first_date = forms.DateField(
        label="Premier jour", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choisissez le premier jour.", "invalid": "Ce jour n’existe pas."},
    )  # fmt: skip
    last_date = forms.DateField(
        label="Dernier jour", required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Vide : un seul jour.", error_messages={"invalid": "Ce jour n’existe pas."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first: date | None = cleaned.get("first_date")
        last: date | None = cleaned.get("last_date") or first
        if first is None or last is None:
            return cleaned
        if last < first:
            self.add_error("last_date", f"Le dernier jour vient avant le premier. {_KEPT}")
        elif last > timezone.localdate() + timedelta(days=731) or last < timezone.localdate():
            self.add_error("last_date", f"On note les jours d’aujourd’hui à dans deux ans. {_KEPT}")
        return {**cleaned, "last_date": last}


class ClosureForm(DaysForm):
    """Closing days, and why."""

    label = forms.CharField(label="Raison, par exemple « inventaire »", max_length=120, required=False)


class InviteForm(JalonForm):
    """A colleague."""

    name = forms.CharField(
        label="Prénom et nom", max_length=120, error_messages={"required": "Tapez le nom de la personne."}
    )
    email = forms.EmailField(
        label="Adresse e-mail",
        error_messages={"required": "Tapez l’adresse à laquelle elle reçoit son invitation."},
    )


class VetForm(JalonForm):
    """Accept, or refuse with a reason."""

    answer = forms.ChoiceField(
        label="Ses offres peuvent-elles paraître ?",
        choices=[("accept", "Oui, j’ai vérifié cet employeur"), ("refuse", "Non")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez oui ou non."},
    )
    reason = forms.CharField(
        label="Si c’est non, pourquoi", max_length=300, required=False,
        help_text="L’employeur lit cette phrase.", widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "refuse" and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Écrivez pourquoi : l’employeur doit pouvoir répondre.")
        return cleaned
