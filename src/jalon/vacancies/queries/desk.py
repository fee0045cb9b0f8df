"""Lists and details of the pages where vacancies are written and read."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jalon.directory.models import Organisation, Site
from jalon.vacancies.choices import VacancyState
from jalon.vacancies.models import Vacancy, VacancyChange, VacancyQuerySet
from jalon.vacancies.queries.sight import visible
from jalon.vacancies.rules.content import ShiftRow
from jalon.vacancies.rules.sight import Sight


@dataclass(frozen=True)
class Filters:
    """What is asked of the list: empty values ask nothing."""

    state: str = ""
    organisation: int | None = None
    words: str = ""
    to_read: bool = False
    without_place: bool = False


def to_read(rows: VacancyQuerySet) -> VacancyQuerySet:
    """Published, still valid, and waiting for the association to read it or to vet its employer."""
    unread = Q(reviewed_at__isnull=True) | Q(organisation__vetted_at__isnull=True)
    return rows.filter(unread, state=VacancyState.OPEN, valid_until__gt=timezone.now())


def listed(sight: Sight, filters: Filters) -> QuerySet[Vacancy]:
    """The list, last changed first; 1 query with employers."""
    rows = visible(sight)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.organisation:
        rows = rows.filter(organisation=filters.organisation)
    if filters.words:
        rows = rows.filter(_words(filters.words))
    if filters.to_read:
        rows = to_read(rows)
    if filters.without_place:
        rows = rows.filter(lat__isnull=True)
    return rows.select_related("organisation").order_by("-changed_at", "-pk")


def _words(text: str) -> Q:
    looks_in = (
        "title",
        "occupation_label",
        "occupation_code",
        "organisation__name",
        "place_text",
        "source_id",
    )
    found = Q()
    for word in text.split():
        found &= Q(*((f"{field}__icontains", word) for field in looks_in), _connector=Q.OR)
    return found


def count_to_read() -> int:
    """How many vacancies wait for the association."""
    return to_read(Vacancy.objects.all()).count()


def employers_of(sight: Sight) -> list[Organisation]:
    """Employers that have a vacancy this reader may see, by name."""
    has_one = visible(sight).filter(organisation=OuterRef("pk"))
    return list(Organisation.objects.filter(Exists(has_one)).order_by("name", "pk"))


def history(vacancy: Vacancy) -> list[VacancyChange]:
    """Who did what and when, latest first; 1 query."""
    return list(vacancy.changes.select_related("by").order_by("-at", "-pk"))


def sites_of(organisation: Organisation) -> list[Site]:
    """Places where this employer works, by name; 1 query."""
    return list(organisation.sites.order_by("name", "pk"))


def timetable(vacancy: Vacancy) -> list[ShiftRow]:
    """The shifts of a vacancy, earliest first; 1 query."""
    shifts = vacancy.shifts.order_by("starts", "ends", "pk")
    return [ShiftRow(shift.starts, shift.ends, shift.weekdays) for shift in shifts]
