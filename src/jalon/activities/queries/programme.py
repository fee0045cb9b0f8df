"""The programme of a month: sessions by week and day, as it is printed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from jalon.activities.choices import ParticipantKind, SessionState, Theme
from jalon.activities.models import Session
from jalon.base.choices import Medium
from jalon.base.models import ShortLink
from jalon.directory.models import Organisation


@dataclass(frozen=True)
class Wanted:
    """The first day of the month, the partner whose programme it is (none: everybody's), a theme or all."""

    month: date
    partner: Organisation | None = None
    theme: str = ""


@dataclass(frozen=True)
class Line:
    """One session, with the short code that leads to it; "" when it is not on the public site."""

    session: Session
    code: str


@dataclass(frozen=True)
class Day:
    """A day and its sessions in order."""

    date: date
    lines: list[Line]


@dataclass(frozen=True)
class Week:
    """The days of a week, from its Monday, on which something happens."""

    first: date
    last: date
    days: list[Day]


def programme(wanted: Wanted) -> list[Week]:
    """Open sessions of the month by week, day and hour; 2 queries.

    Public ones; of a partner, those it holds or helps to run, and groups made to measure for its people,
    which stand in no other programme. What is for professionals stands only under its theme.
    """
    sessions = list(_sessions(wanted))
    codes = _codes(sessions)
    days = [
        Day(day, [Line(one, codes.get(one.pk, "")) for one in found])
        for day, found in groupby(sessions, key=lambda one: timezone.localdate(one.starts_at))
    ]
    return [
        Week(monday, monday + timedelta(days=6), list(found))
        for monday, found in groupby(days, key=lambda one: one.date - timedelta(days=one.date.weekday()))
    ]


def lines_of(weeks: list[Week]) -> list[Line]:
    """All sessions in order."""
    return [line for week in weeks for day in week.days for line in day.lines]


def _sessions(wanted: Wanted) -> list[Session]:
    begins = timezone.make_aware(datetime.combine(wanted.month, time()))
    following = (wanted.month + timedelta(days=32)).replace(day=1)
    ends = timezone.make_aware(datetime.combine(following, time()))
    shown = Q(public=True, made_for__isnull=True)
    if wanted.partner:
        theirs = Q(organisation=wanted.partner) | Q(facilitators__organisation=wanted.partner)
        shown = shown & theirs | Q(made_for=wanted.partner)
    rows = Session.objects.filter(shown, state=SessionState.OPEN, starts_at__gte=begins, starts_at__lt=ends)
    rows = rows.filter(starts_at__gte=timezone.now())
    if wanted.theme:
        rows = rows.filter(activity__theme=wanted.theme)
    if wanted.theme != Theme.PROFESSIONALS:
        rows = rows.filter(activity__participants=ParticipantKind.PERSON)
    related = rows.select_related("activity", "organisation", "site", "made_for", "series").distinct()
    return list(related.order_by("starts_at", "pk"))


def _codes(sessions: list[Session]) -> dict[int, str]:
    links = ShortLink.objects.filter(
        kind="session",
        medium=Medium.POSTER,
        target_id__in=[one.pk for one in sessions if one.public],
        closed_at__isnull=True,
    )
    return dict(links.order_by("pk").values_list("target_id", "code"))
