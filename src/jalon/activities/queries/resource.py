"""Rooms and things that partners lend: lists, and a week of what is taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from jalon.activities.models import Resource, ResourceHold
from jalon.activities.queries.hold import holder
from jalon.activities.rules.lending import lent_during
from jalon.directory.models import Organisation, Site

# Hours that the grid always shows; earlier and later ones when something is taken then.
FIRST_HOUR, LAST_HOUR = 8, 18


@dataclass(frozen=True)
class Taken:
    """A while in which a resource is taken: by what, of which session, and whether it is lent then."""

    begins: datetime
    ends: datetime
    label: str
    session_id: int | None
    lent: bool


@dataclass(frozen=True)
class Day:
    """A day of the week view; `hours` says for each hour of the grid what takes it."""

    date: date
    taken: list[Taken]
    hours: list[Taken | None]


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday, and the hours of the grid."""

    first: date
    days: list[Day]
    hours: list[time]

    @property
    def count(self) -> int:
        """How many times it is taken."""
        return sum(len(day.taken) for day in self.days)


def listed(*, kind: str = "", lender: int | None = None, retired: bool = False) -> list[Resource]:
    """Resources by kind and name, with lender, site, hours and `.taken_soon` (holds of 7 days); 2 queries."""
    rows = Resource.objects.filter(retired=retired).select_related("lender", "site")
    if kind:
        rows = rows.filter(kind=kind)
    if lender:
        rows = rows.filter(lender=lender)
    now = timezone.now()
    soon = Q(
        holds__released_at__isnull=True, holds__period__overlap=TimestamptzRange(now, now + timedelta(days=7))
    )
    rows = rows.annotate(taken_soon=Count("holds", filter=soon)).prefetch_related("hours")
    return sorted(rows.order_by("kind", "lender__name", "name", "pk"), key=_place)


def _place(row: Resource) -> tuple[str, str, list[tuple[int, str]]]:
    """By kind and lender, then « Casque 2 » before « Casque 10 »."""
    parts = re.split(r"(\d+)", row.name.lower())
    return row.kind, row.lender.name, [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def find_resource(resource_id: int) -> Resource | None:
    """One resource with lender, site and hours; 2 queries."""
    rows = Resource.objects.select_related("lender", "site").prefetch_related("hours")
    return rows.filter(pk=resource_id).first()


def sites_of(lenders: Sequence[Organisation]) -> list[Site]:
    """Their places, by name, with whose they are; 1 query."""
    rows = Site.objects.filter(organisation__in=list(lenders)).select_related("organisation")
    return list(rows.order_by("organisation__name", "name", "pk"))


def week_of(resource: Resource, day: date) -> Week:
    """The week in which `day` lies: what is taken by whom, flagged where it is not lent; 1 query."""
    monday = day - timedelta(days=day.weekday())
    begins = timezone.make_aware(datetime.combine(monday, time()))
    ends = timezone.make_aware(datetime.combine(monday + timedelta(days=7), time()))
    holds = ResourceHold.objects.filter(
        resource=resource, released_at__isnull=True, period__overlap=TimestamptzRange(begins, ends)
    ).select_related("part__session__activity", "part__session__organisation")
    taken = [_taken(resource, hold) for hold in holds.order_by("period", "pk")]
    hours = _grid_hours(taken)
    days = [monday + timedelta(days=n) for n in range(7)]
    return Week(monday, [_day(one, taken, hours) for one in days], hours)


def _taken(resource: Resource, hold: ResourceHold) -> Taken:
    begins, ends = timezone.localtime(hold.period.lower), timezone.localtime(hold.period.upper)
    session_id = hold.part.session_id if hold.part else None
    lent = lent_during(resource.hours.all(), (begins, ends))
    return Taken(begins, ends, holder(hold), session_id, lent)


def _grid_hours(taken: Sequence[Taken]) -> list[time]:
    first = min([FIRST_HOUR, *(one.begins.hour for one in taken)])
    last = max([LAST_HOUR, *(_last_hour(one) for one in taken)])
    return [time(hour) for hour in range(first, last)]


def _last_hour(one: Taken) -> int:
    """The hour after the last that it touches."""
    if one.ends.date() > one.begins.date():
        return 24
    return one.ends.hour + (1 if one.ends.minute or one.ends.second else 0)


def _day(day: date, taken: Sequence[Taken], hours: Sequence[time]) -> Day:
    todays = [one for one in taken if one.begins.date() <= day <= one.ends.date()]
    return Day(day, todays, [_at(day, hour, todays) for hour in hours])


def _at(day: date, hour: time, taken: Sequence[Taken]) -> Taken | None:
    begins = timezone.make_aware(datetime.combine(day, hour))
    ends = begins + timedelta(hours=1)
    return next((one for one in taken if one.begins < ends and one.ends > begins), None)
