"""The screen in Python speaks to the real machine ends: states, proofs, withdrawals, pairing, restarts."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
import uvicorn
from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from jalon.accounts.models import User
from jalon.base.live import LiveChannel
from jalon.base.live_hub import Hub
from jalon.engines.geocast.bundle import Bundle
from jalon.engines.geocast.bundle_json import from_json
from jalon.network.models import Network, Vehicle
from jalon.transit.actions import pairing
from jalon.transit.actions.content import stop_everywhere
from jalon.transit.engine.player.client import Paired
from jalon.transit.engine.player.client import Player as Simulated
from jalon.transit.engine.player.fleet import Fleet
from jalon.transit.engine.player.line import Line
from jalon.transit.engine.player.live import EventParser
from jalon.transit.engine.player.mind import Mind
from jalon.transit.engine.player.plays import PlayLog
from jalon.transit.engine.player.remote import Remote
from jalon.transit.engine.player.seats import pair_as_operator, seats_for_load, seats_on
from jalon.transit.models import Play, Screen
from jalon.vacancies.models import Vacancy
from tests.jalon.transit.conftest import Player
from tests.jalon.transit.test_bundle import fetch, schema
from tests.processes import free_port, wait_until

NONE_LIVE: dict[str, object] = {"closed": [], "urgent": None, "dark": False, "preempt": False, "reload": 0}


@pytest.fixture
def bundle(player: Player, vacancy: Vacancy) -> Bundle:
    """What the server gives to a screen; made as if it had always been there."""
    return from_json({**fetch(player), "made_at": 0})


def near(bundle: Bundle) -> dict[str, object]:
    """A position just before the stop of the offer, on the trip of 13 h."""
    noon = datetime.fromtimestamp(bundle.midnight, ZoneInfo("Europe/Paris")).replace(hour=13, minute=14)
    return {"at": noon.timestamp(), "trip": "13-0", "line": "3", "metres": 3900.0, "lat": None, "lon": None}


def riding(bundle: Bundle) -> tuple[Mind, float]:
    """A screen on the bus, and the instant."""
    mind, fix = Mind(), near(bundle)
    now = float(str(fix["at"]))
    mind.take(bundle, now)
    mind.hear_state({"bundle": None, "live": NONE_LIVE, "vehicle": None, "position": fix}, now, now)
    mind.tick(now)
    return mind, now


@pytest.mark.django_db
def test_it_shows_the_offer_ahead_and_says_so_in_words_that_the_server_takes(
    player: Player, bundle: Bundle, vacancy: Vacancy
) -> None:
    mind, now = riding(bundle)
    said = mind.state(now)

    jsonschema.validate(said, schema("state")["$defs"]["request"])
    assert player.post("etat", said).status_code == 200
    assert (mind.shown.kind, mind.shown.id, mind.shown.why) == ("offer", str(vacancy.pk), "picked")
    assert Screen.objects.get().now["shown"]["id"] == str(vacancy.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["closed", "filled", "paused"])
def test_a_closed_vacancy_leaves_at_once_and_stays_away(bundle: Bundle, vacancy: Vacancy, kind: str) -> None:
    mind, now = riding(bundle)

    mind.hear_event({"topic": "vacancies", "kind": kind, "payload": {"vacancy": vacancy.pk}}, now + 3)
    mind.tick(now + 3)
    late = {"bundle": None, "live": NONE_LIVE, "vehicle": None, "position": near(bundle)}
    mind.hear_state(late, now + 2, now + 4)
    mind.tick(now + 700)

    assert mind.shown.kind == "message"
    assert [row["seconds"] for row in mind.plays.plays] == [3.0]


@pytest.mark.django_db
def test_its_proofs_are_counted_once(player: Player, bundle: Bundle, vacancy: Vacancy) -> None:
    mind, now = riding(bundle)
    shift = datetime.now(tz=ZoneInfo("UTC")).timestamp() - now
    mind.tick(now + 8)
    batch = mind.plays.next_batch()
    assert batch is not None
    batch["plays"] = [{**row, "at": row["at"] + shift} for row in batch["plays"]]
    jsonschema.validate(batch, schema("plays"))

    answers = [player.post("diffusions", batch).json() for _ in range(2)]

    assert [(told["accepted"], told["repeated"]) for told in answers] == [(1, False), (0, True)]
    play = Play.objects.get()
    assert (play.vacancy_id, play.line_key, play.trip_id, play.at_m) == (vacancy.pk, "3", "13-0", 3900.0)


@pytest.mark.django_db
def test_passenger_information_comes_first_and_its_time_is_told(bundle: Bundle) -> None:
    mind, now = riding(bundle)

    mind.hear_event({"topic": "screen:1", "kind": "preempt", "payload": {"until": None}}, now + 2)
    mind.tick(now + 2)
    preempted = mind.shown.kind
    mind.hear_event({"topic": "screen:1", "kind": "resume", "payload": {}}, now + 9)
    mind.tick(now + 9)

    assert preempted == "preempted"
    assert mind.plays.preemptions == [{"from": now + 2, "until": now + 9}]


@pytest.mark.django_db
def test_without_a_position_the_timetable_of_its_block_tells_the_stop(bundle: Bundle) -> None:
    mind, now = riding(bundle)

    mind.tick(now + 95)

    assert (mind.where.source, mind.where.trip) == ("timetable", "13-0")
    assert mind.where.metres is not None
    assert mind.where.metres > 4200


@pytest.mark.django_db
def test_a_player_whose_token_is_unknown_shows_no_offer(bundle: Bundle) -> None:
    mind, now = riding(bundle)
    mind.paired = False

    mind.tick(now + 20)

    assert (mind.shown.kind, mind.shown.why) == ("message", "offline_too_long")


def test_a_withdrawal_outlives_an_answer_that_was_written_before_it() -> None:
    remote = Remote()
    remote.withdraw(["K7DM"], 100.0)

    remote.replace(NONE_LIVE, 99.0, 101.0)
    before = remote.closed
    remote.replace(NONE_LIVE, 300.0, 301.0)

    assert before == {"K7DM"}
    assert not remote.closed


@pytest.mark.parametrize(("status", "left"), [(200, 0), (400, 0), (0, 3), (503, 3), (401, 3), (413, 3)])
def test_a_batch_is_forgotten_only_when_it_was_taken_or_never_will_be(status: int, left: int) -> None:
    log = PlayLog()
    for second in range(3):
        log.begin({"at": 10.0 * second})
        log.end(10.0 * second + 8)
    batch = log.next_batch()
    assert batch is not None

    log.answered(batch, status)
    again = log.next_batch()

    assert log.count == left
    assert (again == batch) is (status in {0, 503, 401})


def test_what_was_hardly_seen_is_no_proof() -> None:
    log = PlayLog()
    log.begin({"at": 10.0})
    log.end(10.9)

    assert log.next_batch() is None


EVENTS = [{"id": n, "topic": "vacancies", "kind": "closed", "payload": {"vacancy": n}} for n in range(3)]
STREAM = b"retry: 1000\nid: 4-1\n\n: ping\n\nevent: reset\ndata: {}\n\n" + b"".join(
    f"id: 4-{each['id']}\r\ndata: {json.dumps(each)}\r\n\r\n".encode() for each in EVENTS
)


@given(st.lists(st.integers(0, len(STREAM))))
def test_events_are_read_however_they_are_cut(cuts: list[int]) -> None:
    parser, places = EventParser(), sorted({0, len(STREAM), *cuts})

    found = [e for a, b in pairwise(places) for e in parser.push(STREAM[a:b])]

    assert found == [("reset", {}), *(("message", each) for each in EVENTS)]
    assert parser.last_id == "4-2"


@pytest.mark.django_db
def test_a_simulated_screen_is_paired_by_its_code_and_known_after_a_restart(
    network: Network, operator_user: User
) -> None:
    [seat] = seats_on(network, ["214"])
    screen = pairing.ask_pairing(device=seat.device, width=1920, height=540)
    assert (seat.paired, seat.fresh, screen.pairing_code is None) == (None, True, False)

    pair_as_operator(seat, str(screen.pairing_code))
    [again] = seats_on(network, ["214"])

    assert again.paired is not None
    assert again.paired.token == pairing.secret_of(screen, "token")
    assert Player(screen, again.paired.token).get("boucle").status_code == 200
    assert Vehicle.objects.filter(label="214").count() == 1


@pytest.mark.django_db
def test_a_screen_that_the_desk_removed_waits_for_people(network: Network, operator_user: User) -> None:
    [seat] = seats_on(network, ["214"])
    screen = pairing.ask_pairing(device=seat.device, width=1920, height=540)
    pair_as_operator(seat, str(screen.pairing_code))
    screen.refresh_from_db()

    pairing.remove(screen=screen, by=operator_user)
    [again] = seats_on(network, ["214"])

    assert (again.paired, again.fresh) == (None, False)


@pytest.mark.django_db
def test_screens_for_load_are_made_once(network: Network, player: Player) -> None:
    first, again = seats_for_load(network, 3), seats_for_load(network, 3)

    assert [seat.paired for seat in first] == [seat.paired for seat in again]
    assert Screen.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_over_a_real_server_a_stop_reaches_the_screen_within_a_second(
    network: Network, player: Player, vacancy: Vacancy, operator_user: User
) -> None:
    heard: list[float] = []

    async def ride(address: str) -> None:
        line = Line(address)
        screen = Simulated(line, paired=Paired(str(player.screen.pk), player.token, network.key))
        screen.on_heard = lambda who, event: heard.append(time.monotonic()) if closed(who) else None
        fleet = Fleet(line, [screen])
        life = asyncio.create_task(fleet.run())
        while not (screen.mind.today and screen.live.last_id and screen.mind.reloads is not None):
            await asyncio.sleep(0.05)
        stopped = time.monotonic()
        await asyncio.to_thread(_stop, network, vacancy, operator_user)
        while not heard and time.monotonic() - stopped < 5:
            await asyncio.sleep(0.02)
        heard[:] = [at - stopped for at in heard]
        fleet.end()
        await life

    def closed(who: Simulated) -> bool:
        codes = {code for row in who.mind.today.bundle.vacancies for code in row.codes.values()}  # type: ignore[union-attr]
        return bool(who.mind.remote.closed & {*codes, str(vacancy.pk)})

    with web_server() as address:
        asyncio.run(ride(address))

    assert heard
    assert heard[0] < 1
    assert Screen.objects.get().now["shown"]["kind"] == "message"


@contextmanager
def web_server() -> Iterator[str]:
    """Live channel and pages on one port; connections to the database end with each request."""
    hub = Hub()
    channel, pages = LiveChannel(hub), WSGIMiddleware(_pages, workers=2)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with hub.running():
            yield
        await channel.release()

    fine = Route("/sante", lambda _request: PlainTextResponse("oui"))
    routes = [Route("/live", channel), fine, Mount("/", pages)]  # type: ignore[arg-type]
    port = free_port()
    app = Starlette(routes=routes, lifespan=lifespan)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=asyncio.run, args=[server.serve()])
    thread.start()
    try:
        wait_until(lambda: server.started and hub.ready, seconds=20, what="web server ready")
        yield f"http://127.0.0.1:{port}"
    finally:
        hub.close()
        server.should_exit = True
        thread.join(20)
        pages.executor.shutdown()


def _pages(environ: Any, start_response: Any) -> list[bytes]:
    try:
        return [b"".join(get_wsgi_application()(environ, start_response))]
    finally:
        connections.close_all()


def _stop(network: Network, vacancy: Vacancy, by: User) -> None:
    try:
        stop_everywhere(network=network, vacancy=vacancy, reason="Essai", by=by)
    finally:
        connections.close_all()
