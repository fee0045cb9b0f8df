"""One interest, one introduction, with all that their pages show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.codes import clean_code, fingerprint
from jalon.base.models import ShortLink
from jalon.base.queries.short_link import resolve
from jalon.directory.models import Organisation
from jalon.introductions.choices import InterestState
from jalon.introductions.models import (
    Call,
    Interest,
    InterestChange,
    Interview,
    Introduction,
    IntroductionChange,
)
from jalon.introductions.queries.desk import expected_interviews
from jalon.introductions.rules import AT_EMPLOYER
from jalon.people.models import Person
from jalon.people.queries import contacts_of, people_at, visible_to
from jalon.vacancies.models import Vacancy
from jalon.vacancies.queries import is_showable, public_page, showable


def find_interest(teams: Iterable[Organisation], interest_id: int) -> Interest | None:
    """An interest of these teams, or nothing."""
    rows = Interest.objects.select_related(
        "person__canonical", "vacancy__organisation", "team", "owner", "link"
    )
    return rows.filter(team__in=[team.pk for team in teams], pk=interest_id).first()


def find_introduction(teams: Iterable[Organisation], introduction_id: int) -> Introduction | None:
    """An introduction of these teams, or nothing."""
    rows = Introduction.objects.select_related("person", "vacancy__organisation", "team", "owner", "interest")
    found = rows.prefetch_related(expected_interviews(), "proposals")
    return found.filter(team__in=[team.pk for team in teams], pk=introduction_id).first()


def calls_of(interest: Interest) -> list[Call]:
    """Calls, newest first."""
    return list(interest.calls.select_related("by").order_by("-at", "-pk"))


def history_of(row: Interest | Introduction) -> list[InterestChange | IntroductionChange]:
    """What happened to it, newest first."""
    return list(row.changes.select_related("by").order_by("-at", "-pk"))


def interviews_of(introduction: Introduction) -> list[Interview]:
    """Interviews, newest first."""
    return list(introduction.interviews.order_by("-starts_at", "-pk"))


def introductions_of(interest: Interest) -> list[Introduction]:
    """To whom the person was presented for this interest."""
    return list(interest.introductions.select_related("vacancy__organisation").order_by("-created_at", "-pk"))


def twins(user: User, person: Person) -> list[Person]:
    """Other files with the same number or address that this user may see: perhaps the same person."""
    visible = visible_to(user)
    found: dict[int, Person] = {}
    for contact in contacts_of(person):
        same = people_at(contact.kind, contact.value).exclude(pk=person.pk).values("pk")
        found.update({one.pk: one for one in visible.filter(pk__in=same).order_by("pk")[:5]})
    found.pop(person.canonical_id or person.pk, None)
    return list(found.values())


def listed_introductions(teams: Iterable[Organisation], *, closed: bool) -> QuerySet[Introduction]:
    """Every introduction of these teams, running or ended, the nearest deadline first."""
    rows = Introduction.objects.filter(team__in=[team.pk for team in teams])
    rows = rows.exclude(state__in=AT_EMPLOYER) if closed else rows.filter(state__in=AT_EMPLOYER)
    related = rows.select_related("person", "vacancy__organisation", "owner")
    return related.prefetch_related(expected_interviews()).order_by(
        "-deadline_at" if closed else "deadline_at", "pk"
    )


def other_vacancies(interest: Interest, text: str, limit: int = 12) -> list[Vacancy]:
    """Open vacancies that could suit instead, by words of the title, employer or place."""
    rows = showable().exclude(pk=interest.vacancy_id).prefetch_related("shifts")
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(organisation__name__icontains=word))
    return list(rows.order_by("title", "pk")[:limit])


@dataclass(frozen=True)
class Called:
    """What a code read aloud on the telephone leads to."""

    link: ShortLink
    vacancy: Vacancy
    is_open: bool


def called(code: str) -> Called | None:
    """The vacancy of a code, open or not; None when it is no code of a vacancy."""
    link = resolve(code)
    vacancy = public_page(link.target_id) if link is not None and link.kind == "vacancy" else None
    if link is None or vacancy is None:
        return None
    return Called(link, vacancy, is_showable(vacancy))


def by_answer_code(code: str) -> Introduction | None:
    """The introduction that an employer's link opens, while it is valid."""
    rows = Introduction.objects.filter(answer_hash=fingerprint(clean_code(code)))
    related = rows.select_related("person", "vacancy__organisation", "team", "owner")
    return related.filter(answer_expires_at__gt=timezone.now()).prefetch_related("proposals").first()


def open_interests(person_ids: list[int]) -> list[Interest]:
    """What a person waits for, newest first."""
    rows = Interest.objects.filter(person__in=person_ids).exclude(state=InterestState.CLOSED)
    related = rows.select_related("vacancy__organisation", "team", "owner")
    return list(related.prefetch_related("introductions").order_by("-created_at", "-pk"))


def unreachable_interests(person_ids: list[int]) -> list[Interest]:
    """What ended because we could not reach the person: a new call may be asked for."""
    rows = Interest.objects.filter(person__in=person_ids, closing="unreachable")
    return list(rows.select_related("vacancy", "team").order_by("-created_at", "-pk"))


def person_interests(person_ids: list[int]) -> list[Interest]:
    """All interests of a person, newest first."""
    rows = Interest.objects.filter(person__in=person_ids)
    return list(rows.select_related("vacancy__organisation", "owner").order_by("-created_at", "-pk"))
