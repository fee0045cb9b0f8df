"""A service day of the timetable played as if it were today: what a real network would publish."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from jalon.engines.geocast.clock import ServiceClock, as_if_today
from jalon.engines.geocast.emit import to_gtfs_realtime, to_siri_et
from jalon.engines.geocast.positions import read
from jalon.engines.geocast.simulate import SimulatedVehicle, vehicles_now
from jalon.engines.gtfs.feed import Feed as Timetable
from jalon.engines.gtfs.feed import GtfsError
from jalon.engines.gtfs.read import read as read_feed
from jalon.network import queries
from jalon.network.choices import SourceKind
from jalon.network.engine.positions import Recorded, record_positions
from jalon.network.models import Network

__all__ = [
    "GtfsError",
    "Published",
    "Simulation",
    "Timetable",
    "begin",
    "likeliest_day",
    "read_feed",
    "record",
]


@dataclass(frozen=True)
class Published:
    """What is on the air at an instant."""

    at: float
    vehicles: tuple[SimulatedVehicle, ...]
    gtfs_realtime: bytes
    siri_et: bytes


@dataclass(frozen=True)
class Simulation:
    """A day being played; `clock` says which second of it is now."""

    feed: Timetable
    day: date
    clock: ServiceClock

    def publish(self, now: float) -> Published:
        """GTFS-Realtime and SIRI-ET of this instant."""
        vehicles = tuple(vehicles_now(self.feed, self.clock, now))
        return Published(
            now,
            vehicles,
            to_gtfs_realtime(self.feed, vehicles, now),
            to_siri_et(self.feed, vehicles, now, self.clock, self.day),
        )


def begin(feed: Timetable, day: date, now: datetime, speed: float = 1.0) -> Simulation:
    """Play `day` from the hour that it is now. ValueError when no trip runs on it, or for an odd speed."""
    if not len(feed.trips_on(day)):
        raise ValueError(
            f"Aucune course le {day:%d/%m/%Y} : ce réseau va du {feed.valid_from:%d/%m/%Y} "
            f"au {feed.valid_to:%d/%m/%Y}."
        )
    return Simulation(feed, day, as_if_today(feed.timezone, day, now.timestamp(), speed))


def likeliest_day(feed: Timetable, today: date) -> date:
    """The day that looks most like today: the same weekday with the most trips; today itself if it runs."""
    if len(feed.trips_on(today)):
        return today
    first = feed.services.first_date
    counts = feed.services.runs.T.astype(np.int64) @ np.bincount(
        feed.trips.services, minlength=len(feed.services.ids)
    )
    days = np.arange(len(counts))
    weekday = (days + first.weekday()) % 7 == today.weekday()
    scores = np.where(weekday, counts, 0) if counts[weekday].any() else counts
    return date.fromordinal(first.toordinal() + int(np.argmax(scores)))


def record(network: Network, simulation: Simulation, published: Published) -> Recorded:
    """Hear what was published as from a real network, with the clock of the simulation."""
    return record_positions(
        network=network,
        positions=read(published.gtfs_realtime).positions,
        source=SourceKind.SIMULATION,
        now=queries.instant(published.at),
        clock=simulation.clock,
    )
