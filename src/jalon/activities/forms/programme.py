"""Which month, partner and theme a programme shows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from jalon.activities.choices import Theme
from jalon.activities.queries.programme import Wanted
from jalon.base.forms import JalonForm
from jalon.directory.models import Organisation

MONTHS = 7


class ProgrammeForm(JalonForm):
    """A month from this one on; a partner and a theme, or all."""

    month = forms.ChoiceField(label="Mois", required=False)
    partner = forms.TypedChoiceField(label="Partenaire", required=False, coerce=int, empty_value=None)
    theme = forms.ChoiceField(label="Thème", required=False)

    def __init__(self, *args: Any, partners: Sequence[Organisation], **kwargs: Any) -> None:
        self._partners = {one.pk: one for one in partners}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Months, partners and themes to choose from."""
        for each in self.fields.values():
            each.widget.attrs["class"] = "input select"
        lists = {
            "month": [(f"{one:%Y-%m}", said_month(one).capitalize()) for one in _months()],
            "partner": [
                ("", "Tous les partenaires"),
                *((str(pk), o.name) for pk, o in self._partners.items()),
            ],
            "theme": [("", "Tous les thèmes"), *((v, str(label).capitalize()) for v, label in Theme.choices)],
        }
        for name, choices in lists.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def wanted(self) -> Wanted:
        """What is asked; what cannot be understood is this month, everybody, every theme."""
        self.full_clean()
        asked = self.cleaned_data
        month = next((one for one in _months() if f"{one:%Y-%m}" == asked.get("month")), _months()[0])
        return Wanted(month, self._partners.get(asked.get("partner") or 0), asked.get("theme", ""))


def said_month(month: date) -> str:
    """« décembre 2026 »."""
    return date_format(month, "F Y")


def _months() -> list[date]:
    today = timezone.localdate()
    numbers = [today.year * 12 + today.month - 1 + n for n in range(MONTHS)]
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
