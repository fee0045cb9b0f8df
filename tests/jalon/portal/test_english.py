"""Who reads English finds no French sentence on the way, and professionals find no English one."""

import re

import pytest
from django.test import Client

from jalon.accounts.models import User
from jalon.activities import actions as activities
from jalon.activities.models import Session
from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.people.actions import join_team, open_key, register
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session
from tests.fixtures.english import unmarked_french

pytestmark = pytest.mark.django_db
HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def session(host: Organisation) -> Session:
    values = {"audience": "tout le monde", "accessibility": "plain-pied", "prerequisites": "rien"}
    return make_session(make_activity(host, **values), what_to_bring="votre CV")


@pytest.fixture
def amy(host: Organisation) -> Person:
    return register(first_name="Amy", phone="06 39 98 12 34", language="en", organisation=host, means="web")


def french_in(client: Client, address: str, **post: str) -> list[str]:
    response = client.post(address, post, **HERE) if post else client.get(address)
    assert response.status_code in {200, 422}
    return unmarked_french(response.content.decode())


@pytest.mark.parametrize(
    "address",
    [
        "/en/agenda/",
        "/en/agenda/{s}/",
        "/en/agenda/activites/",
        "/en/agenda/activites/{a}/",
        "/en/agenda/{s}/inscription/",
    ],
)
def test_the_calendar_and_the_catalogue_speak_english(client: Client, session: Session, address: str) -> None:
    assert french_in(client, address.format(s=session.pk, a=session.activity_id)) == []


def test_who_books_in_english_is_answered_and_told_in_english(
    client: Client, session: Session, adviser: User
) -> None:
    address = f"/en/agenda/{session.pk}/inscription/"
    wrong = french_in(client, address, first_name="", reach="12")
    done = french_in(client, address, first_name="Amy", reach="06 39 98 12 34")
    activities.cancel_session(session=session, reason="Neige", by=adviser)

    first, last = OutboxMessage.objects.filter(channel="sms").order_by("pk")
    assert wrong + done == []
    assert "Your place is booked" in first.body
    assert "is cancelled" in last.body
    assert "Why: Neige." in last.body


def test_an_invitation_leads_to_the_english_page(session: Session, amy: Person, adviser: User) -> None:
    activities.invite(session=session, people=[amy], by=adviser)

    assert f"/en/agenda/{session.pk}/" in OutboxMessage.objects.get().body


def test_own_pages_speak_english_and_the_partner_reads_french(
    client: Client, session: Session, amy: Person, host: Organisation, adviser: User
) -> None:
    join_team(person=amy, organisation=host, user=adviser, means="face", by=adviser)
    booking = activities.book(session=session, person=amy, medium="web")
    door = f"/suivi/{open_key(person=amy, kind='slip')}/"
    pages = ["", "calendrier/", "qui/", "accords/", "corriger/", "effacer/", f"seances/{booking.pk}/"]

    said = {page: french_in(client, door + page) for page in (*pages, f"qui/{host.pk}/refuser/")}
    client.post(f"{door}qui/{host.pk}/refuser/", {"sure": "1"})

    assert {page: words for page, words in said.items() if words} == {}
    mail = OutboxMessage.objects.get(key__startswith="people.objection")
    assert re.search(r"Depuis \w+ \d+", mail.body)
    assert " at " not in mail.body


def test_the_file_is_taken_away_in_french_as_its_link_says(
    client: Client, session: Session, amy: Person
) -> None:
    activities.book(session=session, person=amy, medium="web")
    door = f"/suivi/{open_key(person=amy, kind='slip')}/"

    taken = client.get(f"{door}dossier.json").content.decode()

    assert "Inscription à une séance" in taken
    assert "Booked" not in taken
