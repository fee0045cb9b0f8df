"""Circuits, halts, outings and stands as the desk reads them, within the reader's organisations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import ResourceKind
from jalon.activities.models import Resource
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Organisation, Site
from jalon.outreach.choices import StandState
from jalon.outreach.models import Circuit, Halt, HaltHours, Outing, OutingCrew, Stand, StandChange, Tally

Teams = Iterable[Organisation]


def listed_circuits(teams: Teams) -> list[Circuit]:
    """Circuits in use, by kind and name, with `next_at`, `planned_until` and `halt_count`."""
    now = timezone.now()
    coming = Q(outings__stands__state=StandState.PLANNED, outings__stands__ends_at__gt=now)
    rows = Circuit.objects.filter(organisation__in=list(teams), retired_at__isnull=True)
    rows = rows.select_related("vehicle", "organisation").annotate(
        next_at=Min("outings__stands__starts_at", filter=coming),
        planned_until=Max("outings__stands__starts_at", filter=coming),
        halt_count=Count("halts", filter=Q(halts__retired_at__isnull=True), distinct=True),
    )
    return list(rows.order_by("kind", "name", "pk"))


def find_circuit(teams: Teams, circuit_id: int) -> Circuit | None:
    """A circuit of these organisations."""
    rows = Circuit.objects.filter(organisation__in=list(teams)).select_related("organisation", "vehicle")
    return rows.filter(pk=circuit_id).first()


def halts_of(circuit: Circuit) -> list[Halt]:
    """Halts in use, in the order of the week, with district and `week` (their hours)."""
    hours = Prefetch("hours", HaltHours.objects.order_by("weekday", "starts_at", "pk"), to_attr="week")
    rows = circuit.halts.filter(retired_at__isnull=True).select_related("district", "site")
    halts = list(rows.prefetch_related(hours).order_by("name", "pk"))
    return sorted(halts, key=lambda one: [(row.weekday, row.starts_at) for row in one.week] or [(9, None)])  # type: ignore[attr-defined]


def find_halt(teams: Teams, halt_id: int) -> Halt | None:
    """A halt of these organisations' circuits."""
    rows = Halt.objects.filter(circuit__organisation__in=list(teams), retired_at__isnull=True)
    return rows.select_related("circuit__organisation", "district").filter(pk=halt_id).first()


def hours_of(halt: Halt) -> list[HaltHours]:
    """The hours of its week."""
    return list(halt.hours.order_by("weekday", "starts_at", "pk"))


def outings_of(circuit: Circuit, first: date, last: date) -> list[Outing]:
    """Days of a circuit, each with `day_stands` and `day_crew`."""
    rows = circuit.outings.filter(date__range=(first, last), stands__isnull=False).distinct()
    return list(_with_parts(rows).order_by("date", "pk"))


def _with_parts(rows: QuerySet[Outing]) -> QuerySet[Outing]:
    stands = Stand.objects.select_related("halt__district").order_by("starts_at", "pk")
    crew = OutingCrew.objects.select_related("user").order_by("pk")
    return rows.select_related("circuit__organisation", "circuit__vehicle").prefetch_related(
        Prefetch("stands", stands, to_attr="day_stands"), Prefetch("crew", crew, to_attr="day_crew")
    )


def find_outing(teams: Teams, outing_id: int) -> Outing | None:
    """A day of these organisations' circuits, with its parts."""
    rows = Outing.objects.filter(circuit__organisation__in=list(teams), pk=outing_id)
    return _with_parts(rows).first()


def crew_choices(organisation: Organisation) -> list[User]:
    """Who may be in a crew: advisers of the host and of the partners, the organisation's own first."""
    own = Q(directory_membership__organisation=organisation)
    there = Q(directory_membership__role=Role.ADVISER, directory_membership__ended_at__isnull=True)
    users = User.objects.filter(there, is_active=True)
    users = users.annotate(own=Count("pk", filter=own & there)).order_by("-own", "name", "pk")
    return list(users.distinct()[:200])


def find_stand(teams: Teams, stand_id: int) -> Stand | None:
    """A stand of these organisations' circuits."""
    rows = _stands().filter(outing__circuit__organisation__in=list(teams))
    return rows.filter(pk=stand_id).first()


def _stands() -> QuerySet[Stand]:
    return Stand.objects.select_related("halt__district", "outing__circuit__organisation")


def changes_of(stand: Stand) -> list[StandChange]:
    """What was moved or cancelled, newest first."""
    return list(stand.changes.select_related("by").order_by("-at", "-pk"))


def open_to(user: User, teams: Teams) -> QuerySet[Stand]:
    """Stands at which this user may count: of their organisations, or in whose crew they are."""
    mine = Q(outing__circuit__organisation__in=list(teams))
    crew = Q(outing__in=OutingCrew.objects.filter(user=user).values("outing"))
    return _stands().filter(mine | crew)


def counter_stands(user: User, teams: Teams, now: datetime) -> list[Stand]:
    """Stands that the telephone keeps for the days without network: yesterday's to those of a week on."""
    rows = open_to(user, teams).filter(state=StandState.PLANNED)
    span = (now - timedelta(days=1), now + timedelta(days=7))
    return list(rows.filter(ends_at__gt=span[0], starts_at__lt=span[1]).order_by("starts_at", "pk")[:100])


def stands_by_id(user: User, teams: Teams, ids: Iterable[int]) -> dict[int, Stand]:
    """Those of these stands that the user may count at, by id."""
    return open_to(user, teams).in_bulk([one for one in ids if 0 < one < 2**63])


def counted_at(stands: Iterable[int]) -> dict[int, int]:
    """People counted at each of these stands, by its id."""
    chosen = list(stands)
    rows = Tally.objects.filter(stand__in=chosen, withdrawn=False).values_list("stand")
    counted = dict(rows.annotate(people=Count("pk")).order_by())
    return {stand: counted.get(stand, 0) for stand in chosen}


def today_stands(teams: Teams) -> list[Stand]:
    """Where these organisations stand today."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = _stands().filter(outing__circuit__organisation__in=list(teams), state=StandState.PLANNED)
    rows = rows.filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=1))
    return list(rows.order_by("starts_at", "pk"))


def vehicles() -> list[Resource]:
    """Vehicles that partners lend, by name."""
    rows = Resource.objects.filter(kind=ResourceKind.VEHICLE, retired=False)
    return list(rows.select_related("lender").order_by("name", "pk"))


def partner_sites() -> list[Site]:
    """Places of the host and of the partners, where hours may be held."""
    kinds = [OrganisationKind.HOST, OrganisationKind.PARTNER]
    rows = Site.objects.filter(organisation__kind__in=kinds).select_related("organisation")
    return list(rows.order_by("organisation__name", "name", "pk")[:500])


@dataclass(frozen=True)
class StandCount:
    """What a stand counted."""

    people: int
    contacts: int
    wishes: int
    interests: int
    bookings: int


def count_of(stand: Stand) -> StandCount:
    """People, contacts and what followed; 2 queries."""
    people = stand.tallies.filter(withdrawn=False).count()
    days = stand.days.order_by("date").values_list("contacts", "wishes", "interests", "bookings")
    sums = [sum(column) for column in zip(*days, strict=True)] or [0, 0, 0, 0]
    return StandCount(people, *sums)
