"""What screens, the public site and higher rooms read."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, ExpressionWrapper, F, FloatField, QuerySet, Sum
from django.db.models.functions import Power, Sqrt

from jalon.vacancies.choices import VacancyState
from jalon.vacancies.models import Vacancy, VacancyQuerySet

DEGREE_M = 111_320.0


@dataclass(frozen=True)
class OccupationCount:
    """How many vacancies and seats are open in an occupation; `code` is empty when none is known."""

    code: str
    label: str
    vacancies: int
    seats: int


def showable(at: datetime | None = None) -> VacancyQuerySet:
    """What a screen or a public page may show at an instant (now by default): rules by time, not by a job."""
    return Vacancy.objects.showable(at).select_related("organisation", "site", "occupation")


def public_page(vacancy_id: int) -> Vacancy | None:
    """A vacancy that was published, whatever became of it since, with its shifts; 2 queries.

    The page asks `is_showable` before it offers anything.
    """
    return (
        Vacancy.objects.exclude(state=VacancyState.DRAFT)
        .filter(pk=vacancy_id, reviewed_at__isnull=False, organisation__vetted_at__isnull=False)
        .select_related("organisation", "site", "occupation")
        .prefetch_related("shifts")
        .first()
    )


def is_showable(vacancy: Vacancy, at: datetime | None = None) -> bool:
    """Whether this vacancy may still be offered to somebody."""
    return Vacancy.objects.showable(at).filter(pk=vacancy.pk).exists()


def by_ids(ids: Sequence[int], at: datetime | None = None) -> dict[int, Vacancy]:
    """Those of the vacancies that may be shown, with their shifts; 2 queries."""
    rows = showable(at).filter(pk__in=ids).prefetch_related("shifts").order_by("pk")
    return {vacancy.pk: vacancy for vacancy in rows}


def open_by_occupation(at: datetime | None = None) -> list[OccupationCount]:
    """Open vacancies counted by occupation, most numerous first; 1 query."""
    rows = (
        Vacancy.objects.showable(at)
        .values_list("occupation_code", "occupation_label")
        .annotate(vacancies=Count("pk"), left=Sum(F("seats") - F("hired")))
        .order_by("-vacancies", "occupation_label", "occupation_code")
    )
    return [OccupationCount(*row) for row in rows]


def near(lat: float, lon: float, *, within_m: float, at: datetime | None = None) -> QuerySet[Vacancy]:
    """Open vacancies at most `within_m` metres away, nearest first, each with `distance_m`.

    A flat earth around the point: right to half a percent up to 50 km.
    """
    per_degree_east = DEGREE_M * max(math.cos(math.radians(lat)), 0.01)
    north, east = (F("lat") - lat) * DEGREE_M, (F("lon") - lon) * per_degree_east
    distance = ExpressionWrapper(Sqrt(Power(north, 2) + Power(east, 2)), output_field=FloatField())
    box = {
        "lat__range": (lat - within_m / DEGREE_M, lat + within_m / DEGREE_M),
        "lon__range": (lon - within_m / per_degree_east, lon + within_m / per_degree_east),
    }
    rows = showable(at).filter(**box).annotate(distance_m=distance)
    return rows.filter(distance_m__lte=within_m).order_by("distance_m", "pk")
