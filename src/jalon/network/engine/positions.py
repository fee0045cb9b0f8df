"""From what vehicles say to where they are: matching against the timetable, one row a vehicle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import isfinite, nan
from typing import Any, cast

from django.utils import timezone

from jalon.engines.geocast import interpolate
from jalon.engines.geocast.clock import ServiceClock, as_if_today
from jalon.engines.geocast.index import FeedIndex
from jalon.engines.geocast.located import Match, Reason
from jalon.engines.geocast.match import Track, locate
from jalon.engines.geocast.observation import Journey, Position
from jalon.engines.geocast.track import point_at
from jalon.network import actions, queries
from jalon.network.choices import Fix
from jalon.network.engine.feeds import timetable
from jalon.network.models import Feed, Line, Network, VehicleState


@dataclass(frozen=True)
class Recorded:
    """What became of a batch of positions."""

    seen: int
    placed: int
    newer: int


@lru_cache(maxsize=4)
def index_of(feed_id: int) -> FeedIndex:
    """The look-up tables of a feed, kept for the process."""
    return FeedIndex.of(timetable(feed_id))


def clock_of(feed: Feed, now: float) -> ServiceClock:
    """The clock by which this feed's trips run: the calendar's, or that of a day played as today."""
    zone = timetable(feed.pk).timezone
    return as_if_today(zone, feed.simulated_date, now) if feed.simulated_date else ServiceClock(zone)


def record_positions(
    *,
    network: Network,
    positions: Iterable[Position],
    source: str,
    now: datetime | None = None,
    clock: ServiceClock | None = None,
) -> Recorded:
    """Place positions on their trips and keep the newest of each vehicle; unknown vehicles are added.

    `clock` is given by a simulation that runs faster than life; otherwise it follows from the feed in force.
    """
    newest = _newest(positions)
    placing = _placing(network, clock, now)
    if not newest or placing is None:
        return Recorded(len(newest), 0, 0)
    labels = {position.vehicle[:100]: position.label for position in newest}
    ids = actions.know_vehicles(network=network, labels=labels)
    return _save(network, placing.place(newest, ids, source))


def record_journeys(
    *,
    network: Network,
    journeys: Iterable[Journey],
    source: str,
    now: datetime | None = None,
    clock: ServiceClock | None = None,
) -> Recorded:
    """Place vehicles that are known by their estimated calls only (SIRI-ET), as `record_positions`."""
    placing = _placing(network, clock, now)
    found = placing.on_road(journeys) if placing is not None else {}
    if placing is None or not found:
        return Recorded(0, 0, 0)
    ids = actions.know_vehicles(network=network, labels=dict.fromkeys(found, ""))
    return _save(network, [placing.estimated(ids[name], match, source) for name, match in found.items()])


def _placing(network: Network, clock: ServiceClock | None, now: datetime | None) -> "Placing | None":
    moment = now or timezone.now()
    feed = queries.current_row(network)
    return Placing(network, feed, clock or clock_of(feed, moment.timestamp()), moment) if feed else None


def _save(network: Network, states: list[VehicleState]) -> Recorded:
    newer = actions.save_states(network=network, states=states)
    return Recorded(len(states), sum(state.fix == Fix.ON_TRIP for state in states), newer)


def _newest(positions: Iterable[Position]) -> list[Position]:
    """The last position of each named vehicle, by its own instant."""
    last: dict[str, Position] = {}
    for position in positions:
        reference = position.vehicle[:100]
        if reference and (reference not in last or position.at >= last[reference].at):
            last[reference] = position
    return [last[reference] for reference in sorted(last)]


class Placing:
    """One batch against one feed."""

    def __init__(self, network: Network, feed: Feed, clock: ServiceClock, now: datetime) -> None:
        self.index, self.clock, self.now = index_of(feed.pk), clock, now
        rows = Line.objects.filter(network=network, retired=False).order_by("pk")
        self.lines = {route: row.pk for row in rows for route in row.route_ids}
        self.routes = {row.pk: self.index.route(*row.route_ids[:1]) for row in rows}

    def place(self, positions: Sequence[Position], ids: dict[str, int], source: str) -> list[VehicleState]:
        """States of these positions, judged by what was known of each vehicle before."""
        wanted = [ids[position.vehicle[:100]] for position in positions]
        rows = VehicleState.objects.filter(vehicle_id__in=wanted).order_by("vehicle_id")
        before = {row.vehicle_id: row for row in rows}
        return [
            self._state(position, vehicle, before.get(vehicle), source)
            for position, vehicle in zip(positions, wanted, strict=True)
        ]

    def _state(self, position: Position, vehicle: int, row: VehicleState | None, source: str) -> VehicleState:
        remembered = self._track(row, position.vehicle) if row is not None else None
        match, track = locate(self.index, self.clock, position, self.now.timestamp(), remembered)
        doubt = track.doubted if track is not None else None
        return VehicleState(
            vehicle_id=vehicle,
            at=queries.instant(position.at),
            received_at=self.now,
            source=source,
            lat=position.lat,
            lon=position.lon,
            bearing=position.bearing if isfinite(position.bearing) else None,
            still_since=queries.instant(track.still_since) if track is not None else None,
            doubted={"at": doubt.at, "lat": doubt.lat, "lon": doubt.lon} if doubt is not None else None,
            **self._place(match),
        )

    def on_road(self, journeys: Iterable[Journey]) -> dict[str, Match]:
        """Where each vehicle is by the estimated times, by its name; those on a trip win over the unsure."""
        found: dict[str, Match] = {}
        for journey in journeys:
            match = interpolate.place(self.index, self.clock, journey, self.now.timestamp())
            if match is None:
                continue
            name = interpolate.vehicle_of(self.index, journey, match.trip)[:100]
            if name and (name not in found or match.confidence > found[name].confidence):
                found[name] = match
        return found

    def estimated(self, vehicle: int, match: Match, source: str) -> VehicleState:
        """The state of a vehicle placed by its estimated times."""
        feed = self.index.feed
        place = point_at(feed, match.shape, match.at_m) if match.shape >= 0 else (None, None, None)
        return VehicleState(
            vehicle_id=vehicle,
            at=self.now,
            received_at=self.now,
            source=source,
            lat=place[0],
            lon=place[1],
            bearing=place[2],
            **self._place(match),
        )

    def _place(self, match: Match) -> dict[str, Any]:
        feed = self.index.feed
        return {
            "fix": Fix(match.outcome),
            "line_id": self.lines.get(feed.routes.ids[match.route]) if match.route >= 0 else None,
            "trip_id": feed.trips.ids[match.trip] if match.trip >= 0 else "",
            "shape_id": feed.shapes.ids[match.shape] if match.shape >= 0 else "",
            "at_m": match.at_m if isfinite(match.at_m) else None,
            "reason": match.reason,
        }

    def _track(self, row: VehicleState, vehicle: str) -> Track | None:
        """What the matching remembered of a vehicle, from its row."""
        if row.lat is None or row.lon is None:
            return None
        trip = self.index.trip_of.get(row.trip_id, -1)
        shape = int(self.index.feed.trips.shapes[trip]) if trip >= 0 else -1
        route = (
            int(self.index.feed.trips.routes[trip]) if trip >= 0 else self.routes.get(row.line_id or 0, -1)
        )
        position = Position(vehicle, row.at.timestamp(), row.lat, row.lon)
        match = Match(
            "on_trip" if trip >= 0 and row.at_m is not None else "on_line" if route >= 0 else "unknown",
            cast("Reason", row.reason),
            trip=trip,
            shape=shape,
            at_m=nan if row.at_m is None else row.at_m,
            route=route,
        )
        doubt = Position(vehicle, **row.doubted) if row.doubted else None
        still = row.still_since or row.at
        return Track(position, match, still.timestamp(), doubt)
