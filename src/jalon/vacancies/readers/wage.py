"""Amounts in the words of a wage, when they are clear."""

import re
from dataclasses import dataclass
from decimal import Decimal

from jalon.vacancies.choices import WagePeriod
from jalon.vacancies.readers.text import folded

# A monthly wage of 45,000 euros is a yearly one in the wrong box: unclear amounts stay words.
_CREDIBLE = {
    WagePeriod.HOUR: (Decimal(4), Decimal(200)),
    WagePeriod.MONTH: (Decimal(100), Decimal(20_000)),
    WagePeriod.YEAR: (Decimal(2_000), Decimal(500_000)),
}
_PERIODS = (
    (WagePeriod.HOUR, r"horaire|de l'heure|par heure|/ ?h(?:eure)?\b|\bhour\b"),
    (WagePeriod.MONTH, r"mensuel|par mois|/ ?mois|\bmonth\b"),
    (WagePeriod.YEAR, r"annuel|par an\b|/ ?an\b|\byear\b"),
)
_NUMBER = r"\d{1,3}(?:[ .\u202f\xa0]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(rf"({_NUMBER}) ?(k)? ?(?:euros?|eur|€)")
_RANGE = re.compile(rf"({_NUMBER}) ?(k)? ?(?:a|-|et|–) ?(?={_NUMBER} ?k? ?(?:euros?|eur|€))")


@dataclass(frozen=True)
class Wage:
    """Amounts in euros for a period; all None and empty when the words are not clear."""

    low: Decimal | None = None
    high: Decimal | None = None
    period: str = ""


def _value(number: str, *, in_thousands: bool) -> Decimal:
    bare = re.sub(r"[ \u202f\xa0]", "", number).replace(",", ".")
    whole, _, cents = bare.rpartition(".")
    if len(cents) == 3 and whole:
        bare = bare.replace(".", "")
    value = Decimal(bare)
    return value * 1000 if in_thousands and value < 1000 else value


def parse_wage(text: str) -> Wage:
    """« Mensuel de 1900.0 Euros à 2000.0 Euros sur 12 mois », « 12,50 € de l’heure », « 25 à 28 k€ / an »."""
    words = folded(text)
    periods = [period for period, pattern in _PERIODS if re.search(pattern, words)]
    written = [m.groups() for m in (*_RANGE.finditer(words), *_AMOUNT.finditer(words))]
    thousands = any(k for _, k in written)
    amounts = [_value(number, in_thousands=thousands) for number, _ in written]
    if len(periods) != 1 or not 1 <= len(amounts) <= 2:
        return Wage()
    return credible(min(amounts), max(amounts), periods[0])


def credible(low: Decimal | None, high: Decimal | None, period: str) -> Wage:
    """The amounts, unless they cannot be a wage for this period; the higher one only when it differs."""
    known = [amount for amount in (low, high) if amount is not None]
    if not known or period not in _CREDIBLE:
        return Wage()
    least, most = _CREDIBLE[WagePeriod(period)]
    if not all(least <= amount <= most for amount in known):
        return Wage()
    bottom, top = min(known).quantize(Decimal("0.01")), max(known).quantize(Decimal("0.01"))
    return Wage(bottom, top if top != bottom else None, period)
