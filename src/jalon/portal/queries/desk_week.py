"""The partner's week, and one's own day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.queries.session import Line, Wanted, lines, listed
from jalon.activities.queries.sheet import doors_today
from jalon.casework.models import Step
from jalon.casework.rules import OPEN_STEPS
from jalon.directory.models import Organisation
from jalon.introductions import queries as introductions
from jalon.portal.queries.desk import Departure, departures

_MOST = 300


@dataclass(frozen=True)
class Day:
    """A day of the week and what is held on it."""

    date: date
    lines: list[Line]


@dataclass(frozen=True)
class OwnDay:
    """What one does oneself today, and whom one has promised to call."""

    departures: list[Departure]
    calls: list[introductions.Promise]
    steps: list[Step]


def monday_of(text: str) -> date:
    """Monday of the week of a day written 2026-11-26; this week when it is not one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = timezone.localdate()
    return day - timedelta(days=day.weekday())


def week(organisation: Organisation, organisations: list[Organisation], monday: date) -> list[Day]:
    """Sessions that the partner holds or helps to hold, by day; days without any are left out."""
    first = timezone.make_aware(datetime.combine(monday, time()))
    last = timezone.make_aware(datetime.combine(monday + timedelta(days=7), time()))
    wanted = Wanted(partner=organisation.pk, first=first, last=last)
    rows = listed(organisations, wanted).filter(starts_at__gte=first, starts_at__lt=last)
    found: dict[date, list[Line]] = {}
    for line in lines(list(rows.order_by("starts_at", "pk")[:_MOST])):
        found.setdefault(timezone.localdate(line.session.starts_at), []).append(line)
    return [Day(day, found[day]) for day in sorted(found)]


def own_day(user: User, organisations: list[Organisation]) -> OwnDay:
    """Sessions one runs, interviews of one's people, calls and steps for today."""
    found = introductions.desk(user, organisations, mine=True)
    return OwnDay(
        departures=departures(found.today, doors_today(user, [])),
        calls=[one for one in found.promises if one.today or one.late],
        steps=_steps(user),
    )


def _steps(user: User) -> list[Step]:
    due = Step.objects.filter(owner=user, state__in=OPEN_STEPS, due_date__lte=timezone.localdate())
    rows = due.filter(person__anonymised_at__isnull=True).select_related("person__canonical", "organisation")
    return list(rows.order_by("due_date", "pk")[:50])
