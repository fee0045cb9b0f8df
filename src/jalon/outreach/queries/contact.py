"""Whom we promised to call, and what to propose to them."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from jalon.activities.choices import ActivityState, ParticipantKind, SessionState, Way
from jalon.activities.models import Session
from jalon.directory.models import Organisation
from jalon.introductions.models import Interest
from jalon.outreach.models import ContactCall, FirstContact
from jalon.vacancies import queries as vacancies
from jalon.vacancies.models import Vacancy

NEAR_M = 6000
PROPOSED = 8


def contacts_to_call(organisations: Iterable[Organisation], limit: int = 200) -> list[FirstContact]:
    """Contacts whose promised call is not settled, oldest promise first."""
    rows = _contacts(organisations).filter(settled_at__isnull=True)
    return list(rows.order_by("promised_at", "pk")[:limit])


def count_to_call(organisations: Iterable[Organisation]) -> int:
    """How many wait for a call."""
    return FirstContact.objects.filter(organisation__in=list(organisations), settled_at__isnull=True).count()


def find_contact(organisations: Iterable[Organisation], contact_id: int) -> FirstContact | None:
    """A contact that these organisations call back."""
    return _contacts(organisations).filter(pk=contact_id).first()


def _contacts(organisations: Iterable[Organisation]) -> QuerySet[FirstContact]:
    rows = FirstContact.objects.filter(organisation__in=list(organisations))
    related = ("person__canonical", "organisation", "stand__halt", "stand__outing__circuit", "relay")
    return rows.select_related(*related).prefetch_related("person__contacts")


def calls_of(contact: FirstContact) -> list[ContactCall]:
    """Calls made, newest first."""
    return list(contact.calls.select_related("by").order_by("-at", "-pk"))


def vacancies_near(contact: FirstContact) -> list[Vacancy]:
    """Open vacancies near the stop or the relay, nearest first; the latest where the place is unknown."""
    place = contact.stand.halt if contact.stand else contact.relay
    if place is None or place.lat is None or place.lon is None:
        return list(
            vacancies.showable().select_related("organisation").order_by("-created_at", "pk")[:PROPOSED]
        )
    near = vacancies.near(place.lat, place.lon, within_m=NEAR_M)
    return list(near.select_related("organisation")[:PROPOSED])


def find_vacancy(vacancy_id: int) -> Vacancy | None:
    """An open vacancy."""
    return vacancies.showable().filter(pk=vacancy_id).first()


def interests_of(contact: FirstContact) -> set[int]:
    """Ids of the vacancies in which the person has an open interest with this team."""
    rows = Interest.objects.filter(
        person=contact.person.canonical or contact.person, team=contact.organisation
    )
    return set(rows.exclude(state="closed").values_list("vacancy_id", flat=True))


def sessions_soon() -> list[Session]:
    """Public sessions for inhabitants, soonest first."""
    rows = Session.objects.filter(
        state=SessionState.OPEN,
        public=True,
        made_for__isnull=True,
        starts_at__gt=timezone.now(),
        activity__state=ActivityState.PUBLISHED,
        activity__participants=ParticipantKind.PERSON,
        way=Way.ON_SITE,
    )
    return list(
        rows.select_related("activity", "organisation", "site").order_by("starts_at", "pk")[:PROPOSED]
    )


def find_session(session_id: int) -> Session | None:
    """An open public session."""
    rows = Session.objects.filter(state=SessionState.OPEN, public=True, starts_at__gt=timezone.now())
    return rows.select_related("activity", "organisation").filter(pk=session_id).first()
