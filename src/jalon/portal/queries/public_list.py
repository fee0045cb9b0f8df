"""The list of open vacancies, its filters, and the sectors that recruit."""

from datetime import time
from typing import Any

from django.db.models import Q

from jalon.base.queries import short_link
from jalon.network import queries as network
from jalon.network.models import Network
from jalon.portal.queries.public_map import drawing
from jalon.reference import queries as reference
from jalon.vacancies import queries as vacancies
from jalon.vacancies.models import Vacancy, VacancyQuerySet

NEAR_M = 1200.0
MOST = 200
# Where a shift begins: morning, day, afternoon, night.
SHIFTS = {
    "morning": Q(shifts__starts__gte=time(4), shifts__starts__lt=time(7, 45)),
    "day": Q(shifts__starts__gte=time(7, 45), shifts__starts__lt=time(11)),
    "afternoon": Q(shifts__starts__gte=time(11), shifts__starts__lt=time(18)),
    "night": Q(shifts__starts__gte=time(18)) | Q(shifts__starts__lt=time(4)),
}


def filter_choices() -> dict[str, list[tuple[str, str]]]:
    """Lines and stops of the network, for the filters."""
    place = network.first_network()
    if place is None:
        return {"lines": [], "stops": []}
    return {
        "lines": [(line.key, line.short_name) for line in network.lines(place)],
        "stops": [(stop.key, stop.name) for stop in network.stops(place)],
    }


def vacancies_of(wanted: dict[str, str]) -> dict[str, Any]:
    """Open vacancies that fit every filter (at most 200), how many there are, and where."""
    rows = _filtered(wanted)
    found = list(rows.prefetch_related("shifts").order_by("-reviewed_at", "pk")[:MOST])
    return {"vacancies": found, "total": rows.count(), "filtered": bool(wanted), **drawing(found)}


def _filtered(wanted: dict[str, str]) -> VacancyQuerySet:
    rows = vacancies.showable()
    if q := wanted.get("q"):
        rows = rows.filter(_named(q))
    if key := wanted.get("line"):
        rows = rows.filter(pk__in=short_link.targets_on_line("vacancy", key))
    if key := wanted.get("stop"):
        rows = rows.filter(pk__in=_near_stop(network.first_network(), key))
    if shift := SHIFTS.get(wanted.get("shift", "")):
        rows = rows.filter(pk__in=Vacancy.objects.filter(shift).values("pk"))
    return rows


def _named(text: str) -> Q:
    """In the title, the employer's name, or an occupation whose titles are near to the text."""
    codes = [hit.code for hit in reference.search_titles(text, limit=10)]
    return Q(title__icontains=text) | Q(organisation__name__icontains=text) | Q(occupation_code__in=codes)


def _near_stop(place: Network | None, key: str) -> list[int]:
    stop = network.stop_by_key(place, key) if place else None
    if stop is None:
        return []
    return [vacancy.pk for vacancy in vacancies.near(stop.lat, stop.lon, within_m=NEAR_M)]
