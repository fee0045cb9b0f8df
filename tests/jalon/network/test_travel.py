"""By bus to a session: the bus to take, and the minutes of many people at once."""

from datetime import datetime, time
from pathlib import Path

import pytest
from django.utils import timezone

from jalon.directory.models import Organisation
from jalon.network.engine.travel import minutes_to, trip_to
from tests.factories.network import STOPS, load, make_network

pytestmark = pytest.mark.django_db


def place(stop: str) -> tuple[float, float]:
    _, lat, lon = STOPS[stop]
    return lat, lon


def at(hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(2026, 11, 26, hour, minute))  # noqa: DTZ001


def test_the_bus_that_is_there_in_time_and_leaves_last(operator: Organisation, tmp_path: Path) -> None:
    network = make_network(operator)
    load(network, tmp_path)

    trip = trip_to(network, place("S1"), place("S6"), at(9))

    assert trip is not None
    (ride,) = trip.rides
    assert (ride.line, ride.board, ride.leaves, ride.alight) == (
        "3",
        "Place du Phare",
        time(8, 5),
        "Port Est",
    )
    assert (trip.minutes, trip.arrives) == (15, time(8, 20))


def test_next_door_one_walks_and_far_away_there_is_none(operator: Organisation, tmp_path: Path) -> None:
    network = make_network(operator)
    load(network, tmp_path)

    near = trip_to(network, place("S1"), (51.031, 2.30), at(9))
    assert near is not None
    assert near.rides == ()
    assert trip_to(network, place("S1"), (50.0, 2.0), at(9)) is None


def test_many_people_at_once_leave_when_each_alone_would(operator: Organisation, tmp_path: Path) -> None:
    network = make_network(operator)
    load(network, tmp_path)
    origins = [*(place(stop) for stop in STOPS), (48.0, 2.0)]

    minutes = minutes_to(network, origins, place("S6"), at(9))

    alone = [trip_to(network, origin, place("S6"), at(9)) for origin in origins]
    nine = 9 * 60
    assert minutes == [None if one is None else nine - _minute(one.leaves) for one in alone]
    assert minutes[0] == 55


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def test_without_a_feed_nobody_is_told_a_bus() -> None:
    assert trip_to(None, (51.03, 2.3), (51.03, 2.37), at(9)) is None
    assert minutes_to(None, [(51.03, 2.3)], (51.03, 2.37), at(9)) == [None]
