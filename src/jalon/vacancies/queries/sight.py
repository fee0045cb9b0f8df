"""What somebody may do here, from memberships."""

from django.db.models import Q

from jalon.accounts.models import User
from jalon.directory import queries as directory
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Organisation
from jalon.vacancies.choices import VacancyState
from jalon.vacancies.models import Vacancy, VacancyQuerySet
from jalon.vacancies.rules.sight import Sight


def sight_of(user: User) -> Sight:
    """Advisers of the host and administrators are staff."""
    memberships = directory.open_memberships(user)
    advises = [m.organisation for m in memberships if m.role == Role.ADVISER]
    return Sight(
        staff=user.is_administrator or any(o.kind == OrganisationKind.HOST for o in advises),
        adviser=bool(advises),
        employers=frozenset(m.organisation_id for m in memberships if m.role == Role.EMPLOYER),
    )


def visible(sight: Sight) -> VacancyQuerySet:
    """Vacancies that this reader may see; the same rule as `Sight.reads`."""
    if sight.staff:
        return Vacancy.objects.all()
    own = Q(organisation__in=sight.employers)
    if sight.adviser:
        own |= ~Q(state=VacancyState.DRAFT) & Q(reviewed_at__isnull=False)
    return Vacancy.objects.filter(own)


def find_visible(sight: Sight, vacancy_id: int) -> Vacancy | None:
    """One vacancy with what its page needs, None when it is not for this reader."""
    return (
        visible(sight)
        .filter(pk=vacancy_id)
        .select_related("organisation", "site", "occupation", "reviewed_by", "created_by")
        .prefetch_related("shifts")
        .first()
    )


def employers_for(sight: Sight) -> list[Organisation]:
    """For whom this reader may write a vacancy, by name."""
    employers = Organisation.objects.filter(kind=OrganisationKind.EMPLOYER)
    if not sight.staff:
        employers = Organisation.objects.filter(pk__in=sight.employers)
    return list(employers.order_by("name", "pk"))
