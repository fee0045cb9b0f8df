"""Search and the file of a person; the machine end of SMS providers."""

import json
from typing import Any

import pytest
from django.test import Client

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people import actions, queries
from jalon.people.models import ContactPoint, FileAccess, Person
from tests.fixtures.people import signed_in


@pytest.fixture
def person(host: Organisation) -> Person:
    return actions.register(
        first_name="Noël", last_name="D’Hœdt", phone="06 39 98 12 34", organisation=host, means="phone"
    )


def pages(person: Person) -> list[str]:
    own = f"/personnes/{person.pk}/"
    return ["/personnes/", "/personnes/?q=noel", own, f"{own}dossier.json", f"{own}effacer/"]


def posts(person: Person) -> list[str]:
    contact, consent = person.contacts.get(), person.consents.earliest("pk")
    ends = ["modifier", "joindre", "partager", f"accord/{consent.pk}/reprendre", "papier", "effacer"]
    ends += [f"reprendre-messages/{contact.pk}", "separer/1"]
    return [f"/personnes/{person.pk}/{end}/" for end in ends]


def test_a_stranger_is_sent_to_sign_in(client: Client, person: Person) -> None:
    for address in pages(person):
        assert client.get(address)["Location"].startswith("/compte/"), address
    for address in posts(person):
        assert client.post(address).status_code == 302, address


@pytest.mark.parametrize("who", ["recruiter", "operator_user", "administrator"])
def test_who_is_no_adviser_reads_nothing(who: str, request: pytest.FixtureRequest, person: Person) -> None:
    client = signed_in(request.getfixturevalue(who))
    for response in [client.get(one) for one in pages(person)] + [client.post(one) for one in posts(person)]:
        assert response.status_code == 403
        assert "Noël" not in response.content.decode()


def test_the_file_leads_to_each_page_about_the_person(adviser: User, person: Person) -> None:
    client = signed_in(adviser)
    text = client.get(f"/personnes/{person.pk}/").content.decode()
    for address in (
        f"/parcours/{person.pk}/",
        f"/seances/personnes/{person.pk}/",
        f"/seances/numerique/{person.pk}/",
    ):
        assert f'href="{address}"' in text
        assert client.get(address).status_code == 200


def test_another_organisation_finds_nobody(partner_adviser: User, person: Person) -> None:
    client = signed_in(partner_adviser)
    for address in pages(person)[:2]:
        assert "Hœdt" not in client.get(address).content.decode()
    for response in [client.get(one) for one in pages(person)[2:]] + [
        client.post(one) for one in posts(person)
    ]:
        assert response.status_code == 404
    assert Person.objects.get().first_name == "Noël"


def test_a_shared_file_is_read_and_not_changed(partner_adviser: User, person: Person) -> None:
    (partner,) = Organisation.objects.filter(kind="partner")
    actions.give_consent(person=person, purpose="share", organisation=partner, means="face")
    client = signed_in(partner_adviser)

    body = client.get(f"/personnes/{person.pk}/").content.decode()

    assert "Noël" in body
    assert "Ce que la personne accepte" not in body
    assert {client.post(one).status_code for one in posts(person)} == {404}


@pytest.mark.parametrize("text", ["noel dhoedt", "39 98 12"])
def test_search_finds(person: Person, adviser: User, text: str) -> None:
    body = signed_in(adviser).get("/personnes/", {"q": text.replace("dhoedt", "d hoedt")}).content.decode()

    assert "Noël D’Hœdt" in body
    assert "06\u00a039\u00a098\u00a012\u00a034" in body


