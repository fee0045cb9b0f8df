"""Whom the rounds reached, and what it took: hours stood by each of the crew, kilometres."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from jalon.base.models import LinkScan
from jalon.directory.models import Organisation
from jalon.outreach.choices import RELAY_LINK, AgeBand, CircuitKind, Gender, StandState
from jalon.outreach.models import Outing, OutreachDay, Relay, Stand, Tally

COUNTED = ("contacts", "wishes", "new_to_all", "interests", "bookings")


@dataclass
class Row:
    """Figures of one halt, district, kind or relay. `hours` are those of each of the crew, added up."""

    label: str
    detail: str = ""
    priority: bool = False
    stands: int = 0
    hours: float = 0.0
    km: float = 0.0
    scans: int = 0
    people: int = 0
    contacts: int = 0
    wishes: int = 0
    new_to_all: int = 0
    interests: int = 0
    bookings: int = 0

    @property
    def per_hour(self) -> float:
        """People met for one hour of one of the crew."""
        return self.people / self.hours if self.hours else 0.0

    def add(self, other: "Row") -> None:
        """Take in another row's figures."""
        for name in ("stands", "hours", "km", "scans", "people", *COUNTED):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Figures:
    """All tables of a period, for some organisations."""

    first: date
    last: date
    total: Row = field(default_factory=lambda: Row("Ensemble"))
    halts: list[Row] = field(default_factory=list)
    districts: list[Row] = field(default_factory=list)
    kinds: list[Row] = field(default_factory=list)
    relays: list[Row] = field(default_factory=list)
    said: list[tuple[str, int]] = field(default_factory=list)
    without_report: int = 0

    @property
    def tables(self) -> list[tuple[str, str, list[Row]]]:
        """Key, title and rows of each table of stands."""
        return [
            ("halts", "Par arrêt", self.halts),
            ("districts", "Par quartier", self.districts),
            ("kinds", "Par manière d’aller vers", self.kinds),
        ]

    @property
    def best(self) -> float:
        """The most people met in an hour, at any halt: the length of the longest bar."""
        rows = [*self.halts, *self.districts, *self.kinds]
        return max((row.per_hour for row in rows), default=0.0) or 1.0


def figures(organisations: Iterable[Organisation], first: date, last: date) -> Figures:
    """Figures of stands held and of relays from a day to a day, both included; 8 queries."""
    teams = list(organisations)
    stands = _stands(teams, first, last)
    found = Figures(first, last)
    by_stand = {stand.pk: _row(stand) for stand in stands}
    _add_effort(stands, by_stand)
    _add_counts(by_stand)
    pairs = [(stand, by_stand[stand.pk]) for stand in stands]
    found.halts = _grouped(pairs, _halt)
    found.districts = _grouped(pairs, _district)
    found.kinds = _grouped(pairs, _kind)
    found.relays = _relays(teams, first, last)
    for row in [*found.kinds, *found.relays]:
        found.total.add(row)
    found.said = _said(by_stand)
    found.without_report = _without_report(teams, first, last)
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _stands(teams: list[Organisation], first: date, last: date) -> list[Stand]:
    until = min(_midnight(last + timedelta(days=1)), timezone.now())
    rows = Stand.objects.filter(outing__circuit__organisation__in=teams, state=StandState.PLANNED)
    rows = rows.filter(starts_at__gte=_midnight(first), starts_at__lt=until)
    return list(rows.select_related("halt__district", "outing__circuit").order_by("starts_at", "pk"))


def _row(stand: Stand) -> Row:
    hours = (stand.ends_at - stand.starts_at).total_seconds() / 3600
    return Row(label="", stands=1, hours=hours)


def _add_effort(stands: list[Stand], rows: dict[int, Row]) -> None:
    """Hours of each of the crew (one where nobody is written); kilometres shared among the day's stands."""
    outings = {stand.outing_id for stand in stands}
    crews = dict(Outing.objects.filter(pk__in=outings).annotate(n=Count("crew")).values_list("pk", "n"))
    held: dict[int, int] = defaultdict(int)
    for stand in stands:
        held[stand.outing_id] += 1
    for stand in stands:
        rows[stand.pk].hours *= max(crews[stand.outing_id], 1)
        rows[stand.pk].km = (stand.outing.km or 0) / held[stand.outing_id]


