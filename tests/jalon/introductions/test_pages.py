"""The adviser's pages, and who may not open them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.outbox import enqueue
from jalon.base.actions.sending import send_due
from jalon.base.models import ShortLink
from jalon.directory.models import Organisation
from jalon.introductions import actions
from jalon.introductions.models import Interest, Introduction
from jalon.people.models import FileAccess, Person
from jalon.vacancies.models import Vacancy
from tests.factories.vacancies import make_vacancy
from tests.fixtures.people import signed_in


def pages(interest: Interest, introduction: Introduction) -> list[str]:
    demande = f"/bureau/demandes/{interest.pk}/"
    relation = f"/bureau/mises-en-relation/{introduction.pk}/"
    gets = ["/bureau/", "/bureau/telephone/", "/bureau/chercher/?q=awa", "/bureau/mises-en-relation/"]
    return [*gets, "/bureau/lettres/", demande, f"{demande}autre-offre/", f"{demande}presenter/", relation]


def posts(interest: Interest, introduction: Introduction) -> list[str]:
    demande = f"/bureau/demandes/{interest.pk}/"
    relation = f"/bureau/mises-en-relation/{introduction.pk}/"
    first = [
        f"{demande}{one}/" for one in ("prendre", "appel", "note", "clore", "meme-personne", "presenter")
    ]
    steps = ("relancer", "entretien", "resultat", "proposition", "embauche", "annuler", "clore")
    return first + [f"{relation}{one}/" for one in steps]


def test_a_stranger_is_sent_to_sign_in(
    client: Client, interest: Interest, introduction: Introduction
) -> None:
    for address in pages(interest, introduction):
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/compte/"), address
    for address in posts(interest, introduction):
        assert client.post(address).status_code == 302, address


@pytest.mark.parametrize("who", ["recruiter", "operator_user", "administrator"])
def test_who_is_no_adviser_reads_nothing(
    who: str, request: pytest.FixtureRequest, interest: Interest, introduction: Introduction
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for address in pages(interest, introduction):
        response = client.get(address)
        assert response.status_code == 403, address
        assert "Awa" not in response.content.decode()
    for address in posts(interest, introduction):
        assert client.post(address).status_code == 403, address


def test_another_organisation_finds_nothing(
    partner_adviser: User, interest: Interest, introduction: Introduction
) -> None:
    client = signed_in(partner_adviser)
    for address in ["/bureau/", "/bureau/mises-en-relation/"]:
        body = client.get(address).content.decode()
        assert "Awa" not in body
        assert "39 98 12 34" not in body
    for address in pages(interest, introduction)[4:]:
        assert client.get(address).status_code == 404, address
    for address in posts(interest, introduction):
        assert client.post(address).status_code == 404, address
    interest.refresh_from_db()
    assert interest.state == "introduced"


@pytest.fixture
def busy(host: Organisation, vacancy: Vacancy, link: ShortLink, adviser: User) -> Any:
    """Add people who wait, are at the employer's, and meet it today."""

    def add(number: int) -> None:
        numbers = [f"063998{kind}{number:02}" for kind in (21, 22, 23)]
        waits, sent, meets = [
            actions.register_interest(
                vacancy=vacancy, link=link, first_name=f"P{one}", phone=one, medium="bus"
            )
            for one in numbers
        ]
        actions.take(interest=waits, by=adviser)
        introductions = [
            actions.introduce(interest=one, presentation="x", means="phone", by=adviser)
            for one in (sent, meets)
        ]
        actions.answer(introduction=introductions[0], answer="meet")
        soon = timezone.now() + timedelta(minutes=1)
        actions.schedule_interview(introduction=introductions[1], starts_at=soon, by=adviser)

    Vacancy.objects.update(seats=9)
    return add


LISTS = [("/bureau/", 18), ("/bureau/?vue=moi", 18), ("/bureau/mises-en-relation/", 8)]


