"""How shifts and wages are said."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jalon.vacancies.models import Vacancy

register = template.Library()

DAYS = (_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche"))


@register.filter
def weekdays(pattern: str) -> str:
    """« du lundi au vendredi », « lundi, mercredi »; `pattern` is seven characters of 0 and 1 from Monday."""
    days = [str(day) for day, worked in zip(DAYS, pattern, strict=False) if worked == "1"]
    if len(days) == len(DAYS):
        return gettext("tous les jours")
    if len(days) > 2 and "1" * len(days) in pattern:
        return gettext("du %(first)s au %(last)s") % {"first": days[0], "last": days[-1]}
    return ", ".join(days)


@register.filter
def wage(vacancy: Vacancy) -> str:
    """« 1 980 € brut par mois », « de 12,30 à 13 € brut de l’heure »; "€1,980 gross a month"."""
    low, high = vacancy.wage_from, vacancy.wage_to
    if low is None:
        return ""
    words = {"low": amount(low), "high": "", "period": ""}
    if vacancy.wage_period:
        words["period"] = vacancy.get_wage_period_display()
    if high is not None and high > low:
        words["high"] = amount(high)
        return (gettext("de %(low)s à %(high)s € brut %(period)s") % words).strip()
    return (gettext("%(low)s € brut %(period)s") % words).strip()


def amount(value: Decimal) -> str:
    """« 1 980 », « 12,50 »."""
    whole = value == value.to_integral_value()
    return number_format(value, decimal_pos=0 if whole else 2, use_l10n=True, force_grouping=True)


@register.filter
def cell(row: Mapping[str, Any], name: str) -> Any:
    """A cell of a table by the name of its column."""
    value = row.get(name)
    return "" if value is None else value
