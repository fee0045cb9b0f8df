"""Words of the public pages: wages, days of the week, lists, addresses in the other language."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

from jalon.base.words import NBSP
from jalon.vacancies.models import Vacancy

register = template.Library()

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@register.filter
def wage(vacancy: Vacancy) -> str:
    """« 1 980 € brut par mois », « de 12,30 à 13 € brut de l’heure »."""
    low, high = vacancy.wage_from, vacancy.wage_to
    if low is None:
        return ""
    period = gettext(vacancy.get_wage_period_display()) if vacancy.wage_period else ""
    amount = _amount(low)
    if high is not None and high > low:
        amount = gettext("de %(low)s à %(high)s") % {"low": amount, "high": _amount(high)}
    return f"{amount}{NBSP}€ {gettext('brut')} {period}".strip()


def _amount(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return number_format(value, decimal_pos=0 if whole else 2, use_l10n=True, force_grouping=True)


@register.filter
def weekdays(pattern: str) -> str:
    """« du lundi au vendredi », « lundi, mercredi »; `pattern` is seven characters of 0 and 1 from Monday."""
    days = [gettext(day) for day, worked in zip(DAYS, pattern, strict=False) if worked == "1"]
    if len(days) == len(DAYS):
        return gettext("tous les jours")
    if len(days) > 2 and "1" * len(days) in pattern:
        return gettext("du %(first)s au %(last)s") % {"first": days[0], "last": days[-1]}
    return ", ".join(days)


@register.filter
def or_list(words: Sequence[str]) -> str:
    """« Claire ou Samir »."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(some)s ou %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


@register.filter
def without_language(path: str) -> str:
    """The French address of an English page."""
    return path.removeprefix("/en") or "/"


@register.filter
def spaced_code(code: str) -> str:
    """A long code in groups of four, easier to copy by hand."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))
