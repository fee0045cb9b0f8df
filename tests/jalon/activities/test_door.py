"""The page at the door and its machine end: who may open them, what they take, what they never lose."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.models import Attendance, AttendanceMark, Booking, Session, SessionFacilitator, WalkIn
from jalon.directory.models import Organisation
from tests.fixtures.people import signed_in
from tests.jalon.activities.door import ended, gesture, make_workshop, number, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(host: Organisation) -> Session:
    return make_workshop(host)


@pytest.fixture
def awa(workshop: Session) -> Booking:
    return somebody(workshop)


def address(session: Session, rest: str = "porte.json") -> str:
    return f"/seances/{session.pk}/{rest}"


def pages(session: Session) -> list[str]:
    return [address(session, rest) for rest in ("porte/", "emargement.pdf", "feuille/", "feuille/papier/")]


def posts(session: Session) -> list[str]:
    rests = ("fermer/", "rouvrir/", "choisir/1/", "place/1/", "papier/")
    return [address(session, f"feuille/{rest}") for rest in rests]


def sent(who: Booking, **values: Any) -> dict[str, Any]:
    row = {
        "kind": "mark",
        "uuid": str(uuid4()),
        "booking": who.pk,
        "arrival": None,
        "part": who.session.parts.get().pk,
        "status": "present",
        "means": "phone",
        "signature": "",
        "reason": "",
        "knew": None,
        "settles": False,
        "at": timezone.now().timestamp(),
    }
    return {**row, **values}


def arrival(session: Session, **values: Any) -> dict[str, Any]:
    row = {
        "kind": "arrival",
        "uuid": str(uuid4()),
        "first_name": "Nadège",
        "last_name": "",
        "phone": "",
        "part": session.parts.get().pk,
        "signature": "",
        "at": timezone.now().timestamp(),
    }
    return {**row, **values}


def post(client: Client, session: Session, *gestures: Any, rest: str = "porte.json") -> Any:
    body = json.dumps({"device": "tablette", "gestures": list(gestures)})
    return client.post(address(session, rest), body, content_type="application/json")


def test_a_stranger_gets_nothing(client: Client, awa: Booking, workshop: Session) -> None:
    for one in [*pages(workshop), "/seances/feuilles/"]:
        assert client.get(one)["Location"].startswith("/compte/"), one
    for one in posts(workshop):
        assert client.post(one).status_code == 302, one
    for answer in (client.get(address(workshop)), post(client, workshop, sent(awa))):
        assert (answer.status_code, answer.json()) == (401, {"error": "Entrez de nouveau."})
    assert not AttendanceMark.objects.exists()


@pytest.mark.parametrize("who", ["recruiter", "operator_user", "administrator"])
def test_who_is_no_adviser_gets_nothing(
    who: str, request: pytest.FixtureRequest, awa: Booking, workshop: Session
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for one in [*pages(workshop), "/seances/feuilles/"]:
        assert client.get(one).status_code == 403, one
    for one in posts(workshop):
        assert client.post(one).status_code == 403, one
    for answer in (client.get(address(workshop)), post(client, workshop, sent(awa))):
        assert answer.status_code == 403
        assert "Awa" not in answer.content.decode()


def test_another_organisation_finds_nothing(awa: Booking, workshop: Session, partner_adviser: User) -> None:
    client = signed_in(partner_adviser)
    for one in pages(workshop):
        assert client.get(one).status_code == 404, one
    for one in posts(workshop):
        assert client.post(one).status_code == 404, one
    assert post(client, workshop, sent(awa)).status_code == 404
    assert "Atelier CV" not in client.get("/seances/feuilles/").content.decode()
    assert not AttendanceMark.objects.exists()


def test_a_facilitator_of_another_partner_holds_the_door(
    awa: Booking, workshop: Session, partner_adviser: User
) -> None:
    partner = Organisation.objects.get(name="PLIE des Dunes")
    SessionFacilitator.objects.create(session=workshop, organisation=partner, user=partner_adviser)
    client = signed_in(partner_adviser)

    assert post(client, workshop, sent(awa)).json()["answers"]
    assert all(client.get(one).status_code == 200 for one in pages(workshop))


def test_the_machine_end_wants_the_token_of_the_page(awa: Booking, workshop: Session, adviser: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(adviser)
    assert post(client, workshop, sent(awa)).status_code == 403

    client.get(address(workshop))
    body = json.dumps({"device": "t", "gestures": [sent(awa)]})
    token = client.cookies["jalon_csrf"].value
    answer = client.post(
        address(workshop), body, content_type="application/json", headers={"x-csrftoken": token}
    )

    assert answer.status_code == 200


def test_the_shell_names_nobody_and_the_snapshot_says_little(
    awa: Booking, workshop: Session, adviser: User
) -> None:
    client = signed_in(adviser)
    gesture(awa, "excused", reason="raison secrète")

    shell = client.get(address(workshop, "porte/")).content.decode()
    snapshot = client.get(address(workshop)).content.decode()

    assert "Awa" not in shell
    assert "Awa D." in snapshot
    assert "Diarra" not in snapshot
    assert "secrète" not in snapshot


def test_gestures_are_taken_one_by_one_and_once(awa: Booking, workshop: Session, adviser: User) -> None:
    client = signed_in(adviser)
    good, bad = sent(awa, signature="M1 1L60 60"), sent(awa, status="excused")
    stranger = sent(awa, booking=999_999)

    first = post(client, workshop, good, bad, stranger).json()
    again = post(client, workshop, good).json()

    assert first["answers"] == {
        good["uuid"]: "",
        bad["uuid"]: "Dites en un mot pourquoi la personne est excusée.",
        stranger["uuid"]: "Cette personne n’a pas de place à cette séance.",
    }
    assert again["answers"] == {good["uuid"]: ""}
    (held,) = again["snapshot"]["held"]
    assert (held["status"], held["signed"], held["uuid"]) == ("present", True, good["uuid"])
    assert AttendanceMark.objects.get().device == "tablette"


def test_somebody_without_a_seat_is_added_and_marked_in_one_message(workshop: Session, adviser: User) -> None:
    client = signed_in(adviser)
    came = arrival(workshop)
    part = workshop.parts.get().pk
    left = {**sent(somebody(workshop)), "booking": None, "arrival": came["uuid"], "status": "late",
            "part": part, "knew": came["uuid"]}  # fmt: skip

    answer = post(client, workshop, came, left).json()

    assert set(answer["answers"].values()) == {""}
    assert [one["name"] for one in answer["snapshot"]["people"]] == ["Awa D.", "Nadège"]
    assert Attendance.objects.get(booking__walk_in=True).status == "late"


def test_a_full_session_says_so_and_a_chair_is_added(host: Organisation, adviser: User) -> None:
    session = make_workshop(host, seats_max=1)
    somebody(session)
    client = signed_in(adviser)

    (waits,) = post(client, session, arrival(session)).json()["snapshot"]["refused"]
    assert (waits["name"], waits["room"]) == ("Nadège", True)
    body = json.dumps({"arrival": waits["id"]})
    answer = client.post(address(session, "porte/place.json"), body, content_type="application/json")

    assert answer.json()["snapshot"]["refused"] == []
    assert len(answer.json()["snapshot"]["people"]) == 2
    gone = client.post(
        address(session, "porte/place.json"), '{"arrival": 99}', content_type="application/json"
    )
    assert gone.status_code == 404


def test_what_two_devices_say_is_shown_and_settled(awa: Booking, workshop: Session, adviser: User) -> None:
    client = signed_in(adviser)
    gesture(awa, "absent", by=adviser)

    (held,) = post(client, workshop, sent(awa)).json()["snapshot"]["held"]
    assert held["conflict"]
    assert [mark["status"] for mark in held["marks"]] == ["absent", "present"]
    assert "Claire Deswarte" in held["marks"][0]["said"]
    page = client.get(address(workshop, "feuille/")).content.decode()
    assert "Deux appareils" in page

    choice = address(workshop, f"feuille/choisir/{Attendance.objects.get().pk}/")
    client.post(choice, {"status": "present"})
    assert Attendance.objects.get().conflict is False


def test_a_mark_after_closing_is_shown(awa: Booking, workshop: Session, adviser: User) -> None:
    client = signed_in(adviser)
    gesture(awa)
    ended(workshop)
    actions.close_sheet(session=workshop, by=adviser)

    snapshot = post(client, workshop, sent(awa, status="absent")).json()["snapshot"]

    assert snapshot["session"]["closed"]
    assert [mark["status"] for mark in snapshot["late"]] == ["absent"]
    assert "Reçu après la fermeture" in client.get(address(workshop, "feuille/")).content.decode()


BAD = [b"", b"[]", b"{", b'{"device":"x"}', b'{"device":"x","gestures":{}}', b'{"device":"x","gestures":[1]}',
       b'{"device":"\\ud800","gestures":[]}', b"9" * 5000, b"[" * 100_000]  # fmt: skip


@pytest.mark.parametrize("body", BAD)
def test_what_cannot_be_read_is_refused_in_words(workshop: Session, adviser: User, body: bytes) -> None:
    for rest in ("porte.json", "porte/place.json"):
        answer = signed_in(adviser).post(address(workshop, rest), body, content_type="application/json")
        assert answer.status_code == 400
        assert answer.json()["error"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    key=st.sampled_from(["kind", "uuid", "booking", "arrival", "part", "status", "means", "signature", "knew",
                         "reason", "settles", "at"]),
    value=anything,
)  # fmt: skip
def test_no_value_breaks_the_machine_end(
    awa: Booking, workshop: Session, adviser: User, key: str, value: Any
) -> None:
    answer = post(signed_in(adviser), workshop, sent(awa, **{key: value}))

    assert answer.status_code in {200, 400}, answer.content


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(
    key=st.sampled_from(["uuid", "first_name", "last_name", "phone", "part", "signature", "at"]),
    value=anything,
)
def test_no_value_breaks_an_arrival(workshop: Session, adviser: User, key: str, value: Any) -> None:
    answer = post(signed_in(adviser), workshop, arrival(workshop, **{key: value}))

    assert answer.status_code in {200, 400}, answer.content


def test_other_methods_are_refused(workshop: Session, adviser: User) -> None:
    client = signed_in(adviser)

    assert client.put(address(workshop)).status_code == 405
    assert client.get(address(workshop, "porte/place.json")).status_code == 405
    assert all(client.get(one).status_code in {405, 200} for one in posts(workshop))


def test_a_paper_sheet_is_typed_once(awa: Booking, workshop: Session, adviser: User) -> None:
    client = signed_in(adviser)
    key = f"{awa.pk}-{workshop.parts.get().pk}"
    typed = {f"{key}-uuid": str(number("p")), f"{key}-knew": "", f"{key}-status": "late",
             f"{key}-hour": "", f"{key}-reason": ""}  # fmt: skip

    for _ in range(2):
        assert client.post(address(workshop, "feuille/papier/"), typed).status_code == 302

    mark = AttendanceMark.objects.get()
    assert (mark.status, mark.means, mark.marked_by) == ("late", "paper", adviser)


def test_a_paper_sheet_that_lacks_a_reason_keeps_what_was_typed(
    awa: Booking, workshop: Session, adviser: User
) -> None:
    key = f"{awa.pk}-{workshop.parts.get().pk}"
    typed = {f"{key}-uuid": str(number("p")), f"{key}-status": "excused"}

    answer = signed_in(adviser).post(address(workshop, "feuille/papier/"), typed)

    assert answer.status_code == 422
    assert "Dites en un mot pourquoi" in answer.content.decode()
    assert not AttendanceMark.objects.exists()


def test_the_sheet_is_closed_and_opened_again_from_its_page(
    awa: Booking, workshop: Session, adviser: User
) -> None:
    client = signed_in(adviser)
    follow = {"follow": True}
    words = client.post(address(workshop, "feuille/fermer/"), **follow).content.decode()  # type: ignore[arg-type]
    assert "Il reste Awa" in words

    client.post(address(workshop, "feuille/fermer/"), {"rest": "1"})
    page = client.get(address(workshop, "feuille/")).content.decode()
    assert "Feuille fermée" in page
    assert "Proposer un appel" in page
    assert client.post(address(workshop, "feuille/rouvrir/"), {"reason": ""}).status_code == 422

    client.post(address(workshop, "feuille/rouvrir/"), {"reason": "erreur"})
    workshop.refresh_from_db()
    assert workshop.sheet_closed_at is None


LISTS = [("porte.json", 9), ("feuille/", 12), ("feuille/papier/", 12)]


@pytest.mark.parametrize(("rest", "count"), LISTS)
def test_pages_take_the_same_queries_however_many_people(
    workshop: Session, adviser: User, django_assert_num_queries: Any, rest: str, count: int
) -> None:
    client = signed_in(adviser)
    for people in (1, 2, 3):
        gesture(somebody(workshop, f"P{people} Nom"), signature="M1 1L60 60")
        if people != 2:
            with django_assert_num_queries(count):
                assert client.get(address(workshop, rest)).status_code == 200


def test_the_list_of_sheets_takes_the_same_queries_however_long(
    host: Organisation, adviser: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(adviser)
    for sessions in (1, 2, 3):
        for over in (True, False):
            session = make_workshop(host)
            gesture(somebody(session))
            if over:
                ended(session)
        if sessions != 2:
            with django_assert_num_queries(8):
                assert client.get("/seances/feuilles/").status_code == 200


def test_the_hour_written_on_paper_counts(awa: Booking, workshop: Session, adviser: User) -> None:
    part = workshop.parts.get()
    half = timezone.localtime(part.starts_at + timedelta(hours=1))
    key = f"{awa.pk}-{part.pk}"
    typed = {f"{key}-uuid": str(number("p")), f"{key}-status": "late", f"{key}-hour": f"{half:%H:%M}"}

    signed_in(adviser).post(address(workshop, "feuille/papier/"), typed)

    assert Attendance.objects.get().minutes in {119, 120, 121}


def test_refused_arrivals_stay_on_the_sheet(host: Organisation, adviser: User) -> None:
    session = make_workshop(host, seats_max=1)
    somebody(session)
    client = signed_in(adviser)
    post(client, session, arrival(session))
    assert "Ajouter une place" in client.get(address(session, "feuille/")).content.decode()

    client.post(address(session, f"feuille/place/{WalkIn.objects.get().pk}/"))

    assert WalkIn.objects.get().booking is not None
