"""Every format of positions, told apart by content; broken input is refused in words, never a crash."""

import json
from math import isfinite, isnan, nan
from zoneinfo import ZoneInfo

import pytest
from google.transit import gtfs_realtime_pb2 as pb
from hypothesis import given
from hypothesis import strategies as st

from jalon.engines.geocast.observation import Position, PositionError, freshness
from jalon.engines.geocast.positions import decode, read
from tests.shared_data import DATA, needs

AT = 1_700_000_000
PARIS = ZoneInfo("Europe/Paris")
VM = (
    '<Siri xmlns="http://www.siri.org.uk/siri"><ServiceDelivery><VehicleMonitoringDelivery><VehicleActivity>'
    "<RecordedAtTime>2023-11-14T23:13:20+01:00</RecordedAtTime><MonitoredVehicleJourney><LineRef>3</LineRef>"
    "<VehicleLocation><Longitude>2.4</Longitude><Latitude>51.03</Latitude></VehicleLocation>"
    "<Bearing>370</Bearing><BlockRef>B1</BlockRef><VehicleRef>214</VehicleRef></MonitoredVehicleJourney>"
    "</VehicleActivity></VehicleMonitoringDelivery></ServiceDelivery></Siri>"
)


def protobuf(lat: float = 51.03, lon: float = 2.4, *, at: int = AT, header_at: int = AT) -> bytes:
    """A VehiclePositions feed of one vehicle."""
    message = pb.FeedMessage()
    message.header.gtfs_realtime_version = "2.0"
    message.header.timestamp = header_at
    seen = message.entity.add(id="e1").vehicle
    seen.trip.trip_id, seen.trip.direction_id = "t1", 0
    seen.vehicle.id = "214"
    seen.position.latitude, seen.position.longitude = lat, lon
    seen.timestamp = at
    return bytes(message.SerializeToString())


def as_json(**position: object) -> bytes:
    """The same as JSON."""
    vehicle = {"trip": {"tripId": "t1"}, "vehicle": {"id": "214"}, "position": position, "timestamp": str(AT)}
    return json.dumps({"header": {}, "entity": [{"id": "e1", "vehicle": vehicle}]}).encode()


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (protobuf(), "gtfs-rt"),
        (as_json(latitude=51.03, longitude=2.4), "gtfs-rt-json"),
        (VM.encode(), "siri"),
        (b"\xef\xbb\xbf  \n" + VM.encode(), "siri"),
        (('<?xml version="1.0" encoding="UTF-16"?>' + VM).encode("utf-16"), "siri"),
        (b"at,vehicle,trip_id,lat,lon\n1700000000,214,t1,51.03,2.4\n", "csv"),
        (b"\xef\xbb\xbfLat;Lon;At;Vehicle\r\n51.03;2.4;2023-11-14T22:13:20Z;214\r\n", "csv"),
        (b"\xef\xbb\xbfLat;Lon;At;Vehicle\r\n51,03;2,4;2023-11-14T22:13:20Z;214\r\n", "csv"),
        (b"Lat\tLon\tAt\tVehicle\r\n51.03\t2.4\t2023-11-14T22:13:20Z\t214\r\n", "csv"),
        (b'"lat","lon","at","trip_id"\n51.03,2.4,2023-11-14T22:13:20Z,214\n', "csv"),
        (b'{"vehicle": 214, "lat": 51.03, "lon": 2.4, "at": 1700000000000}', "push"),
        (b'[{"vehicle": "214", "lat": "51.03", "lon": "2.4", "at": "2023-11-14T23:13:20"}]', "push"),
    ],
)
def test_formats_are_told_apart_by_content(data: bytes, form: str) -> None:
    reading = read(data, zone=PARIS)

    [position] = reading.positions
    assert (reading.format, position.source, reading.faults) == (form, form, ())
    assert (position.vehicle, position.at) == ("214", AT)
    assert (position.lat, position.lon) == (pytest.approx(51.03), pytest.approx(2.4))


def test_what_siri_says_of_the_journey_is_kept() -> None:
    [position] = decode(VM.encode())

    assert (position.line_ref, position.block, position.bearing, isnan(position.speed)) == (
        "3",
        "B1",
        10.0,
        True,
    )


def test_siri_lite_reads_as_siri() -> None:
    activity = {
        "RecordedAtTime": "2023-11-14T22:13:20Z",
        "MonitoredVehicleJourney": {
            "LineRef": {"value": "STIF:Line::C01:"},
            "VehicleRef": {"value": "214"},
            "VehicleLocation": {"Longitude": 2.4, "Latitude": 51.03},
        },
    }
    delivery = {"VehicleMonitoringDelivery": [{"VehicleActivity": [activity]}]}

    [position] = decode(json.dumps({"Siri": {"ServiceDelivery": delivery}}).encode())

    assert (position.vehicle, position.line_ref, position.at) == ("214", "STIF:Line::C01:", AT)


def test_a_vehicle_without_time_takes_that_of_the_feed_then_that_of_reception() -> None:
    assert decode(protobuf(at=0))[0].at == AT
    assert decode(protobuf(at=0, header_at=0), received_at=5.0)[0].at == 5.0
    assert "aucune heure" in read(protobuf(at=0, header_at=0)).faults[0]


@pytest.mark.parametrize(
    "place", [(0, 0), (nan, 2.4), (51.03, float("inf")), (95, 2.4), (51.03, 200), (90, 0)]
)
def test_absurd_coordinates_are_left_out_and_said(place: tuple[float, float]) -> None:
    reading = read(protobuf(*place))

    assert reading.positions == ()
    assert reading.faults[0].startswith("Véhicule 214 : coordonnées")


