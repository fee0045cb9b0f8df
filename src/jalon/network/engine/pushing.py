"""A vehicle says itself where it is."""

from dataclasses import dataclass, replace
from datetime import datetime

from jalon.engines.geocast.observation import PositionError
from jalon.engines.geocast.positions import read
from jalon.network.actions import push_received
from jalon.network.choices import SourceKind
from jalon.network.engine.positions import record_positions
from jalon.network.models import Vehicle

__all__ = ["PositionError", "Pushed", "record_push"]

MOST_FAULTS = 20


@dataclass(frozen=True)
class Pushed:
    """What became of a message: positions taken, those on a trip, and in words what was left out."""

    accepted: int
    placed: int
    faults: list[str]


def record_push(*, vehicle: Vehicle, body: bytes, now: datetime) -> Pushed:
    """Record the positions of a message as this vehicle's. PositionError, in words, when it holds none."""
    reading = read(body, received_at=now.timestamp())
    if not reading.positions:
        raise PositionError(" ".join(reading.faults)[:500] or "Aucune position dans ce message.")
    own = [replace(each, vehicle=vehicle.ref, label=vehicle.label) for each in reading.positions]
    recorded = record_positions(network=vehicle.network, positions=own, source=SourceKind.PUSH, now=now)
    push_received(network=vehicle.network, now=now, seen=recorded.seen, placed=recorded.placed)
    return Pushed(len(own), recorded.placed, list(reading.faults)[:MOST_FAULTS])
