"""Whom the desk must not forget: people without a referent, and people without news."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jalon.casework.rules import SILENT_DAYS
from jalon.directory.models import Membership, Organisation
from jalon.people.choices import TeamRole
from jalon.people.models import Person, TeamMember
from jalon.people.queries import followed_by


def without_referent(organisations: Iterable[Organisation]) -> QuerySet[Person]:
    """People these organisations follow whom nobody leads, or whose lead has left; oldest file first."""
    own = Exists(_leading(person=OuterRef("pk")))
    joined = Exists(_leading(person__canonical=OuterRef("pk")))
    people = followed_by([one.pk for one in organisations])
    return people.filter(~own, ~joined).order_by("created_at", "pk")


def chosen_without_referent(organisation: Organisation, ticked: Iterable[str]) -> list[Person]:
    """Those ticked on the page who still have nobody."""
    ids = [int(one) for one in ticked if one.isdecimal()]
    return list(without_referent([organisation]).filter(pk__in=ids))


def page_of(people: QuerySet[Person], number: str | int, size: int) -> Page[Person]:
    """One page of people."""
    return Paginator(people, size).get_page(number)


def _leading(**where: OuterRef) -> QuerySet[TeamMember]:
    """Lead places held today by a whole organisation, by somebody without account, or by one still there."""
    now = timezone.now()
    there = Membership.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=now),
        user=OuterRef("user"),
        organisation=OuterRef("organisation"),
    )
    held = TeamMember.objects.filter(role=TeamRole.LEAD, until__isnull=True, **where)
    return held.filter(Q(user__isnull=True) | Exists(there))


def without_news(organisations: Iterable[Organisation], days: int = SILENT_DAYS) -> QuerySet[Person]:
    """People these organisations follow and to whom nothing happened for so many days, the longest first."""
    silent = timezone.now() - timedelta(days=days)
    people = followed_by([one.pk for one in organisations])
    return people.filter(last_activity_at__lt=silent).order_by("last_activity_at", "pk")
