"""Communes by name, by postal code, by place."""

from functools import lru_cache
from math import cos, radians

from django.db.models import F

from jalon.reference import rules
from jalon.reference.choices import VocabularyKind
from jalon.reference.models import Commune
from jalon.reference.queries.index import Entry, Index
from jalon.reference.queries.occupations import current_version


def commune_near(lat: float, lon: float) -> Commune | None:
    """The commune whose centre is nearest to a point (degrees): near its border it may be the neighbour."""
    return next(iter(communes_around(lat, lon, limit=1)), None)


def communes_around(lat: float, lon: float, limit: int = 30) -> list[Commune]:
    """The communes whose centres are nearest to a point (degrees), nearest first."""
    north = F("lat") - lat
    east = (F("lon") - lon) * cos(radians(lat))
    centred = Commune.objects.filter(retired=False, lat__isnull=False)
    return list(centred.order_by(north * north + east * east, "code")[:limit])


def search_communes(text: str, limit: int = 10) -> list[Commune]:
    """Communes like `text`, best first; a code or a postal code finds its own."""
    wanted = text.strip().upper()
    if len(wanted) == 5 and wanted[2:].isdigit():
        coded = Commune.objects.filter(code=wanted) | Commune.objects.filter(postal_codes__contains=[wanted])
        return list(coded.filter(retired=False).order_by("name")[:limit])
    version = current_version(VocabularyKind.COMMUNES)
    found = [pk for _, pk in _index(version.pk if version else 0).search(text, limit)]
    communes = Commune.objects.in_bulk(found)
    return [communes[pk] for pk in found]


def communes_named(text: str) -> list[Commune]:
    """The communes that have exactly this name, code or postal code."""
    wanted = rules.fold(text)
    found = search_communes(text, 20)
    if wanted.isdigit() or (len(wanted) == 5 and wanted[1:2] in "ab" and wanted[2:].isdigit()):
        return found
    return [commune for commune in found if rules.fold(commune.name) == wanted]


@lru_cache(maxsize=1)
def _index(version: int) -> Index[int]:
    names = Commune.objects.filter(retired=False).order_by("name", "code").values_list("pk", "name")
    return Index(Entry(pk, tuple(rules.words(name))) for pk, name in names if rules.words(name))
