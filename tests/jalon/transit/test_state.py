"""A screen says what it does; the answer repeats what it may have missed."""

from datetime import UTC, datetime, time, timedelta

import jsonschema
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.base.models import Event
from jalon.engines.geocast.observation import Position
from jalon.network.engine.positions import record_positions
from jalon.network.models import Network, VehicleState
from jalon.transit import queries
from jalon.transit.actions import state as commands
from jalon.transit.actions.content import withdraw_message, write_message
from jalon.transit.engine.following import tell_positions
from jalon.transit.engine.serving import forget_common, state_every_s
from jalon.transit.models import Screen
from tests.jalon.transit.conftest import Player, make_player, state
from tests.jalon.transit.test_bundle import fetch, schema

pytestmark = pytest.mark.django_db


def answer(player: Player, **said: object) -> dict[str, object]:
    told = player.post("etat", state(**said))
    assert told.status_code == 200
    document: dict[str, object] = told.json()
    jsonschema.validate(document, {**schema("state")["$defs"]["response"]})
    return document


def test_the_answer_is_what_the_schema_says(player: Player) -> None:
    version = fetch(player)["version"]

    told = answer(player)

    assert told["bundle"] == {"day": timezone.localdate().isoformat(), "version": version}
    assert told["live"] == {"closed": [], "urgent": None, "dark": False, "preempt": False, "reload": 0}


def test_a_state_that_arrives_late_changes_nothing(player: Player) -> None:
    answer(player, at=2000.0, plays_waiting=7)
    answer(player, at=1000.0, plays_waiting=9)

    assert Screen.objects.get().now["plays_waiting"] == 7


@pytest.mark.parametrize(("screens", "every"), [(4, 20), (2000, 20), (5000, 50), (100_000, 60)])
def test_a_large_network_speaks_less_often(screens: int, every: float) -> None:
    assert state_every_s(screens) == every


def test_commands_reach_a_screen_that_missed_the_event(player: Player, operator_user: User) -> None:
    commands.reload(screen=player.screen, by=operator_user)
    commands.set_night(screen=player.screen, dark=True, until=None, by=operator_user)
    commands.preempt(screen=player.screen, until=timezone.now() + timedelta(minutes=5), by=operator_user)

    live = answer(player)["live"]

    assert live == {"closed": [], "urgent": None, "dark": True, "preempt": True, "reload": 1}


def test_what_was_commanded_until_an_instant_ends_then(player: Player, operator_user: User) -> None:
    past = timezone.now() - timedelta(seconds=1)
    commands.set_night(screen=player.screen, dark=True, until=past, by=operator_user)
    commands.preempt(screen=player.screen, until=past, by=operator_user)

    live = answer(player)["live"]

    assert isinstance(live, dict)
    assert (live["dark"], live["preempt"]) == (False, False)


@pytest.mark.parametrize(("hour", "dark"), [(22, True), (3, True), (5, False), (12, False)])
def test_a_screen_is_dark_over_midnight(player: Player, operator_user: User, hour: int, dark: bool) -> None:
    commands.set_hours(screen=player.screen, off_from=time(21), off_until=time(5), by=operator_user)
    local = datetime(2026, 11, 26, hour, 0, tzinfo=UTC) - timedelta(hours=1)

    assert queries.is_dark(player.screen, local) is dark


def test_a_priority_message_for_all_or_for_one(network: Network, player: Player, operator_user: User) -> None:
    other = make_player(network, "207")
    for_all = write_message(network=network, title="Arrêt déplacé", body="", priority=True, by=operator_user)
    write_message(
        network=network, title="Votre bus", body="", priority=True, screen=player.screen, by=operator_user
    )

    titles = [answer(each)["live"]["urgent"]["title"] for each in (player, other)]  # type: ignore[index]
    withdraw_message(message=for_all, by=operator_user)
    forget_common()

    assert titles == ["Votre bus", "Arrêt déplacé"]
    assert answer(other)["live"]["urgent"] is None  # type: ignore[index]


def test_the_screen_s_own_receiver_places_its_vehicle(network: Network, player: Player) -> None:
    now = timezone.now().timestamp()
    where = {
        "source": "gps",
        "at": now,
        "trip": "13-0",
        "line": "3",
        "metres": 3900.0,
        "lat": 51.03,
        "lon": 2.357,
        "heading": 90.0,
    }

    told = answer(player, where=where)

    place = VehicleState.objects.select_related("line").get()
    assert (place.vehicle.label, place.fix, str(place.line)) == ("214", "on_trip", "ligne 3")
    assert told["position"]["metres"] == 3900.0  # type: ignore[index]
    assert told["vehicle"] == {"line": "3", "block": "B0"}


def test_a_state_costs_few_queries(player: Player, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fetch(player)
    answer(player)

    forget_common()
    with django_assert_num_queries(7):
        player.post("etat", state(at=1795600020.0))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
ENDS = ["appairage", "appairage/etat", "etat", "diffusions"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(ENDS), body=st.binary(max_size=60) | JSON)
def test_nothing_that_is_sent_breaks_a_machine_end(player: Player, path: str, body: object) -> None:
    assert player.post(path, body).status_code in {400, 404}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(sorted(state())), value=JSON)
def test_no_wrong_member_of_a_state_breaks_it(player: Player, key: str, value: object) -> None:
    assert player.post("etat", state(**{key: value})).status_code in {200, 400}


def test_what_is_too_long_is_refused(player: Player) -> None:
    assert player.post("diffusions", b" " * 600_000).status_code == 413
    assert player.post("etat", b"[" * 100_000).status_code == 400
    assert player.get("etat").status_code == 405


def test_a_screen_without_a_receiver_hears_where_its_bus_is(network: Network, player: Player) -> None:
    now = timezone.now()
    position = Position("214", now.timestamp(), 51.03, 2.3225, trip_id="13-0")
    record_positions(network=network, positions=[position], source="push", now=now)

    assert tell_positions(now) == 1
    event = Event.objects.get(topic=f"screen:{player.screen.pk}")
    jsonschema.validate(event.payload, schema("live")["$defs"]["position"])
    assert tell_positions(now + timedelta(seconds=10)) == 0
    answer(player, where={**state()["where"], "source": "gps"})
    assert tell_positions(now) == 0
