"""Pages of the rounds: who opens them, what they cost, what they keep when something is wrong."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.models import LinkScan
from jalon.base.queries.short_link import open_link_of
from jalon.directory.models import Organisation, Site
from jalon.outreach import actions, queries
from jalon.outreach.actions import Mark, Said
from jalon.outreach.models import Circuit, District, FirstContact, Halt, Outing, Relay, Stand
from jalon.outreach.rules import small
from jalon.people.models import FileAccess, Person
from tests.factories.activities import make_activity, make_session
from tests.factories.vacancies import make_vacancy
from tests.jalon.outreach.conftest import MONDAY, geojson, signed_in, square

pytestmark = pytest.mark.django_db
SECRET = "Bus du littoral"


@pytest.fixture
def contact(stand: Stand, adviser: User) -> FirstContact:
    said = Said(first_name="Awa", phone="0639981234", wish="work")
    return actions.take_contact(uuid=uuid4(), stand=stand, said=said, taken_at=MONDAY, by=adviser)


def own_pages(contact: FirstContact, relay: Relay) -> list[str]:
    stand = contact.stand
    assert stand
    circuit, halt, outing = stand.outing.circuit_id, stand.halt_id, stand.outing_id
    numbered = [
        f"{circuit}/", f"{circuit}/modifier/", f"{circuit}/affiche-a4.pdf", f"{circuit}/arrets/nouveau/",
        f"arrets/{halt}/", f"sorties/{outing}/", f"passages/{stand.pk}/", f"contacts/{contact.pk}/",
        f"relais/{relay.pk}/", f"relais/{relay.pk}/affiche.pdf",
    ]  # fmt: skip
    return [f"/tournees/{one}" for one in numbered]


def own_posts(contact: FirstContact, relay: Relay) -> list[str]:
    stand = contact.stand
    assert stand
    circuit, outing = stand.outing.circuit_id, stand.outing_id
    numbered = [
        f"{circuit}/terminer/", f"{circuit}/prevoir/", f"arrets/{stand.halt_id}/retirer/",
        f"sorties/{outing}/equipage/", f"sorties/{outing}/retour/", f"passages/{stand.pk}/deplacer/",
        f"passages/{stand.pk}/annuler/", f"contacts/{contact.pk}/appel/", f"contacts/{contact.pk}/papier/",
        f"contacts/{contact.pk}/offres/1/", f"contacts/{contact.pk}/seances/1/",
        f"relais/{relay.pk}/retirer/",
    ]  # fmt: skip
    return [f"/tournees/{one}" for one in numbered]


LISTS = ["", "nouvelle/", "comptoir/", "contacts/", "relais/", "relais/nouveau/", "quartiers/",
         "resultats/", "resultats.csv"]  # fmt: skip


def test_strangers_employers_and_other_teams_read_nothing(
    client: Client, contact: FirstContact, relay: Relay, recruiter: User, partner_adviser: User
) -> None:
    employer, other = signed_in(recruiter), signed_in(partner_adviser)
    for address in [*own_pages(contact, relay), *(f"/tournees/{one}" for one in LISTS)]:
        assert client.get(address)["Location"].startswith("/compte/"), address
        assert employer.get(address).status_code == 403, address
    for address in own_posts(contact, relay):
        assert client.post(address).status_code == 302, address
        assert employer.post(address).status_code == 403, address
        assert other.post(address).status_code == 404, address
        assert other.get(address).status_code == 405, address
    for address in own_pages(contact, relay):
        assert other.get(address).status_code == 404, address
    for one in LISTS:
        text = other.get(f"/tournees/{one}").content.decode()
        assert not [word for word in (SECRET, "Awa", "Table Ouverte") if word in text], one
    assert not Stand.objects.exclude(state="planned").exists()


def test_every_page_opens_for_its_team(contact: FirstContact, relay: Relay, adviser: User) -> None:
    client = signed_in(adviser)
    for address in [*own_pages(contact, relay), *(f"/tournees/{one}" for one in LISTS)]:
        assert client.get(address).status_code == 200, address
    assert FileAccess.objects.get().person == contact.person


@pytest.fixture
def more(circuit: Circuit, relay: Relay, adviser: User, host: Organisation, employer: Organisation) -> Any:
    """Add a circuit, stands, people met, a relay, a vacancy and a session."""
    session = make_activity(host)

    def add(number: int) -> None:
        values = {"kind": "cafe", "name": f"Café {number}", "summary": "", "vehicle": None}
        cafe = actions.write_circuit(organisation=host, values=values, by=adviser)
        halt = {"name": f"Lieu {number}", "place": "ici", "site": None, "lat": 51.03, "lon": 2.2}
        rows = [actions.Hours(0, time(15), time(16))]
        actions.write_halt(circuit=cafe, values=halt, hours=rows, by=adviser)
        actions.write_halt(circuit=circuit, values=halt, hours=rows, by=adviser)
        for one in (cafe, circuit):
            actions.plan(circuit=one, first=MONDAY.date(), last=MONDAY.date() + timedelta(days=6), by=adviser)
        for stand in Stand.objects.select_related("halt", "outing__circuit__organisation").order_by("pk"):
            said = Said(first_name=f"P{number}", phone=f"06399812{number:02}")
            actions.take_contact(uuid=uuid4(), stand=stand, said=said, taken_at=MONDAY, by=adviser)
            actions.tally(stand=stand, marks=[Mark(uuid4(), MONDAY)], by=adviser)
        actions.set_crew(
            outing=Outing.objects.order_by("pk")[0], users=[adviser], names=[f"N{number}"], by=adviser
        )
        place = {"association": f"Club {number}", "place": "accueil", "lat": None, "lon": None}
        actions.write_relay(organisation=host, values=place, by=adviser)
        make_vacancy(employer, lat=51.031, lon=2.201, title=f"Offre {number}")
        make_session(session, title=f"Séance {number}", starts_at=MONDAY + timedelta(days=number))

    return add


COSTS = [
    ("/tournees/", 8),
    ("/tournees/{circuit}/", 11),
    ("/tournees/sorties/{outing}/", 9),
    ("/tournees/comptoir/", 11),
    ("/tournees/contacts/", 7),
    ("/tournees/contacts/{contact}/", 18),
    ("/tournees/relais/", 9),
    ("/tournees/resultats/", 14),
    ("/tournees/quartiers/", 6),
    ("/tournee/", 5),
]


@pytest.mark.parametrize("row", COSTS, ids=[address for address, _ in COSTS])
def test_pages_cost_the_same_with_one_and_three(
    more: Any,
    adviser: User,
    at: Callable[[datetime], None],
    django_assert_num_queries: Any,
    row: tuple[str, int],
) -> None:
    address, cost = row
    more(1)
    client = signed_in(adviser) if address != "/tournee/" else Client()
    contact = FirstContact.objects.order_by("pk")[0]
    asked = address.format(
        circuit=Circuit.objects.order_by("pk")[0].pk,
        outing=Outing.objects.order_by("pk")[0].pk,
        contact=contact.pk,
    )
    at(MONDAY + timedelta(hours=7, minutes=30))
    client.get(asked)
    for number in (1, 2, 3):
        if number > 1:
            more(number)
        if number != 2:
            with django_assert_num_queries(cost):
                assert client.get(asked).status_code == 200


def test_a_circuit_is_written_planned_moved_and_told(adviser: User, bus: Any, host: Organisation) -> None:
    client = signed_in(adviser)
    wrong = client.post("/tournees/nouvelle/", {"name": "", "summary": "gardé"})
    assert (wrong.status_code, "gardé" in wrong.content.decode()) == (422, True)
    made = client.post("/tournees/nouvelle/", {"kind": "bus", "name": "Nord", "vehicle": bus.pk})
    circuit = Circuit.objects.get()
    assert made["Location"] == reverse("outreach:halt_new", args=[circuit.pk])
    halt = {"name": "Phare", "coordinates": "51.03, 2.2", "rhythm": "every", "day_1": "9 h-12 h, 14h-16h30"}
    faulty = client.post(made["Location"], {**halt, "day_1": "matin"})
    assert (faulty.status_code, "matin" in faulty.content.decode()) == (422, True)
    client.post(made["Location"], halt)
    client.post(f"/tournees/{circuit.pk}/prevoir/", {"first": "2026-11-02", "last": "2026-11-15"})
    page = client.get(f"/tournees/{circuit.pk}/").content.decode()
    assert "4 passages sont prévus" in page
    stand = Stand.objects.order_by("starts_at")[0]
    moving = {"day": "2026-11-05", "starts": "10:00", "ends": "12:00", "reason": "marché"}
    assert client.post(f"/tournees/passages/{stand.pk}/deplacer/", moving).status_code == 302
    late = client.post(f"/tournees/passages/{stand.pk}/annuler/", {"reason": ""})
    assert (late.status_code, "Dites pourquoi" in late.content.decode()) == (422, True)
    week = Client().get("/tournee/").content.decode()
    assert ("marché" in week, "Nord" in week, "jeudi 5 novembre" in week.lower()) == (True, True, True)


def test_a_partners_place_gives_address_and_point(
    adviser: User, circuit: Circuit, host: Organisation
) -> None:
    site = Site.objects.create(organisation=host, name="Accueil", address="4 place de la Gare", lat=51, lon=2)
    body = {"name": "Accueil", "site": site.pk, "rhythm": "odd", "day_0": "9h-10h"}
    signed_in(adviser).post(f"/tournees/{circuit.pk}/arrets/nouveau/", body)

    halt = Halt.objects.get(name="Accueil")
    assert (halt.place, halt.lat, halt.hours.get().rhythm) == ("4 place de la Gare", 51, "odd")


def test_the_day_is_reported_and_counts(
    stand: Stand, adviser: User, partner_adviser: User, at: Callable[[datetime], None], host: Organisation
) -> None:
    client = signed_in(adviser)
    address = f"/tournees/sorties/{stand.outing_id}/"
    client.post(
        f"{address}equipage/", {"users": [adviser.pk], "partners": [partner_adviser.pk], "names": "Bob, Bob"}
    )
    early = client.post(f"{address}retour/", {"km": "40"})
    assert (early.status_code, "pas encore eu lieu" in early.content.decode()) == (422, True)
    at(stand.starts_at + timedelta(hours=8))
    client = signed_in(adviser)
    client.post(f"{address}retour/", {"km": "40", "left_at": "08:00", "back_at": "17:00"})
    marks = [Mark(uuid4(), MONDAY, gender="woman"), Mark(uuid4(), MONDAY, age_band="under_26")]
    actions.tally(stand=stand, marks=marks, by=adviser)

    found = queries.figures([host], MONDAY.date(), MONDAY.date() + timedelta(days=7))
    total = found.total
    # Three people at two stands of three and two hours, forty kilometres in all.
    assert (total.stands, total.hours, total.km, total.people) == (2, 15, 40, 2)
    phare = found.halts[0]
    assert (phare.label, phare.priority) == ("Place du Phare", True)
    assert (phare.hours, phare.km, phare.people) == (9, 20, 2)
    assert {row.label for row in found.districts} == {"Le Phare", "Hors des quartiers connus"}
    assert dict(found.said)["femme"] == 1
    assert found.without_report == 0


def test_the_file_for_outside_tells_no_few_apart(
    contact: FirstContact, relay: Relay, adviser: User, at: Any
) -> None:
    assert contact.stand
    at(contact.stand.ends_at)
    many = [Mark(uuid4(), MONDAY) for _ in range(7)]
    actions.tally(stand=contact.stand, marks=many, by=adviser)
    Relay.objects.update(association="=1+1")
    text = signed_in(adviser).get("/tournees/resultats.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    phare = next(row for row in rows if row["nom"] == "Place du Phare")
    assert (phare["personnes rencontrées"], phare["contacts"]) == ("7", "moins de 5")
    assert [row["nom"] for row in rows if row["tableau"] == "Par relais"] == ["'=1+1"]
    assert [small(number) for number in (0, 1, 4, 5)] == ["0", "moins de 5", "moins de 5", "5"]


def test_districts_come_from_a_file_or_say_what_is_wrong(
    adviser: User, circuit: Circuit, tmp_path: Any
) -> None:
    client = signed_in(adviser)
    bad = client.post("/tournees/quartiers/", {"file": SimpleUploadedFile("q.geojson", b"{")})
    assert (bad.status_code, "Rien n’a changé" in bad.content.decode()) == (422, True)
    good = SimpleUploadedFile("q.geojson", geojson(("Sud", square(2.8, 51.4, 0.3))))
    assert client.post("/tournees/quartiers/", {"file": good, "all_priority": "on"}).status_code == 302
    assert District.objects.get(name="Sud").priority
    file = tmp_path / "q.json"
    file.write_bytes(geojson(("Sud", square(0, 0, 1))))
    call_command("outreach_load_districts", file)
    assert not District.objects.get(name="Sud").priority
    file.write_bytes(b"[]")
    for path in (file, tmp_path / "none"):
        with pytest.raises(CommandError):
            call_command("outreach_load_districts", path)


def test_a_slip_shows_a_code_that_opens_the_page(contact: FirstContact, adviser: User) -> None:
    client = signed_in(adviser)
    page = client.post(f"/tournees/contacts/{contact.pk}/papier/")
    code = page.context["slip"]["code"].replace(" ", "")
    assert Client().get(f"/suivi/{code}/").status_code == 200
    assert "mercredi 4 novembre" in page.content.decode()
    pdf = client.post(f"/tournees/contacts/{contact.pk}/papier/", {"form": "pdf", "width": "58"})
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_a_poster_is_one_page_however_many_halts(stand: Stand, adviser: User, size: str) -> None:
    circuit = stand.outing.circuit
    for number in range(10):
        said = {"place": "devant la maison de quartier", "accessibility": "rampe, banc, toilettes à côté"}
        halt = {
            "name": f"Un arrêt au nom assez long {number}",
            "site": None,
            "lat": 51.03,
            "lon": 2.2,
            **said,
        }
        hours = [actions.Hours(day, time(9), time(12), "even") for day in (0, 3)]
        actions.write_halt(circuit=circuit, values=halt, hours=hours, by=adviser)
    actions.plan(circuit=circuit, first=MONDAY.date(), last=MONDAY.date() + timedelta(days=30), by=adviser)
    pdf = signed_in(adviser).get(f"/tournees/{circuit.pk}/affiche-{size}.pdf").content

    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page/") == 1


class TestPublic:
    def test_the_week_is_read_without_a_cookie_in_two_languages(self, stand: Stand) -> None:
        for address, words in (("/tournee/", "Où est le bus"), ("/en/tournee/", "Bus du littoral")):
            page = Client().get(address)
            assert (page.status_code, words in page.content.decode(), page.cookies) == (200, True, {})
        assert "Rien n’est prévu" in Client().get("/tournee/?quoi=cafe").content.decode()

    @pytest.mark.parametrize("asked", ["x", "2026-13-45", "9999-12-31", "0001-01-01", "%00", "2026-W45"])
    def test_an_odd_week_is_this_one(self, stand: Stand, asked: str) -> None:
        page = Client().get(f"/tournee/?semaine={asked}&quoi=zzz")
        assert page.context["monday"] == MONDAY.date()

    def test_a_cancelled_stand_says_why_on_page_and_calendar(self, stand: Stand, adviser: User) -> None:
        actions.cancel_stand(stand=stand, reason="panne du bus", by=adviser)
        assert "panne du bus" in Client().get("/tournee/").content.decode()
        calendar = Client().get(f"/tournee/{stand.outing.circuit_id}.ics")
        text = calendar.content.decode().replace("\r\n ", "")
        assert (text.count("BEGIN:VEVENT"), "STATUS:CANCELLED" in text, "SEQUENCE:1" in text) == (
            2,
            True,
            True,
        )
        assert Client().get("/tournee/999.ics").status_code == 404

    def address(self, relay: Relay) -> str:
        link = open_link_of("relay", relay.pk, "poster")
        assert link
        return f"/tournee/relais/{link.code}/"

    def test_behind_a_relays_code_one_is_called_back(self, relay: Relay, client: Client) -> None:
        address = self.address(relay)
        page = client.get(address)
        assert "mardi 3 novembre à 12\u00a0h" in page.content.decode()
        wrong = client.post(address, {"first_name": "Awa", "phone": "06 39"})
        assert (wrong.status_code, "Awa" in wrong.content.decode()) == (422, True)
        done = client.post(
            address, {"first_name": "Awa", "phone": "06 39 98 12 34", "wish": "work"}, follow=True
        )
        assert "Nous vous appelons avant mardi 3 novembre" in done.content.decode()
        assert (client.cookies, LinkScan.objects.get().count) == ({}, 1)
        assert FirstContact.objects.get().relay == relay

    def test_robots_and_other_sites_leave_nothing(self, relay: Relay, client: Client) -> None:
        address, body = self.address(relay), {"first_name": "Awa", "phone": "0639981234"}
        assert client.post(address, {**body, "website": "x"}).status_code == 422
        assert client.post(address, body, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert Person.objects.count() == 0

    def test_a_machine_is_slowed_down(self, relay: Relay, client: Client) -> None:
        body = {"first_name": "Awa", "phone": "0639981234"}
        statuses = [client.post(self.address(relay), body).status_code for _ in range(31)]
        assert statuses == [302] * 30 + [429]

    def test_a_poster_that_came_down_leads_nowhere(self, relay: Relay, client: Client, adviser: User) -> None:
        address = self.address(relay)
        actions.retire_relay(relay=relay, by=adviser)
        for gone in (address, "/tournee/relais/ZZZZ/", "/tournee/merci/x/"):
            assert client.get(gone).status_code == 404
        assert timezone.now() == MONDAY
