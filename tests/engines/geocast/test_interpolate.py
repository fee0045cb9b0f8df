"""Estimated calls become a place along the line: SIRI-ET as Dunkerque publishes it, and TripUpdates."""

from datetime import UTC, date, datetime
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.engines.geocast.clock import ServiceClock
from jalon.engines.geocast.index import FeedIndex
from jalon.engines.geocast.interpolate import place, resolve, vehicle_of
from jalon.engines.geocast.match import Tracker
from jalon.engines.geocast.observation import Call, Journey
from jalon.engines.geocast.positions import read as read_positions
from jalon.engines.gtfs.read import read
from tests.engines.geocast.lines import MONDAY, SPEED, network
from tests.shared_data import DATA, needs

CLOCK = ServiceClock("Europe/Paris")
START = CLOCK.start(date.fromisoformat(MONDAY)) + 8 * 3600
SOUND = DATA / "gtfs_rt" / "soundtransit_matched"


def call(rank: int, late_s: float = nan, **more: object) -> Call:
    """The call of aller-0 at its stop of this rank, estimated late by so much."""
    aimed = START + rank * round(500 / SPEED * 1000) / 1000
    values = {"stop": f"ALLER-{rank}", "aimed_arrival": aimed, "arrival": aimed + late_s, **more}
    return Call(**values)  # type: ignore[arg-type]


def journey(*calls: Call, ref: str = "aller-0", at: float = START + 300, **more: object) -> Journey:
    """A journey of line 3 said at 8:05."""
    return Journey(ref=ref, at=at, calls=calls, line_ref="FR:Line:3:", **more)  # type: ignore[arg-type]


@given(st.integers(0, 600), st.integers(-60, 240))
def test_a_late_bus_is_where_its_delay_puts_it(after_s: int, late_s: int) -> None:
    now = START + after_s

    match = place(network(), CLOCK, journey(*(call(rank, late_s) for rank in range(13)), at=now), now)

    expected = min(max((after_s - late_s) * SPEED, 0), 6000)
    assert match is not None
    assert (match.outcome, match.reason) == ("on_trip", "estimated")
    assert match.at_m == pytest.approx(expected, rel=0.01, abs=10)


def test_a_delay_holds_until_the_next_one_is_known_and_also_before_the_first() -> None:
    now = START + 300

    alone = place(network(), CLOCK, journey(call(8, 120)), now)

    assert alone is not None
    assert alone.at_m == pytest.approx((300 - 120) * SPEED, rel=0.01)


def test_a_network_that_calls_its_stops_by_their_codes_is_understood() -> None:
    now = START + 500
    coded = call(6, 300, stop="FR:StopPoint:Q:1006:LOC", aimed_arrival=nan)

    match = place(network(), CLOCK, journey(coded, at=now), now)

    assert network().stops("1006") == {network().feed.stops.ids.index("ALLER-6")}
    assert match is not None
    assert match.at_m == pytest.approx((500 - 300) * SPEED, rel=0.01)


def test_between_two_estimates_the_bus_runs_evenly() -> None:
    now = START + 300
    slow = journey(call(4, 0), call(6, 250), at=now)

    match = place(network(), CLOCK, slow, now)

    assert match is not None
    assert 2000 < match.at_m < 2600


def test_estimates_that_contradict_each_other_never_move_the_bus_back() -> None:
    calls = [call(4, 100), call(5, -20), call(6, 30)]
    instants = range(200, 500, 20)

    places = [place(network(), CLOCK, journey(*calls, at=START + s), START + s) for s in instants]

    metres = [match.at_m for match in places if match is not None]
    assert len(metres) == len(instants)
    assert metres == sorted(metres)


def test_no_bus_is_on_the_road_before_after_or_when_cancelled() -> None:
    calls = [call(rank, 0) for rank in range(13)]

    assert place(network(), CLOCK, journey(*calls, at=START - 400), START - 400) is None
    assert place(network(), CLOCK, journey(*calls, at=START + 900), START + 900) is None
    assert place(network(), CLOCK, journey(*calls, cancelled=True), START + 300) is None


def test_an_old_message_is_stale_and_one_without_estimates_gives_the_line() -> None:
    old = place(network(), CLOCK, journey(call(3, 0), at=START + 200), START + 300)
    empty = place(network(), CLOCK, journey(), START + 300)

    assert old is not None
    assert empty is not None
    assert (old.outcome, old.reason) == ("on_line", "stale")
    assert (empty.outcome, empty.reason) == ("on_line", "line_only")


def test_a_reference_that_is_no_trip_is_found_by_line_stops_and_hours() -> None:
    by_stop = journey(call(4, 30), call(5, 30), ref="4711")
    by_name = journey(*(call(r, 30, stop=f"x{r}", name=f"Arrêt ALLER {r}") for r in (4, 5)), ref="4711")
    by_hours = journey(*(call(r, 30, stop=f"x{r}") for r in (4, 5, 6)), ref="4711")
    by_codes_of_others = journey(*(call(r, 30, stop=f"RETOUR-{r}") for r in (4, 5, 6)), ref="4711")

    for told in (by_stop, by_name, by_hours, by_codes_of_others):
        trip, _ = resolve(network(), CLOCK, told, START + 300)
        assert network().feed.trips.ids[trip] == "aller-0"
        assert vehicle_of(network(), told, trip) == "B1"


