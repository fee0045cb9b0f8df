"""How shifts and wages are said."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats

from jalon.base.words import NBSP
from jalon.directory.choices import Weekday
from jalon.vacancies.models import Vacancy

register = template.Library()


@register.filter
def weekdays(mask: str) -> str:
    """« du lundi au vendredi », « samedi, dimanche », « tous les jours »."""
    days = [day.label for day in Weekday if mask[day.value] == "1"]
    first = mask.find("1")
    if len(days) == 7:
        return "tous les jours"
    if len(days) > 2 and mask[first : first + len(days)] == "1" * len(days):
        return f"du {days[0]} au {days[-1]}"
    return ", ".join(days)


@register.filter
def wage(vacancy: Vacancy) -> str:
    """« 1 980 € brut par mois », « de 12,50 à 14 € brut de l’heure »; empty when no amount is known."""
    if vacancy.wage_from is None:
        return ""
    low, high = amount(vacancy.wage_from), vacancy.wage_to
    said = f"de {low} à {amount(high)}" if high is not None else low
    return f"{said}{NBSP}€ brut {vacancy.get_wage_period_display()}"


def amount(value: Decimal) -> str:
    """« 1 980 », « 12,50 »."""
    places = 0 if value == value.to_integral_value() else 2
    return formats.number_format(value, places, force_grouping=True).replace(" ", NBSP)


@register.filter
def cell(row: Mapping[str, Any], name: str) -> Any:
    """A cell of a table by the name of its column."""
    value = row.get(name)
    return "" if value is None else value
