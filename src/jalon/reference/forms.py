"""Fields that suggest while one types; without script they are plain text fields."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from jalon.reference import queries
from jalon.reference.models import Commune


def suggesting(address: object, *, code_field: str = "") -> dict[str, Any]:
    """Attributes of a text input that suggests from `address`.

    With `code_field`, the id of a hidden input, the code of the chosen suggestion goes there, and is wiped
    when the text is changed afterwards.
    """
    attributes = {
        "data-behaviour": "suggest", "data-suggest-url": address, "autocomplete": "off", "class": "input",
    }  # fmt: skip
    return {**attributes, "data-suggest-code": code_field} if code_field else attributes


class TitleInput(forms.TextInput):
    """A job title, suggested from the vocabulary; the title itself is sent, free text stays possible."""

    def __init__(self, code_field: str = "") -> None:
        super().__init__(suggesting(reverse_lazy("reference:titles"), code_field=code_field))


class CommuneField(forms.CharField):
    """A commune, typed by name or postal code; cleans to the Commune, or None when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(suggesting(reverse_lazy("reference:communes"))))
        kwargs.setdefault("label", "Commune")
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        return value.name if isinstance(value, Commune) else value

    def clean(self, value: object) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = queries.communes_named(text)
        if len(found) == 1:
            return found[0]
        if found:
            choices = ", ".join(f"{each.name} ({each.department}) : {each.code}" for each in found[:5])
            raise ValidationError(
                f"Plusieurs communes portent ce nom. Tapez le code de la vôtre : {choices}."
            )
        raise ValidationError("Aucune commune ne porte ce nom. Ce que vous avez tapé est gardé.")