def test_a_journey_of_a_day_that_is_played_is_found_by_its_hours_too() -> None:
    evening = START + 160 * 86_400 + 12 * 3600
    clock = ServiceClock("Europe/Paris", date.fromisoformat(MONDAY), origin=evening, origin_s=8 * 3600)
    calls = [Call(f"ALLER-{rank}", aimed_arrival=evening + rank * 62.5) for rank in (4, 5, 6)]

    trip, _ = resolve(network(), clock, journey(*calls, ref="4711"), evening + 300)

    assert network().feed.trips.ids[trip] == "aller-0"


def test_a_journey_of_no_known_trip_is_on_its_line_while_it_runs() -> None:
    extra = journey(call(4, 30, aimed_arrival=START + 257), call(9, 30, aimed_arrival=START + 999), ref="x")

    match = place(network(), CLOCK, extra, START + 300)

    assert match is not None
    assert (match.outcome, match.reason, match.route) == ("on_line", "line_only", 0)
    assert place(network(), CLOCK, extra, START - 3600) is None


def stamp(second: float, offset: str = "+02:00") -> str:
    """An instant of that Monday as the network writes it: Paris's clock with some offset."""
    return datetime.fromtimestamp(START + second + 7200, UTC).strftime("%Y-%m-%dT%H:%M:%S") + offset


def soap(calls: str) -> bytes:
    """A SOAP answer as the server of the French profile gives it."""
    return (
        '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>'
        '<sw:GetEstimatedTimetableResponse xmlns:sw="http://wsdl.siri.org.uk" '
        'xmlns:siri="http://www.siri.org.uk/siri"><ServiceDeliveryInfo>'
        f"<siri:ResponseTimestamp>{stamp(300)}</siri:ResponseTimestamp></ServiceDeliveryInfo><Answer>"
        '<siri:EstimatedTimetableDelivery version="2.0:FR-IDF-2.4"><siri:EstimatedJourneyVersionFrame>'
        f"<siri:RecordedAtTime>{stamp(120)}</siri:RecordedAtTime><siri:EstimatedVehicleJourney>"
        "<siri:LineRef>3</siri:LineRef><siri:DatedVehicleJourneyRef>4711</siri:DatedVehicleJourneyRef>"
        f"<siri:EstimatedCalls>{calls}</siri:EstimatedCalls></siri:EstimatedVehicleJourney>"
        "</siri:EstimatedJourneyVersionFrame></siri:EstimatedTimetableDelivery></Answer>"
        "<AnswerExtension/></sw:GetEstimatedTimetableResponse></S:Body></S:Envelope>"
    ).encode()


def soap_call(rank: int, late_s: float, offset: str) -> str:
    """One call; the expected time may be written in another offset, as was seen."""
    return (
        f"<siri:EstimatedCall><siri:StopPointRef>ALLER-{rank}</siri:StopPointRef>"
        f"<siri:AimedArrivalTime>{stamp(rank * 62.5)}</siri:AimedArrivalTime>"
        f"<siri:ExpectedArrivalTime>{stamp(rank * 62.5 + late_s, offset)}</siri:ExpectedArrivalTime>"
        "</siri:EstimatedCall>"
    )


@pytest.mark.parametrize("offset", ["+02:00", "+01:00", "Z"])
def test_a_soap_answer_places_the_bus_even_when_its_offsets_disagree(offset: str) -> None:
    [told] = read_positions(soap("".join(soap_call(rank, 60, offset) for rank in range(4, 13)))).journeys

    match = place(network(), CLOCK, told, START + 310)

    assert told.at == START + 300
    assert match is not None
    assert match.at_m == pytest.approx((310 - 60) * SPEED, rel=0.02)


def test_an_answer_without_journeys_is_read_as_an_empty_one() -> None:
    empty = soap("").replace(b"4711", b"")
    start, end = empty.index(b"<siri:EstimatedJourneyV"), empty.index(b"</siri:EstimatedTimetableD")

    assert read_positions(empty[:start] + empty[end:]).journeys == ()


@needs("gtfs_rt", "soundtransit_matched")
def test_recorded_trip_updates_agree_with_the_vehicles_recorded_at_the_same_second() -> None:
    index = FeedIndex.of(read(SOUND / "40" / "st.zip"))
    clock, tracker = ServiceClock(index.feed.timezone), Tracker(index)
    vehicles = read_positions((SOUND / "vehicle_position_1683740698.json").read_bytes()).positions
    updates = read_positions((SOUND / "trip_update_1683740698.json").read_bytes()).journeys
    seen = {position.trip_id: tracker.see(position) for position in vehicles}

    gaps = [
        abs(match.at_m - seen[told.ref].at_m)
        for told in updates
        if (match := place(index, clock, told, told.at)) is not None and seen[told.ref].reason == "trip"
    ]

    assert len(gaps) >= 12
    assert sorted(gaps)[len(gaps) // 2] < 300
