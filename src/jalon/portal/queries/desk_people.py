"""« Mes personnes »: whom an adviser accompanies, with the last news and what comes next."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import BookingState, SessionState
from jalon.activities.models import Booking
from jalon.casework import queries as casework
from jalon.casework.models import Step
from jalon.casework.rules import OPEN_STEPS
from jalon.directory.models import Organisation
from jalon.directory.queries.absence import users_away
from jalon.people.choices import TeamRole
from jalon.people.models import Person, TeamMember
from jalon.people.queries import followed_by

PER_PAGE = 50
ORDERS = {
    "nouvelles": ("last_activity_at", "pk"),
    "nom": ("folded_name", "pk"),
    "rendez-vous": ("next_at", "pk"),
    "retard": ("-late", "last_activity_at", "pk"),
}


@dataclass(frozen=True)
class Line:
    """One person of the list."""

    person: Person
    lead: str
    next_at: datetime | None
    late: int
    stands_in: str


def listed(
    user: User, organisations: list[Organisation], *, view: str, order: str, number: str | int
) -> tuple[Page[Person], list[Line]]:
    """One page of one's own people (`moi`), those without news (`silence`), or all of one's organisations."""
    ids = [one.pk for one in organisations]
    away = {pk: name for pk, name in users_away(ids).items() if pk != user.pk}
    people = _among(user, organisations, ids, away, view)
    page = Paginator(_ordered(people, order), PER_PAGE).get_page(number)
    return page, _lines(list(page.object_list), away)


def _among(
    user: User, organisations: list[Organisation], ids: list[int], away: dict[int, str], view: str
) -> QuerySet[Person]:
    if view == "silence":
        return casework.without_news(organisations)
    return followed_by(ids, [user.pk, *away]) if view == "moi" else followed_by(ids)


def _ordered(people: QuerySet[Person], order: str) -> QuerySet[Person]:
    """In one of ORDERS; what a booking or a step says is only asked when it decides the order."""
    if order == "rendez-vous":
        people = people.annotate(next_at=_next_booking())
        first, *rest = ORDERS[order]
        return people.order_by(F(first).asc(nulls_last=True), *rest)
    if order == "retard":
        people = people.annotate(late=_late_steps())
    return people.order_by(*ORDERS.get(order, ORDERS["nouvelles"]))


def _coming() -> QuerySet[Booking]:
    return Booking.objects.filter(
        state=BookingState.BOOKED,
        session__state=SessionState.OPEN,
        session__starts_at__gt=timezone.now(),
    )


def _next_booking() -> Subquery:
    own = _coming().filter(person=OuterRef("pk")).order_by("session__starts_at")
    return Subquery(own.values("session__starts_at")[:1])


def _overdue() -> QuerySet[Step]:
    return Step.objects.filter(state__in=OPEN_STEPS, due_date__lt=timezone.localdate())


def _late_steps() -> Coalesce:
    own = _overdue().filter(person=OuterRef("pk")).order_by().values("person").annotate(n=Count("pk"))
    return Coalesce(Subquery(own.values("n"), output_field=IntegerField()), 0)


def _lines(people: list[Person], away: dict[int, str]) -> list[Line]:
    """What the page says of each: 4 queries, joined files counted with the one kept."""
    kept = {person.pk: person.pk for person in people}
    joined = Person.objects.filter(canonical__in=list(kept)).order_by("pk")
    kept |= {pk: canonical for pk, canonical in joined.values_list("pk", "canonical") if canonical}
    coming = _coming().filter(person__in=list(kept)).order_by("-session__starts_at", "pk")
    next_at = {kept[one]: at for one, at in coming.values_list("person", "session__starts_at") if one}
    overdue = _overdue().filter(person__in=list(kept)).order_by("pk").values_list("person", flat=True)
    late = Counter(kept[one] for one in overdue)
    leads, standing = _places(kept, away)
    return [
        Line(one, leads.get(one.pk, ""), next_at.get(one.pk), late[one.pk], standing.get(one.pk, ""))
        for one in people
    ]


def _places(kept: dict[int, int], away: dict[int, str]) -> tuple[dict[int, str], dict[int, str]]:
    """Who leads each person, and which colleague on leave the team stands in for."""
    held = TeamMember.objects.filter(person__in=list(kept), until__isnull=True)
    leads: dict[int, str] = {}
    standing: dict[int, str] = {}
    for one in held.select_related("user", "organisation").order_by("since", "pk"):
        name = one.user.name if one.user else one.name or one.organisation.name
        if one.role == TeamRole.LEAD:
            leads[kept[one.person_id]] = name
        if one.user_id in away:
            standing.setdefault(kept[one.person_id], name)
    return leads, standing
