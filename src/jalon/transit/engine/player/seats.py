"""Who the simulated screens are: one device for each bus, paired once, found again after a restart."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from jalon.accounts.models import User
from jalon.directory.choices import Role
from jalon.directory.queries import team_members
from jalon.network import actions as network_actions
from jalon.network import queries as network_queries
from jalon.network.models import Network, Vehicle
from jalon.transit.actions import pairing
from jalon.transit.choices import Layout
from jalon.transit.engine.player.client import Paired
from jalon.transit.models import Screen
from jalon.transit.queries.devices import screens_of_devices

NAME = "simulé"


@dataclass(frozen=True, slots=True)
class Seat:
    """A player on a bus. Without `paired` it waits for its code: typed here if `fresh`, else by people."""

    device: str
    vehicle: Vehicle
    paired: Paired | None
    fresh: bool


def device_of(network: Network, label: str, number: int = 0) -> str:
    """The same number for the same bus, whenever it is asked."""
    return str(uuid5(NAMESPACE_URL, f"jalon-simulated-screen:{network.key}:{label}:{number}"))


def seats_on(network: Network, labels: Sequence[str]) -> list[Seat]:
    """One player on each of these buses. Who was removed at the desk is not paired again by itself."""
    devices = {device_of(network, label): label for label in labels}
    rows = screens_of_devices(devices)
    return [
        Seat(device, _vehicle(network, label), _paired(rows[device]), fresh=not rows[device])
        for device, label in devices.items()
    ]


def seats_on_road(network: Network, count: int) -> list[Seat]:
    """Players on buses that are on a trip now; those of an earlier start stay where they are."""
    devices = [device_of(network, "road", number) for number in range(count)]
    rows = screens_of_devices(devices)
    taken = {screen.vehicle_id for found in rows.values() for screen in found}
    running = [state.vehicle for state in network_queries.states(network) if state.trip_id]
    free = iter([vehicle for vehicle in running if vehicle.pk not in taken])
    seats = []
    for device in devices:
        vehicle = rows[device][0].vehicle if rows[device] else next(free, None)
        if vehicle is not None:
            seats.append(Seat(device, vehicle, _paired(rows[device]), fresh=not rows[device]))
    return seats


def seats_for_load(network: Network, count: int) -> list[Seat]:
    """So many players spread over the buses of a network, paired without codes: only to try its load."""
    vehicles = list(network_queries.vehicles(network))
    if not vehicles:
        return []
    devices = {
        device_of(network, "load", number): vehicles[number % len(vehicles)] for number in range(count)
    }
    rows = screens_of_devices(devices)
    return [
        Seat(device, vehicle, _paired(rows[device]) or _pair_for_load(vehicle, device, number), fresh=False)
        for number, (device, vehicle) in enumerate(devices.items())
    ]


def _pair_for_load(vehicle: Vehicle, device: str, number: int) -> Paired:
    screen, token = pairing.pair_directly(
        vehicle=vehicle, layout=Layout.WIDE, name=f"{NAME} {number}", device=device
    )
    return Paired(str(screen.pk), token, vehicle.network.key)


def _vehicle(network: Network, label: str) -> Vehicle:
    found = network_queries.vehicle_named(network, label)
    return found or network_actions.add_vehicle(network=network, ref=label, label=label)


def _paired(rows: Sequence[Screen]) -> Paired | None:
    """The pairing in force; its token is derived, not kept."""
    for screen in rows:
        if screen.removed_at is None and screen.token_hash is not None and screen.network is not None:
            return Paired(str(screen.pk), pairing.secret_of(screen, "token"), screen.network.key)
    return None


def pair_as_operator(seat: Seat, code: str) -> None:
    """Type the code at the desk, as somebody of the operator would. PairingError, LookupError."""
    operator = seat.vehicle.network.operator
    people: list[User] = team_members(operator, Role.OPERATOR)
    if not people:
        raise LookupError(f"Personne ne peut appairer un écran pour {operator}.")
    pairing.pair(code=code, vehicle=seat.vehicle, name=NAME, by=people[0])
