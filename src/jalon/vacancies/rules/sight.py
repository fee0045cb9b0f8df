"""Who may read, write and moderate which vacancy."""

from dataclasses import dataclass

from jalon.vacancies.choices import VacancyState
from jalon.vacancies.models import Vacancy


@dataclass(frozen=True)
class Sight:
    """What somebody who signs in may do: `staff` is the association, `adviser` any adviser."""

    staff: bool
    adviser: bool
    employers: frozenset[int]

    def reads(self, vacancy: Vacancy) -> bool:
        """An employer reads its own; an adviser of a partner reads what has been published."""
        if self.writes(vacancy):
            return True
        return self.adviser and vacancy.state != VacancyState.DRAFT and vacancy.reviewed_at is not None

    def writes(self, vacancy: Vacancy) -> bool:
        """The association and the employer itself."""
        return self.staff or vacancy.organisation_id in self.employers

    @property
    def writes_somewhere(self) -> bool:
        """Whether a new vacancy can be written."""
        return self.staff or bool(self.employers)