@pytest.mark.parametrize(("address", "queries"), LISTS)
def test_lists_take_the_same_queries_however_long(
    busy: Any, adviser: User, django_assert_num_queries: Any, address: str, queries: int
) -> None:
    client = signed_in(adviser)
    for number in (1, 2, 3):
        busy(number)
        if number != 2:
            with django_assert_num_queries(queries):
                assert client.get(address).status_code == 200


def test_the_desk_says_who_waits_oldest_first(interest: Interest, host: Organisation, adviser: User) -> None:
    later = actions.register_interest(vacancy=interest.vacancy, phone="0639981299", medium="web")
    Interest.objects.filter(pk=later.pk).update(promised_at=timezone.now() - timedelta(hours=1))

    body = signed_in(adviser).get("/bureau/").content.decode()

    assert "Une promesse est dépassée." in body
    assert body.index("Une personne sans nom") < body.index(">Awa<")
    assert "vue dans le bus 3" in body
    assert body.count("btn--next") == 1


def test_the_desk_refreshes_its_lists_alone(interest: Interest, adviser: User) -> None:
    response = signed_in(adviser).get("/bureau/", headers={"HX-Request": "true"})

    assert "Awa" in response.content.decode()
    assert "<html" not in response.content.decode()


def test_mine_shows_what_is_free_and_not_what_a_colleague_took(
    interest: Interest, adviser: User, other_adviser: User
) -> None:
    client = signed_in(other_adviser)
    assert "Awa" in client.get("/bureau/?vue=moi").content.decode()
    actions.take(interest=interest, by=adviser)

    assert "Awa" not in client.get("/bureau/?vue=moi").content.decode()
    assert "Awa" in client.get("/bureau/").content.decode()


def test_an_interest_has_everything_in_view_and_the_opening_is_kept(
    interest: Interest, adviser: User
) -> None:
    body = signed_in(adviser).get(f"/bureau/demandes/{interest.pk}/").content.decode()

    for expected in (
        "Soudeuse, soudeur",
        "06\u00a039\u00a098\u00a012\u00a034",
        "Port",
        "Jointe",
        interest.link.code,
    ):
        assert expected.lower() in body.lower(), expected
    assert FileAccess.objects.get().user == adviser


def test_the_adviser_calls_notes_presents_and_hires(interest: Interest, adviser: User) -> None:
    client = signed_in(adviser)
    demande = f"/bureau/demandes/{interest.pk}/"
    client.post(f"{demande}appel/", {"outcome": "reached"})
    client.post(f"{demande}note/", {"text": "libre en décembre"})
    made = client.post(
        f"{demande}presenter/", {"presentation": "Six ans de soudure", "means": "phone", "employer": ""}
    )
    relation = made["Location"]
    tomorrow = timezone.localtime() + timedelta(days=1)
    client.post(
        f"{relation}entretien/", {"day": tomorrow.date().isoformat(), "hour": "09:00", "place": "Porte 2"}
    )
    client.post(f"{relation}resultat/", {"result": "offer"})
    client.post(f"{relation}embauche/", {"starts_on": ""})

    page = client.get(relation).content.decode()
    assert "Embauche" in page
    assert "libre en décembre".capitalize() in client.get(demande).content.decode()
    assert Introduction.objects.get().state == "hired"


def test_errors_keep_what_was_typed(interest: Interest, adviser: User) -> None:
    client = signed_in(adviser)
    values = {"presentation": "Six ans de soudure", "means": "phone", "employer": "embauche@"}
    response = client.post(f"/bureau/demandes/{interest.pk}/presenter/", values)

    assert response.status_code == 422
    assert "Six ans de soudure" in response.content.decode()
    assert "pas complète" in response.content.decode()
    assert not Introduction.objects.exists()


def test_an_hour_that_has_passed_is_refused_in_words(introduction: Introduction, adviser: User) -> None:
    values = {"day": "2020-01-01", "hour": "09:00", "place": "Porte 2"}
    response = signed_in(adviser).post(f"/bureau/mises-en-relation/{introduction.pk}/entretien/", values)

    assert response.status_code == 422
    assert "Cette heure est passée" in response.content.decode()
    assert "Porte 2" in response.content.decode()


