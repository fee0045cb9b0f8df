"""One vacancy under lock: every change of it goes through here."""

from collections.abc import Sequence

from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions import event, short_link
from jalon.vacancies.choices import VacancyState
from jalon.vacancies.models import Vacancy, VacancyChange
from jalon.vacancies.rules.state import EVENT_KINDS, check_move

LINK_KIND = "vacancy"
TOPIC = "vacancies"


def locked(vacancy: Vacancy) -> Vacancy:
    """The vacancy as it is now, locked until the transaction ends; call inside one."""
    rows = Vacancy.objects.select_for_update(of=("self",)).select_related("organisation", "occupation")
    return rows.get(pk=vacancy.pk)


def move(
    vacancy: Vacancy, target: str, *, by: User | None, reason: str = "", fields: Sequence[str] = ()
) -> None:
    """Change the state of a locked vacancy, with its history row and its event. RefusedError by the table.

    `fields` are columns already changed on `vacancy`, saved in the same statement.
    """
    origin = vacancy.state
    check_move(origin, target)
    vacancy.state = target
    save(vacancy, ["state", *fields])
    VacancyChange.objects.create(vacancy=vacancy, from_state=origin, to_state=target, reason=reason, by=by)
    if target == VacancyState.CLOSED:
        short_link.close_links(kind=LINK_KIND, target_id=vacancy.pk)
    tell(vacancy, EVENT_KINDS[target])


def note(vacancy: Vacancy, reason: str, *, by: User | None) -> None:
    """A history row that keeps the state, told to the screens."""
    VacancyChange.objects.create(
        vacancy=vacancy, from_state=vacancy.state, to_state=vacancy.state, reason=reason[:300], by=by
    )
    tell(vacancy, "changed")


def save(vacancy: Vacancy, fields: Sequence[str]) -> None:
    """Save these columns and the time of the change."""
    vacancy.changed_at = timezone.now()
    vacancy.save(update_fields=[*dict.fromkeys(fields), "changed_at"])


def tell(vacancy: Vacancy, kind: str) -> None:
    """Screens and desks hear it as soon as the transaction commits."""
    event.publish(
        topic=TOPIC, kind=kind, payload={"vacancy": vacancy.pk, "organisation": vacancy.organisation_id}
    )