def test_search_takes_the_same_queries_however_many(
    host: Organisation, adviser: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(adviser)
    for number in range(1, 4):
        actions.register(phone=f"063998120{number}", organisation=host, means="web")
        if number != 2:
            with django_assert_num_queries(8):
                client.get("/personnes/")


def test_the_file_shows_everything_and_keeps_who_opened_it(person: Person, adviser: User) -> None:
    body = signed_in(adviser).get(f"/personnes/{person.pk}/").content.decode()

    for expected in (
        "Premier contact",
        "06\u00a039\u00a098\u00a012\u00a034",
        "être rappelé",
        "Claire Deswarte",
    ):
        assert expected in body
    assert FileAccess.objects.get().page == "dossier"


def test_the_file_is_completed(person: Person, adviser: User, partner_adviser: User) -> None:
    client = signed_in(adviser)
    own = f"/personnes/{person.pk}/"
    client.post(f"{own}modifier/", {"first_name": "Noé", "last_name": "Hoedt", "language": "en"})
    wrong = client.post(f"{own}joindre/", {"value": "noe@"})
    client.post(f"{own}joindre/", {"value": "noe@exemple.fr"})
    (partner,) = Organisation.objects.filter(kind="partner")
    client.post(f"{own}partager/", {"organisation": partner.pk, "means": "face"})

    assert "pas complète" in wrong.content.decode()
    assert ">\nnoe@</textarea>" in wrong.content.decode()
    person.refresh_from_db()
    assert (str(person), person.language) == ("Noé Hoedt", "en")
    assert ContactPoint.objects.filter(value="noe@exemple.fr").exists()
    assert queries.find_visible(partner_adviser, person.pk) == person


def test_a_paper_shows_its_code_once(person: Person, adviser: User) -> None:
    body = signed_in(adviser).post(f"/personnes/{person.pk}/papier/").content.decode()

    assert "ne sera plus jamais montré" in body
    assert person.keys.count() == 1


def test_erasing_asks_first(person: Person, adviser: User) -> None:
    client = signed_in(adviser)
    assert (
        "On ne peut pas revenir en arrière" in client.get(f"/personnes/{person.pk}/effacer/").content.decode()
    )
    assert client.post(f"/personnes/{person.pk}/effacer/")["Location"] == "/personnes/"

    assert client.get(f"/personnes/{person.pk}/").status_code == 404


@pytest.fixture
def secret(settings: Any) -> str:
    settings.SMS_WEBHOOK_SECRET = "un-secret"
    return "un-secret"


def test_stop_by_brevo_and_by_ovh(client: Client, person: Person, host: Organisation, secret: str) -> None:
    other = actions.register(phone="0639981299", organisation=host, means="web")
    brevo = {"msg_status": "replied", "to": "33639981234", "reply": "Stop merci"}
    client.post(f"/personnes/sms/brevo/{secret}/", json.dumps(brevo), content_type="application/json")
    client.get(
        f"/personnes/sms/ovh/{secret}/", {"sender": "+33639981299", "to": "+33700000000", "message": "STOP"}
    )

    assert queries.reachable_by(person, "sms") is None
    assert queries.reachable_by(other, "sms") is None


@pytest.mark.parametrize(
    ("path", "status"), [("brevo/autre/", 404), ("autre/un-secret/", 404), ("brevo/un-secret/", 204)]
)
def test_only_the_secret_address_listens(
    client: Client, person: Person, secret: str, path: str, status: int
) -> None:
    values = json.dumps({"to": "33639981234", "reply": "merci"})
    response = client.post(f"/personnes/sms/{path}", values, content_type="application/json")

    assert response.status_code == status
    assert queries.reachable_by(person, "sms") is not None


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"to": "abc", "reply": "STOP"}', '{"to": 1, "reply": "STOP"}']
)
def test_odd_messages_are_swallowed(client: Client, person: Person, secret: str, body: str) -> None:
    response = client.post(f"/personnes/sms/brevo/{secret}/", body, content_type="application/json")

    assert response.status_code == 204
    assert queries.reachable_by(person, "sms") is not None


@pytest.mark.django_db
def test_without_a_secret_the_address_is_closed(client: Client, settings: Any) -> None:
    settings.SMS_WEBHOOK_SECRET = ""

    assert client.post("/personnes/sms/brevo//").status_code == 404
    assert client.post("/personnes/sms/brevo/x/").status_code == 404