def test_on_the_telephone_the_code_shows_the_offer_and_one_field_is_enough(
    link: ShortLink, host: Organisation, adviser: User
) -> None:
    client = signed_in(adviser)
    address = f"/bureau/telephone/?code={link.code.lower()}"
    assert "Soudeuse, soudeur" in client.get(address).content.decode()

    response = client.post(address, {"contact": "06 39 98 12 34", "first_name": ""}, follow=True)

    interest = Interest.objects.get()
    assert (interest.link, interest.medium) == (link, "phone")
    assert "C’est noté" in response.content.decode()


def test_on_the_telephone_a_wrong_number_is_explained_and_kept(
    link: ShortLink, host: Organisation, adviser: User
) -> None:
    response = signed_in(adviser).post(
        f"/bureau/telephone/?code={link.code}", {"contact": "06 39", "first_name": "Awa"}
    )

    assert "Il manque des chiffres" in response.content.decode()
    assert 'value="06 39"' in response.content.decode()


def test_without_a_contact_the_code_is_shown_once(link: ShortLink, host: Organisation, adviser: User) -> None:
    client = signed_in(adviser)
    response = client.post(f"/bureau/telephone/?code={link.code}", {"contact": "", "first_name": "Awa"})

    assert "ne sera plus jamais montré" in response.content.decode()
    assert Person.objects.get().keys.count() == 1


def test_an_unknown_code_says_what_to_check(adviser: User) -> None:
    body = signed_in(adviser).get("/bureau/telephone/?code=AAAA").content.decode()

    assert "Aucune offre n’a ce code" in body


def test_search_takes_a_code_to_its_offer_and_a_name_to_people(link: ShortLink, adviser: User) -> None:
    client = signed_in(adviser)

    assert client.get(f"/bureau/chercher/?q={link.code}")["Location"].startswith("/bureau/telephone/")
    assert client.get("/bureau/chercher/?q=Awa")["Location"].startswith("/personnes/")


def test_two_files_with_one_number_are_joined_on_demand(
    interest: Interest, employer: Organisation, adviser: User
) -> None:
    other = make_vacancy(employer, title="Cariste")
    second = actions.register_interest(vacancy=other, phone="0639981234", medium="web")
    client = signed_in(adviser)
    address = f"/bureau/demandes/{second.pk}/"
    assert "déjà connu" in client.get(address).content.decode()

    client.post(f"{address}meme-personne/", {"person": interest.person_id})

    assert Person.objects.get(pk=second.person_id).canonical_id == interest.person_id
    assert "déjà connu" not in client.get(address).content.decode()


def test_another_offer_is_found_and_proposed(
    interest: Interest, employer: Organisation, adviser: User
) -> None:
    other = make_vacancy(employer, title="Cariste")
    client = signed_in(adviser)
    address = f"/bureau/demandes/{interest.pk}/autre-offre/"
    assert "Cariste" in client.get(f"{address}?q=cari").content.decode()

    response = client.post(address, {"vacancy": other.pk})

    assert response["Location"] == f"/bureau/demandes/{Interest.objects.get(vacancy=other).pk}/"


def test_letters_are_the_hosts_alone(
    host: Organisation, adviser: User, partner_adviser: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(adviser)
    for number in (1, 2, 3):
        letter = enqueue(channel="letter", recipient="Awa Diarra", subject=f"Lettre {number}", body="Bonjour")
        send_due()
        if number != 2:
            with django_assert_num_queries(6):
                assert f"Lettre {number}" in client.get("/bureau/lettres/").content.decode()

    assert client.get(f"/bureau/lettres/{letter.pk}.pdf").headers["Content-Type"] == "application/pdf"
    assert signed_in(partner_adviser).get("/bureau/lettres/").status_code == 404
    assert signed_in(partner_adviser).get(f"/bureau/lettres/{letter.pk}.pdf").status_code == 404
