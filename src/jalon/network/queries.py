"""What pages and higher rooms may read of networks, feeds, vehicles and positions."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory import queries as directory
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Organisation
from jalon.network.choices import LoadState
from jalon.network.models import (
    Feed,
    FeedLoad,
    Line,
    Network,
    PositionSource,
    Stop,
    Vehicle,
    VehicleState,
)

STALE_AFTER = timedelta(seconds=90)


def networks(organisations: Iterable[Organisation] | None = None) -> list[Network]:
    """Every network, or those that these organisations run, by name."""
    found = Network.objects.select_related("operator").order_by("name", "pk")
    return list(found if organisations is None else found.filter(operator__in=list(organisations)))


def managed_networks(user: User) -> list[Network]:
    """Networks that somebody runs: an operator's own, all of them for an administrator."""
    if Role.ADMINISTRATOR in directory.roles_of(user):
        return networks()
    return networks(directory.organisations_as(user, Role.OPERATOR))


def visible_networks(user: User) -> list[Network]:
    """Networks whose screens somebody may see: those they run; all of them for the host's advisers."""
    host = directory.host()
    if host is not None and host in directory.organisations_as(user, Role.ADVISER):
        return networks()
    return managed_networks(user)


def possible_operators(user: User) -> QuerySet[Organisation]:
    """Organisations that may run a network: operators, the host; for an operator, its own."""
    kinds = Organisation.objects.filter(kind__in=[OrganisationKind.OPERATOR, OrganisationKind.HOST])
    if Role.ADMINISTRATOR not in directory.roles_of(user):
        kinds = kinds.filter(pk__in=[found.pk for found in directory.organisations_as(user, Role.OPERATOR)])
    return kinds.order_by("-kind", "name", "pk")


def free_key(base: str) -> str:
    """A key that no network has yet."""
    start = base[:36] or "reseau"
    taken = set(Network.objects.filter(key__startswith=start).values_list("key", flat=True).order_by("key"))
    return next(key for key in (start, *(f"{start}-{n}" for n in range(2, 1000))) if key not in taken)


def network(key: str) -> Network | None:
    """The network of this key."""
    return Network.objects.select_related("operator").filter(key=key).first()


def first_network() -> Network | None:
    """The network of an installation that has one; the oldest when it has several."""
    return Network.objects.select_related("operator").order_by("pk").first()


def current_row(place: Network) -> Feed | None:
    """The current feed's row, without its timetable."""
    return Feed.objects.defer("data").filter(network=place, current=True).first()


def instant(seconds: float) -> datetime:
    """An aware instant from UTC seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def played_day(feed: Feed, day: date) -> date:
    """The date whose trips run on `day`: itself, or the recorded one that is played as if it were today."""
    return feed.simulated_date or day


def service_date(place: Network, at: datetime | None = None) -> date:
    """The calendar date of the network at an instant."""
    return (at or timezone.now()).astimezone(ZoneInfo(place.timezone)).date()


def feeds(place: Network) -> list[Feed]:
    """Feeds of a network, newest first, without their timetables."""
    return list(
        Feed.objects.filter(network=place)
        .select_related("loaded_by")
        .defer("data")
        .order_by("-loaded_at", "-pk")[:20]
    )


def running_loads(place: Network) -> list[FeedLoad]:
    """Loads that wait, run, or ended within the last hour without giving a feed; newest first."""
    recent = Q(state=LoadState.FAILED, ended_at__gt=timezone.now() - timedelta(hours=1))
    open_ = Q(state__in=[LoadState.WAITING, LoadState.RUNNING])
    return list(FeedLoad.objects.filter(open_ | recent, network=place).defer("content").order_by("-pk")[:5])


def timetable_bytes(feed_id: int) -> bytes:
    """The timetable of a feed as it is stored; empty when it was dropped."""
    return bytes(Feed.objects.values_list("data", flat=True).get(pk=feed_id) or b"")


def find_feed(place: Network, feed_id: int) -> Feed | None:
    """One feed of this network, without its timetable."""
    return Feed.objects.filter(network=place, pk=feed_id).select_related("loaded_by").defer("data").first()


def sources(place: Network) -> list[PositionSource]:
    """Where this network's positions come from."""
    return list(PositionSource.objects.filter(network=place).order_by("pk"))


