"""Positions find their trip, in any order of arrival; what lies or is old is said."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.directory.models import Organisation
from jalon.engines.geocast.observation import Position
from jalon.network import actions
from jalon.network.choices import Fix, SourceKind
from jalon.network.engine.feeds import current_feed
from jalon.network.engine.polling import poll, poll_due
from jalon.network.engine.positions import record_positions
from jalon.network.engine.simulation import begin, record
from jalon.network.models import Network, PositionSource, VehicleState
from tests.factories.network import load, make_network

pytestmark = pytest.mark.django_db
# A Thursday of November: the trip 13-0 left Place du Phare at 13 h 05, east, three minutes a stop.
NOON = datetime(2026, 11, 26, 13, 0, tzinfo=ZoneInfo("Europe/Paris"))


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def network(operator: Organisation, tmp_path: Path) -> Network:
    network = make_network(operator)
    load(network, tmp_path)
    return network


def see(
    network: Network, minutes: float, lon: float, *, vehicle: str = "214", **more: object
) -> VehicleState:
    position = Position(vehicle, at(minutes).timestamp(), 51.03, lon, **more)  # type: ignore[arg-type]
    record_positions(network=network, positions=[position], source=SourceKind.PUSH, now=at(minutes))
    return VehicleState.objects.select_related("line").get(vehicle__ref=vehicle)


def test_a_vehicle_is_placed_on_its_trip(network: Network) -> None:
    state = see(network, 9.5, 2.3225, trip_id="13-0")

    assert (state.fix, state.trip_id, str(state.line)) == (Fix.ON_TRIP, "13-0", "ligne 3")
    assert state.at_m == pytest.approx(1578, abs=5)


def test_without_a_trip_the_line_and_the_movement_tell(network: Network) -> None:
    see(network, 6.5, 2.3075, line_ref="3", bearing=90.0)

    state = see(network, 9.5, 2.3225, line_ref="3", bearing=90.0)

    assert (state.fix, state.trip_id) == (Fix.ON_TRIP, "13-0")


def test_an_older_position_that_arrives_late_changes_nothing(network: Network) -> None:
    see(network, 12, 2.335, trip_id="13-0")
    late = Position("214", at(9).timestamp(), 51.03, 2.32, trip_id="13-0")

    recorded = record_positions(network=network, positions=[late], source=SourceKind.PUSH, now=at(12.1))

    assert recorded.newer == 0
    assert VehicleState.objects.get().at == at(12)


def test_a_leap_is_doubted_until_it_is_confirmed(network: Network) -> None:
    see(network, 6.5, 2.3075, trip_id="13-0")

    doubted = see(network, 6.7, 2.36, trip_id="13-0")
    assert (doubted.fix, doubted.reason) == (Fix.ON_LINE, "jump")
    assert see(network, 6.9, 2.3606, trip_id="13-0").reason != "jump"


def test_a_position_older_than_90_seconds_is_stale(network: Network) -> None:
    old = Position("214", at(5).timestamp(), 51.03, 2.31, trip_id="13-0")
    record_positions(network=network, positions=[old], source=SourceKind.PUSH, now=at(7))

    assert VehicleState.objects.get().reason == "stale"


def test_a_played_day_places_vehicles_by_the_hour_of_today(network: Network) -> None:
    feed = current_feed(network)
    assert feed is not None
    actions.play_day(network=network, day=datetime(2026, 3, 3, tzinfo=UTC).date())
    simulation = begin(feed, datetime(2026, 3, 3, tzinfo=UTC).date(), at(9.5))

    recorded = record(network, simulation, simulation.publish(at(9.5).timestamp()))

    assert recorded.placed == recorded.seen == 2
    assert set(VehicleState.objects.values_list("trip_id", flat=True).order_by("trip_id")) == {"13-0", "13-1"}


@pytest.fixture
def answers() -> Iterator[dict[str, bytes]]:
    """A local server that answers each path with these bytes, 500 for others."""
    texts: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            self.send_response(200 if self.path in texts else 500)
            self.end_headers()
            self.wfile.write(texts.get(self.path, b"?"))

        do_POST = do_GET  # noqa: N815  named by http.server

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    texts["base"] = f"http://127.0.0.1:{server.server_address[1]}".encode()
    yield texts
    server.shutdown()
    server.server_close()


def source(network: Network, answers: dict[str, bytes], path: str, kind: str, **more: str) -> PositionSource:
    return PositionSource.objects.create(
        network=network, kind=kind, url=answers["base"].decode() + path, **more
    )


@pytest.mark.parametrize(("path", "kind"), [("/vp.pb", SourceKind.GTFS_RT), ("/et.xml", SourceKind.SIRI_ET)])
def test_a_source_is_asked_and_its_vehicles_are_placed(
    network: Network, answers: dict[str, bytes], path: str, kind: str
) -> None:
    feed = current_feed(network)
    assert feed is not None
    now = datetime.now(UTC)
    hour = at(9.5) - at(0).replace(hour=0)
    played = begin(feed, datetime(2026, 3, 3, tzinfo=UTC).date(), now)
    midday = now.astimezone(ZoneInfo("Europe/Paris")).replace(hour=0, minute=0, second=0) + hour
    published = played.publish(midday.timestamp())
    answers["/vp.pb"], answers["/et.xml"] = published.gtfs_realtime, published.siri_et
    row = source(
        network, answers, path, kind, requestor_ref="open-data" if kind == SourceKind.SIRI_ET else ""
    )

    assert poll_due() == 1

    row.refresh_from_db()
    assert (row.failures, row.last_error) == (0, "")
    assert row.last_success_at is not None


def test_a_source_that_fails_says_so_and_waits_longer_each_time(
    network: Network, answers: dict[str, bytes]
) -> None:
    row = source(network, answers, "/nothing", SourceKind.GTFS_RT)
    waits = []
    for _ in range(3):
        poll(row)
        row.refresh_from_db()
        waits.append(row.next_at - datetime.now(UTC))

    assert row.last_error == "L’adresse répond 500."
    assert row.failures == 3
    assert waits[0] < waits[1] < waits[2] < timedelta(minutes=10, seconds=1)


def test_an_answer_that_is_no_position_is_told_in_words(network: Network, answers: dict[str, bytes]) -> None:
    answers["/html"] = b"<html><body>maintenance</body></html>"
    row = source(network, answers, "/html", SourceKind.SIRI_VM)

    poll(row)

    row.refresh_from_db()
    assert row.last_error or row.seen == 0


@pytest.fixture
def token(network: Network, operator_user: object) -> str:
    vehicle = actions.add_vehicle(network=network, ref="214", label="214")
    return actions.give_vehicle_token(vehicle=vehicle, by=operator_user)  # type: ignore[arg-type]


def push(body: bytes, token: str = "") -> tuple[int, dict[str, object]]:
    answer = Client().post(
        "/reseau/api/positions",
        body,
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    return answer.status_code, json.loads(answer.content)


def test_a_vehicle_says_where_it_is_with_its_token(network: Network, token: str) -> None:
    status, answer = push(b'{"lat": 51.03, "lon": 2.32, "vehicle": "another"}', token)

    assert (status, answer["accepted"]) == (200, 1)
    assert VehicleState.objects.get().vehicle.ref == "214"


def test_without_a_token_nothing_is_kept(network: Network) -> None:
    assert push(b'{"lat": 51.03, "lon": 2.32}')[0] == 401
    assert push(b'{"lat": 51.03, "lon": 2.32}', "guessed")[0] == 401
    assert not VehicleState.objects.exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["lat", "lon", "at", "trip_id", "vehicle", "x"]), inner, max_size=4
                )
            ),
            max_leaves=8,
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_whatever_is_sent_is_refused_in_order(network: Network, token: str, body: bytes) -> None:
    status, _ = push(body, token)

    assert 200 <= status < 500