def test_one_bad_entity_does_not_cost_the_others() -> None:
    document = json.loads(as_json(latitude=51.03, longitude=2.4))
    document["entity"] += [{"id": "x", "vehicle": {"position": "ici"}}, 3, {"id": "y", "vehicle": {}}]

    reading = read(json.dumps(document).encode())

    assert len(reading.positions) == 1
    assert len(reading.faults) == 3


def test_a_csv_row_that_cannot_be_used_is_said_with_its_line() -> None:
    reading = read(b"at,vehicle,lat,lon\n1700000000,a,51,2\nhier,b,51,2\n1700000000,c,,2\n")

    assert [position.vehicle for position in reading.positions] == ["a"]
    assert [fault.split(" :")[0] for fault in reading.faults] == [
        "Ligne 3, véhicule b",
        "Ligne 4, véhicule c",
    ]


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha">]><Siri>&x;</Siri>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b" \n ", "vide"),
        (protobuf()[:-3], "GTFS-Realtime"),
        (b"\x00\x01\x02", "GTFS-Realtime"),
        (VM.encode()[:-40], "XML mal formé"),
        (BOMB.encode(), "refusé"),
        (b"<!DOCTYPE Siri SYSTEM 'http://example.org/siri.dtd'>" + VM.encode(), "refusé"),
        (b"<a>" * 200_000, "niveaux"),
        (b"<html><body>404</body></html>", "ni VehicleMonitoring ni EstimatedTimetable"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "XML"),
        (b'{"header": ', "JSON mal formé"),
        (b"[" * 100_000, "JSON mal formé"),
        (b'{"header": 3, "entity": {}}', "GTFS-Realtime"),
        (b"bonjour", "Format de positions inconnu"),
        (b"vehicle,lat,lon\n1,51,2\n", "« at »"),
        (b"<Envelope><Body><Fault><faultstring>cl\xc3\xa9</faultstring></Fault></Body></Envelope>", "clé"),
    ],
)
def test_unreadable_input_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(PositionError, match=words):
        read(data)


def _whole(data: bytes) -> None:
    """Read, accepting only a refusal in words; whatever is given back is on Earth and dated."""
    try:
        reading = read(data)
    except PositionError:
        return
    for position in reading.positions:
        assert isfinite(position.at)
        assert -90 < position.lat < 90
        assert -180 <= position.lon <= 180


SEEDS = [protobuf(), VM.encode(), as_json(latitude=51.03, longitude=2.4), b"at,lat,lon\n1700000000,51,2\n"]


@given(st.sampled_from(SEEDS), st.integers(0, 10_000), st.binary(max_size=8), st.integers(0, 8))
def test_damaged_messages_never_crash(seed: bytes, where: int, scrap: bytes, gone: int) -> None:
    where %= len(seed)

    _whole(seed[:where] + scrap + seed[where + gone :])


@given(st.binary(max_size=200))
def test_random_bytes_never_crash(data: bytes) -> None:
    _whole(data)
    _whole(b"\n\x05\n\x032.0" + data)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "header",
                        "entity",
                        "vehicle",
                        "position",
                        "latitude",
                        "longitude",
                        "timestamp",
                        "trip",
                    ),
                    *("Siri", "VehicleMonitoringDelivery", "VehicleActivity", "MonitoredVehicleJourney"),
                    *(
                        "EstimatedTimetableDelivery",
                        "EstimatedJourneyVersionFrame",
                        "value",
                        "lat",
                        "lon",
                        "at",
                    ),
                    *(
                        "EstimatedVehicleJourney",
                        "EstimatedCalls",
                        "EstimatedCall",
                        "Order",
                        "AimedArrivalTime",
                    ),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_odd_json_never_crashes(document: object) -> None:
    _whole(json.dumps(document).encode())


def test_freshness_is_said_in_words() -> None:
    assert freshness(AT, AT + 60).words == "position d’il y a 60 s"
    assert freshness(AT, AT + 100).state == freshness(nan, AT).state == "stale"
    assert freshness(AT, AT - 31).words == "horloge du véhicule en avance de 31 s"


@needs("gtfs_rt")
@pytest.mark.parametrize(
    ("name", "vehicles", "left_out"),
    [
        ("king-county-metro-1.pbf", 627, 0),
        ("king-county-metro-2.pbf", 569, 1),
        ("vehicle_positions_a.pb", 366, 0),
    ],
)
def test_recorded_feeds_decode_whole(name: str, vehicles: int, left_out: int) -> None:
    reading = read((DATA / "gtfs_rt" / name).read_bytes())

    assert (len(reading.positions), len(reading.faults)) == (vehicles, left_out)
    assert all(position.trip_id for position in reading.positions)


@needs("siri")
def test_the_examples_of_the_siri_committee_decode() -> None:
    folder = DATA / "siri" / "siri_cen_examples"

    positions = decode((folder / "VM" / "exv_vehicleMonitoring_response_simple.xml").read_bytes())

    assert [(p.vehicle, p.lat, p.lon, p.bearing) for p in positions] == [
        ("VEH987654", 53.55, 0.1, 123.0),
        ("VEH987659", 53.5, 0.0, 70.0),
    ]
    verbose = read((folder / "VM" / "exv_vehicleMonitoring_response.xml").read_bytes())
    assert [fault[-26:] for fault in verbose.faults] == ["coordonnées au pôle (90, 180)."[-26:]] * 2
    with pytest.raises(PositionError, match="ni VehicleMonitoring ni EstimatedTimetable"):
        decode((folder / "SM" / "exs_stopMonitoring_response.xml").read_bytes())


def test_a_position_knows_what_it_does_not_know() -> None:
    bare = Position("214", AT, 51.03, 2.4)

    assert (bare.trip_id, isnan(bare.bearing), isnan(bare.speed)) == ("", True, True)
