"""Bundles follow what changes: vacancies, timetables, messages, offers kept off."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jalon.base.actions.event import publish
from jalon.base.actions.follow import follow
from jalon.base.queries.event import Happening
from jalon.network.models import Network
from jalon.transit import queries
from jalon.transit.choices import LocatedBy
from jalon.transit.engine.compiling import build, days_wanted
from jalon.transit.engine.serving import position
from jalon.transit.models import Screen

CONTENT = frozenset({"feed", "content", "withdraw"})
# An employer that is vetted or refused, or a site that moves, changes what every network shows.
EVERYWHERE = frozenset({"vacancies", "organisations"})
TURN = timedelta(seconds=6)
MOST_TOLD = 200


@transaction.atomic
def follow_changes() -> int:
    """Compile anew for every network that something concerns; the cursor moves with the bundles.

    Whatever comes within one turn is compiled once. Returns how many networks were compiled.
    """
    networks = queries.networks_with_screens()
    topics = {*EVERYWHERE, *(f"network:{network.key}" for network in networks)}
    seen: list[Happening] = []
    count = follow(name="transit", topics=topics, handle=seen.append)
    changed = [network for network in networks if count is None or _concerns(network, seen)]
    for network in changed:
        _build(network)
    return len(changed)


def _concerns(network: Network, seen: list[Happening]) -> bool:
    topic = f"network:{network.key}"
    return any(each.topic in EVERYWHERE or (each.topic == topic and each.kind in CONTENT) for each in seen)


def _build(network: Network) -> None:
    for day in days_wanted(network, timezone.now()):
        build(network=network, day=day)


def prepare_days() -> int:
    """Make the bundles that are wanted and missing, or made from another timetable. How many."""
    made = 0
    now = timezone.now()
    for network in queries.networks_with_screens():
        for day in days_wanted(network, now):
            row = queries.bundle_in_force(network, day)
            if row is None or row.network_version != network.version:
                made += build(network=network, day=day) is not None
    return made


def tell_positions(now: datetime) -> int:
    """Tell screens without a receiver of their own where their bus is, as soon as it is known. How many.

    In large networks screens learn it with their state only: the ledger is not for thousands of movements.
    """
    told = 0
    for network in queries.networks_with_screens():
        screens = list(queries.network_screens(network)[: MOST_TOLD + 1])
        told += sum(_tell(screen, now) for screen in screens) if len(screens) <= MOST_TOLD else 0
    return told


def _tell(screen: Screen, now: datetime) -> bool:
    place = screen.vehicle.last_state if screen.vehicle else None
    own = screen.now.get("where", {}).get("source") in {LocatedBy.GPS, LocatedBy.HOST}
    if place is None or own or now - place.received_at > TURN:
        return False
    where = position(place, now)
    if where is not None:
        publish(topic=f"screen:{screen.pk}", kind="position", payload=where)
    return where is not None
