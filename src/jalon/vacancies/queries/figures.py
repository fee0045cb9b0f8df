"""What figures read of vacancies."""

from collections.abc import Collection

from jalon.vacancies.models import Vacancy


def organisation_ids(vacancies: Collection[int]) -> dict[int, int]:
    """Employer of each vacancy, by id, whatever became of it; 1 query."""
    return dict(Vacancy.objects.filter(pk__in=vacancies).values_list("pk", "organisation_id").order_by("pk"))
