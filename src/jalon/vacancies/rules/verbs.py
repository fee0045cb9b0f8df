"""What this reader may do to this vacancy now: the buttons of its page, and the only doors that open."""

from jalon.vacancies.choices import VacancyState
from jalon.vacancies.models import Vacancy
from jalon.vacancies.rules.sight import Sight

_BY_STATE: dict[str, tuple[str, ...]] = {
    VacancyState.DRAFT: ("publish", "edit", "duplicate", "close"),
    VacancyState.OPEN: ("pause", "edit", "add_seat", "duplicate", "close"),
    VacancyState.PAUSED: ("resume", "edit", "add_seat", "duplicate", "close"),
    VacancyState.FILLED: ("add_seat", "edit", "duplicate", "close"),
    VacancyState.CLOSED: ("duplicate",),
}


def verbs_for(sight: Sight, vacancy: Vacancy) -> frozenset[str]:
    """Names of actions; the association also reviews and moderates."""
    if not sight.writes(vacancy):
        return frozenset()
    verbs = set(_BY_STATE[vacancy.state])
    if sight.staff and vacancy.state != VacancyState.CLOSED:
        verbs.add("moderate")
        if vacancy.reviewed_at is None:
            verbs.add("review")
    return frozenset(verbs)
