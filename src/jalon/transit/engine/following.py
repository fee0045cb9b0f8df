"""Bundles follow what changes: vacancies, timetables, messages, offers kept off."""

from django.db import transaction
from django.utils import timezone

from jalon.base.actions.follow import follow
from jalon.base.queries.event import Happening
from jalon.network.models import Network
from jalon.transit import queries
from jalon.transit.engine.compiling import build, days_wanted

CONTENT = frozenset({"feed", "content", "withdraw"})
VACANCIES = "vacancies"


@transaction.atomic
def follow_changes() -> int:
    """Compile anew for every network that something concerns; the cursor moves with the bundles.

    Whatever comes within one turn is compiled once. Returns how many networks were compiled.
    """
    networks = queries.networks_with_screens()
    topics = {VACANCIES, *(f"network:{network.key}" for network in networks)}
    seen: list[Happening] = []
    count = follow(name="transit", topics=topics, handle=seen.append)
    changed = [network for network in networks if count is None or _concerns(network, seen)]
    for network in changed:
        _build(network)
    return len(changed)


def _concerns(network: Network, seen: list[Happening]) -> bool:
    topic = f"network:{network.key}"
    return any(each.topic == VACANCIES or (each.topic == topic and each.kind in CONTENT) for each in seen)


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