def find_source(place: Network, source_id: int) -> PositionSource | None:
    """One source of positions of this network."""
    return PositionSource.objects.filter(network=place, pk=source_id).first()


def due_sources(now: datetime) -> list[PositionSource]:
    """Addresses to ask now, longest waiting first."""
    return list(
        PositionSource.objects.filter(active=True, next_at__lte=now)
        .exclude(url="")
        .select_related("network")
        .order_by("next_at", "pk")
    )


def vehicles(place: Network) -> QuerySet[Vehicle]:
    """The vehicles of a network with their last state, by label."""
    return Vehicle.objects.filter(network=place).select_related("state__line").order_by("label", "pk")


def find_vehicle(place: Network, vehicle_id: int) -> Vehicle | None:
    """One vehicle of this network."""
    return vehicles(place).filter(pk=vehicle_id).first()


def vehicle_named(place: Network, label: str) -> Vehicle | None:
    """The vehicle that people call so, else the one whose positions do."""
    found = Vehicle.objects.filter(Q(label__iexact=label) | Q(ref=label), network=place).order_by("pk")
    return next((vehicle for vehicle in found if vehicle.label.lower() == label.lower()), found.first())


def vehicle_of_token(token_hash: str) -> Vehicle | None:
    """The vehicle that pushes with this token (SHA-256)."""
    return Vehicle.objects.select_related("network").filter(token_hash=token_hash).first()


def states(place: Network, within: timedelta = timedelta(minutes=15)) -> list[VehicleState]:
    """Vehicles heard of lately, with their line, by label."""
    return list(
        VehicleState.objects.filter(vehicle__network=place, at__gt=timezone.now() - within)
        .select_related("vehicle", "line")
        .order_by("vehicle__label", "pk")
    )


def is_stale(state: VehicleState, now: datetime) -> bool:
    """Whether a position is too old to be used, by its own instant."""
    return abs((now - state.at).total_seconds()) > STALE_AFTER.total_seconds()


def lines(place: Network, *, retired: bool = False) -> list[Line]:
    """Lines in service, by name as people count (2 before 10)."""
    found = Line.objects.filter(network=place)
    return sorted(found if retired else found.filter(retired=False), key=_line_order)


def line_by_key(place: Network, key: str) -> Line | None:
    """A line by the key that survives feeds."""
    return Line.objects.filter(network=place, key=key).first()


def stop_by_key(place: Network, key: str) -> Stop | None:
    """A stop place by the key that survives feeds."""
    return Stop.objects.filter(network=place, key=key).first()


def stops(place: Network) -> list[Stop]:
    """Stop places in service, by name."""
    return list(Stop.objects.filter(network=place, retired=False).order_by("name", "pk"))


def stops_by_key(place: Network, keys: Iterable[str]) -> list[Stop]:
    """Stop places of these keys, retired ones included."""
    return list(Stop.objects.filter(network=place, key__in=list(keys)).order_by("pk"))


def line_keys(place: Network) -> dict[str, str]:
    """Key of the line by route id of the current feed."""
    rows = Line.objects.filter(network=place, retired=False).values_list("key", "route_ids").order_by("pk")
    return {route: key for key, routes in rows for route in routes}


def stop_keys(place: Network) -> dict[str, str]:
    """Key of the stop place by stop id of the current feed."""
    rows = Stop.objects.filter(network=place, retired=False).values_list("key", "stop_ids").order_by("pk")
    return {stop: key for key, ids in rows for stop in ids}


def names_of(place: Network, line_keys: Iterable[str] = (), stop_keys: Iterable[str] = ()) -> dict[str, Any]:
    """Names by key, retired ones included: `{"lines": {key: name}, "stops": {key: name}}`."""
    lines_ = Line.objects.filter(network=place, key__in=set(line_keys)).values_list("key", "short_name")
    stops_ = Stop.objects.filter(network=place, key__in=set(stop_keys)).values_list("key", "name")
    return {"lines": dict(lines_.order_by("pk")), "stops": dict(stops_.order_by("pk"))}


def _line_order(line: Line) -> tuple[bool, int, str]:
    digits = "".join(character for character in line.short_name if character.isdigit())
    return (not line.short_name[:1].isdigit(), int(digits or 0), line.short_name)
