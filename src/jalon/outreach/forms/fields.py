"""Fields that several pages of the rounds ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from jalon.directory import rules

KEPT = "Ce que vous avez tapé est gardé."


def capital(pairs: Any) -> list[tuple[str, str]]:
    """Choices whose labels begin a line."""
    return [(value, str(label)[:1].upper() + str(label)[1:]) for value, label in pairs]


def date_input() -> forms.DateInput:
    """A day, picked on the calendar of the browser."""
    return forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    """An hour of the day."""
    return forms.TimeInput(attrs={"type": "time", "class": "input"}, format="%H:%M")


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
            raise ValidationError(f"{error} {KEPT}") from None
