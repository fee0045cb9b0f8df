"""Indicators of the territory, read from counted sessions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone
from django.utils.formats import date_format

from jalon.activities.choices import ActivityKind, Theme
from jalon.directory.queries.public import names as organisation_names
from jalon.people.models import TeamMember
from jalon.reports.models import PartnerMonth, SessionFigure
from jalon.reports.queries import facts

SUMS = ("seats", "booked", "attended", "excused", "absent", "waiting", "new_people")
DIMENSIONS = {
    "partenaire": "organisation_id",
    "nature": "kind",
    "theme": "theme",
    "lieu": "place",
    "axe": "axis",
    "mois": "month",
}


@dataclass(frozen=True)
class Filters:
    """A period and what is asked of it; empty strings ask nothing."""

    since: date
    until: date
    by: str = "partenaire"
    value: str = ""
    operation: int | None = None


@dataclass(frozen=True)
class Row:
    """One line of the table. Percentages are whole numbers, None where there is nothing to divide."""

    key: str
    name: str
    activities: int
    sessions: int
    cancelled: int
    seats: int
    booked: int
    attended: int
    excused: int
    absent: int
    waiting: int
    new_people: int

    @property
    def fill(self) -> int | None:
        """Seats booked, of a hundred offered."""
        return round(100 * self.booked / self.seats) if self.seats else None

    @property
    def came(self) -> int | None:
        """Bookings that came, of a hundred on closed sheets."""
        told = self.attended + self.excused + self.absent
        return round(100 * self.attended / told) if told else None


def counted(filters: Filters) -> QuerySet[SessionFigure]:
    """Counted sessions of the period, narrowed to one value of the dimension where asked."""
    found = SessionFigure.objects.filter(date__range=(filters.since, filters.until)).annotate(
        month=TruncMonth("date")
    )
    if filters.operation is not None:
        found = found.filter(activity__reports_operationactivity__operation=filters.operation)
    if filters.value:
        found = found.filter(**{DIMENSIONS[filters.by]: _typed(filters)})
    return found


def _typed(filters: Filters) -> object:
    if filters.by == "mois":
        return date.fromisoformat(filters.value)
    return "" if filters.value == "-" else filters.value


def table(filters: Filters) -> tuple[list[Row], Row]:
    """Lines by the dimension asked, and the total; 2 queries, 3 by partner."""
    column = DIMENSIONS[filters.by]
    found = counted(Filters(filters.since, filters.until, operation=filters.operation))
    grouped = found.values(key=F(column)).annotate(**_aggregates()).order_by("key")
    lines = list(grouped)
    name = _namer(filters.by, [line["key"] for line in lines])
    rows = [_row(line, name(line["key"])) for line in lines]
    ordered = rows if filters.by == "mois" else sorted(rows, key=lambda row: (-row.sessions, row.name))
    return ordered, _row({"key": "", **found.aggregate(**_aggregates())}, "Ensemble")


def _aggregates() -> dict[str, Any]:
    held = ~Q(state="cancelled")
    sums = {f"sum_{name}": Coalesce(Sum(name, filter=held), 0) for name in SUMS}
    return {
        "activities": Count("activity", distinct=True, filter=held),
        "sessions": Count("pk", filter=held),
        "cancelled": Count("pk", filter=~held),
        **sums,
    }


def _row(line: dict[str, Any], name: str) -> Row:
    key = line["key"]
    return Row(
        key=key.isoformat() if isinstance(key, date) else str(key) or "-",
        name=name,
        activities=line["activities"],
        sessions=line["sessions"],
        cancelled=line["cancelled"],
        **{each: line[f"sum_{each}"] for each in SUMS},
    )


def _namer(by: str, keys: list[Any]) -> Any:
    if by == "partenaire":
        names = organisation_names(set(keys))
        return lambda key: names.get(key, "partenaire inconnu")
    if by == "mois":
        return _month
    labels = {"nature": dict(ActivityKind.choices), "theme": dict(Theme.choices)}.get(by, {})
    return lambda key: str(labels.get(key, key)) or "sans axe"


def _month(day: date) -> str:
    return date_format(day, "F Y")


def sheets_open(filters: Filters) -> int:
    """Sessions of the past whose sheet is not closed: their attendance is not counted yet."""
    past = counted(filters).filter(date__lt=timezone.localdate(), sheet_closed_at__isnull=True)
    return past.exclude(state="cancelled").count()


def followed_and_came(since: date, until: date) -> list[tuple[int, int, int]]:
    """By partner: its number, people followed at some time of the period, those who came; 2 queries."""
    begins, ends = facts.days(since, until)
    member = TeamMember.objects.filter(since__lt=ends).filter(Q(until__isnull=True) | Q(until__gte=begins))
    kept = Coalesce("person__canonical", "person")
    signed = facts.signed(since, until).annotate(
        kept=Coalesce("booking__person__canonical", "booking__person")
    )
    came = set(signed.order_by().values_list("kept", flat=True).distinct())
    followed: dict[int, set[int]] = {}
    pairs = member.annotate(kept=kept).order_by().values_list("organisation_id", "kept").distinct()
    for organisation_id, person_id in pairs:
        followed.setdefault(organisation_id, set()).add(person_id)
    return [(key, len(people), len(people & came)) for key, people in sorted(followed.items())]


@dataclass(frozen=True)
class Share:
    """Of a partner's people, how many came."""

    organisation_id: int
    name: str
    followed: int
    took_part: int

    @property
    def percent(self) -> int:
        """Of a hundred people followed."""
        return round(100 * self.took_part / self.followed) if self.followed else 0


def shares(since: date, until: date) -> list[Share]:
    """By partner, by name; a whole month that was counted is read as it was counted then."""
    return _named(_month_counted(since, until) or followed_and_came(since, until))


def shares_at_hand(since: date, until: date) -> list[Share] | None:
    """The same where the period is a month that was counted; None where it has to be counted apart."""
    found = _month_counted(since, until)
    return _named(found) if found else None


def _named(found: list[tuple[int, int, int]]) -> list[Share]:
    names = organisation_names({key for key, _, _ in found})
    listed = [Share(key, names.get(key, ""), followed, came) for key, followed, came in found]
    return sorted(listed, key=lambda share: share.name)


def _month_counted(since: date, until: date) -> list[tuple[int, int, int]]:
    if since.day != 1 or (until + timedelta(days=1)).day != 1 or (until - since).days > 31:
        return []
    rows = PartnerMonth.objects.filter(month=since).order_by("organisation")
    return list(rows.values_list("organisation_id", "followed", "took_part"))


def usual_period() -> tuple[date, date]:
    """The last four weeks, today included."""
    today = timezone.localdate()
    return today - timedelta(days=27), today
