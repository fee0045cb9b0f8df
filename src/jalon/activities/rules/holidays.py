"""Public holidays of metropolitan France (Code du travail, article L3133-1), computed."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

_FIXED = (
    (1, 1, "jour de l’an"),
    (5, 1, "fête du travail"),
    (5, 8, "8 mai"),
    (7, 14, "fête nationale"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "11 novembre"),
    (12, 25, "Noël"),
)
_AFTER_EASTER = ((1, "lundi de Pâques"), (39, "Ascension"), (50, "lundi de Pentecôte"))


@lru_cache(maxsize=64)
def public_holidays(year: int) -> dict[date, str]:
    """The eleven days and their names, in order; of two on one day, the one that moves is named."""
    found = {date(year, month, day): name for month, day, name in _FIXED}
    found |= {easter(year) + timedelta(days=after): name for after, name in _AFTER_EASTER}
    return dict(sorted(found.items()))


def holiday(day: date) -> str:
    """Its name; empty on an ordinary day."""
    return public_holidays(day.year).get(day, "")
