"""By when an organisation can keep a promise, from its hours, closing days and absences."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory import rules
from jalon.directory.models import Absence, Closure, Membership, OpeningHours, Organisation

Days = tuple[date, date]


def promise(
    organisation: Organisation, *, start: datetime, open_hours: float, user: User | None = None
) -> datetime:
    """The instant by which something takes `open_hours` of the organisation's open hours after `start`.

    Counts only its opening hours (the usual ones of an office when it wrote none), neither on its closing
    days nor on days when everybody is away; with `user`, not on that member's days away either. The instant
    is a plain hour or a closing time, local. Where nothing opens within two years, closures are ignored.
    """
    return promises(organisation, since=start, open_hours=open_hours, user=user)(start)


def promises(
    organisation: Organisation, *, since: datetime, open_hours: float, user: User | None = None
) -> Callable[[datetime], datetime]:
    """`promise` for many starts, none before `since`: what it needs is read once, in 3 queries."""
    zone = timezone.get_default_timezone()
    week = week_of(organisation)
    length = timedelta(hours=max(open_hours, 0))
    closed = _closed(organisation, since=since.astimezone(zone).date(), user=user)

    def kept_by(start: datetime) -> datetime:
        reached = rules.reach(rules.spans(week, start=start, zone=zone, closed=closed), length=length)
        if reached is None:
            always = rules.spans(week, start=start, zone=zone, closed=lambda _: False)
            reached = rules.reach(always, length=length) or start + length
        return reached.astimezone(zone)

    return kept_by


def week_of(organisation: Organisation) -> rules.Week:
    """Opening hours by weekday (0 is Monday); those of an office when none are written."""
    week: dict[int, list[tuple[time, time]]] = {}
    for hours in OpeningHours.objects.filter(organisation=organisation).order_by("weekday", "opens"):
        week.setdefault(hours.weekday, []).append((hours.opens, hours.closes))
    return week or rules.USUAL_WEEK


def _closed(organisation: Organisation, *, since: date, user: User | None) -> Callable[[date], bool]:
    closures = list(
        Closure.objects.filter(organisation=organisation, last_date__gte=since)
        .order_by("first_date")
        .values_list("first_date", "last_date")
    )
    away = _absences(organisation, since=since)
    own = [days for member, days in away.items() if user is not None and member == user.pk]

    def closed(day: date) -> bool:
        if _within(day, closures) or any(_within(day, days) for days in own):
            return True
        return bool(away) and all(_within(day, days) for days in away.values())

    return closed


def _absences(organisation: Organisation, *, since: date) -> dict[int, list[Days]]:
    """Days away of each current member, by the member's account; nobody left out."""
    members = Membership.objects.filter(organisation=organisation).filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=timezone.now())
    )
    away: dict[int, list[Days]] = {user_id: [] for user_id in members.values_list("user_id", flat=True)}
    absences = Absence.objects.filter(membership__in=members, last_date__gte=since).order_by("first_date")
    for user_id, first, last in absences.values_list("membership__user_id", "first_date", "last_date"):
        away[user_id].append((first, last))
    return away


def _within(day: date, periods: list[Days]) -> bool:
    return any(first <= day <= last for first, last in periods)
