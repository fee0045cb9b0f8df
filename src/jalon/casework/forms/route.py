"""A route template: its name and its steps, one per row."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from jalon.base.forms import JalonForm
from jalon.casework.models import RouteTemplate

_BLANK_ROWS = 4
_MOST = 20


class TemplateForm(JalonForm):
    """Rows of `title_N` and `days_N`; an emptied row goes, and the others close up."""

    name = forms.CharField(label="Nom du modèle", max_length=120)

    def __init__(self, *args: Any, template: RouteTemplate | None = None, **kwargs: Any) -> None:
        self.lines = [(one.title, one.days) for one in template.lines] if template else []  # type: ignore[attr-defined]
        kwargs.setdefault("initial", {"name": template.name if template else ""})
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.count = min(max(len(self.lines) + _BLANK_ROWS, 6), _MOST)
        for number in range(self.count):
            title, days = self.lines[number] if number < len(self.lines) else ("", None)
            label = f"Étape {number + 1}"
            self.fields[f"title_{number}"] = forms.CharField(
                label=label, max_length=160, required=False, initial=title
            )
            self.fields[f"days_{number}"] = forms.IntegerField(
                label=f"{label}, jours après le début",
                min_value=0,
                max_value=1500,
                required=False,
                initial=days,
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The bound fields, two by two."""
        return [(self[f"title_{number}"], self[f"days_{number}"]) for number in range(self.count)]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.values:
            raise ValidationError("Écrivez au moins une étape.", code="empty")
        return self.cleaned_data

    @property
    def values(self) -> list[tuple[str, int]]:
        """What and how many days after the start, in the order typed."""
        found = [
            (self.cleaned_data.get(f"title_{n}", "").strip(), self.cleaned_data.get(f"days_{n}") or 0)
            for n in range(self.count)
        ]
        return [(title, days) for title, days in found if title]