def _add_counts(rows: dict[int, Row]) -> None:
    counted = Tally.objects.filter(stand__in=list(rows), withdrawn=False).values_list("stand")
    for stand, people in counted.annotate(people=Count("pk")).order_by():
        rows[stand].people = people
    for day in OutreachDay.objects.filter(stand__in=list(rows)).order_by("pk"):
        for name in COUNTED:
            setattr(rows[day.stand_id], name, getattr(rows[day.stand_id], name) + getattr(day, name))  # type: ignore[index]


Group = Callable[[Stand], tuple[Any, Row]]


def _grouped(pairs: list[tuple[Stand, Row]], group: Group) -> list[Row]:
    rows: dict[Any, Row] = {}
    for stand, figure in pairs:
        key, empty = group(stand)
        rows.setdefault(key, empty).add(figure)
    return sorted(rows.values(), key=lambda row: (-row.people, -row.hours, row.label))


def _halt(stand: Stand) -> tuple[int, Row]:
    halt, district = stand.halt, stand.halt.district
    return halt.pk, Row(halt.name, stand.outing.circuit.name, bool(district and district.priority))


def _district(stand: Stand) -> tuple[int, Row]:
    district = stand.halt.district
    if district is None:
        return 0, Row("Hors des quartiers connus")
    return district.pk, Row(district.name, priority=district.priority)


def _kind(stand: Stand) -> tuple[str, Row]:
    kind = CircuitKind(stand.outing.circuit.kind)
    return kind.value, Row(str(kind.label).capitalize())


def _relays(teams: list[Organisation], first: date, last: date) -> list[Row]:
    relays = Relay.objects.filter(organisation__in=teams).select_related("district")
    rows = {relay.pk: _relay(relay) for relay in relays.order_by("association", "place", "pk")}
    scans = LinkScan.objects.filter(
        link__kind=RELAY_LINK, link__target_id__in=list(rows), date__range=(first, last)
    )
    for relay, number in scans.values_list("link__target_id").annotate(sum=Sum("count")).order_by():
        rows[relay].scans = number
    days = OutreachDay.objects.filter(relay__in=list(rows), date__range=(first, last))
    for day in days.order_by("pk"):
        for name in COUNTED:
            setattr(rows[day.relay_id], name, getattr(rows[day.relay_id], name) + getattr(day, name))  # type: ignore[index]
    return sorted(rows.values(), key=lambda row: (-row.contacts, -row.scans, row.label))


def _relay(relay: Relay) -> Row:
    return Row(relay.association, relay.place, bool(relay.district and relay.district.priority))


def _said(rows: dict[int, Row]) -> list[tuple[str, int]]:
    """How many said their gender and age band, and which."""
    filters = {f"g_{one.value}": Count("pk", filter=Q(gender=one.value)) for one in Gender}
    filters |= {f"a_{one.value}": Count("pk", filter=Q(age_band=one.value)) for one in AgeBand}
    sums = Tally.objects.filter(stand__in=list(rows), withdrawn=False).aggregate(**filters)
    labels = {f"g_{one.value}": one.label for one in Gender} | {
        f"a_{one.value}": one.label for one in AgeBand
    }
    return [(str(labels[name]), sums[name]) for name in labels]


def _without_report(teams: list[Organisation], first: date, last: date) -> int:
    """Days that were held and whose kilometres nobody wrote."""
    today = min(last, timezone.localdate())
    held = Outing.objects.filter(circuit__organisation__in=teams, date__range=(first, today))
    held = held.filter(
        reported_at__isnull=True, stands__state=StandState.PLANNED, circuit__kind=CircuitKind.BUS
    )
    return held.distinct().count()
