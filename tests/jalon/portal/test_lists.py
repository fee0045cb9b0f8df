"""The public list, its filters, and the figures."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.base.actions.short_link import count_scan, open_link
from jalon.base.models import ShortLink
from jalon.directory.models import Organisation
from jalon.introductions.actions import register_interest
from jalon.network.models import Network
from jalon.people.models import Person
from jalon.vacancies.models import Shift, Vacancy
from tests.factories.vacancies import make_vacancy
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_as_for_three(
    client: Client,
    network: Network,
    employer: Organisation,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(count):
        Shift.objects.create(vacancy=make_vacancy(employer, title=f"Offre {n}"), starts="08:00", ends="16:00")
    client.get("/offres/")

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/offres/")


LIST_QUERIES = 9


def titles(response: Any) -> list[str]:
    return sorted(vacancy.title for vacancy in response.context["vacancies"])


def test_filters_keep_what_fits(client: Client, network: Network, employer: Organisation) -> None:
    early = make_vacancy(employer, title="Soudeuse", lat=51.0301, lon=2.3601)
    Shift.objects.create(vacancy=early, starts="05:00", ends="13:00")
    far = make_vacancy(employer, title="Cariste", lat=51.2, lon=2.9)
    Shift.objects.create(vacancy=far, starts="21:00", ends="05:00")
    open_link(kind="vacancy", target_id=early.pk, medium="bus", line_key="3")

    found = {
        query: titles(client.get(f"/offres/?{query}"))
        for query in ("q=soudeuse", "line=3", "shift=morning", "shift=night", "stop=nowhere", "line=%00")
    }

    assert found == {
        "q=soudeuse": ["Soudeuse"],
        "line=3": ["Soudeuse"],
        "shift=morning": ["Soudeuse"],
        "shift=night": ["Cariste"],
        "stop=nowhere": ["Cariste", "Soudeuse"],
        "line=%00": ["Cariste", "Soudeuse"],
    }


def test_what_may_not_be_shown_is_not_in_the_list(client: Client, employer: Organisation) -> None:
    make_vacancy(employer, title="Brouillon", state="draft", reviewed_at=None)
    make_vacancy(employer, title="En pause", state="paused")
    make_vacancy(employer, title="Pas encore lue", reviewed_at=None)
    make_vacancy(employer, title="Ouverte")

    assert titles(client.get("/offres/")) == ["Ouverte"]


def test_figures_follow_the_line_and_stay_true_when_a_person_is_erased(
    adviser: User, network: Network, vacancy: Vacancy, link: ShortLink
) -> None:
    for _ in range(4):
        count_scan(link=link)
    interest = register_interest(vacancy=vacancy, link=link, medium="bus", phone="+33639981234")
    before = figures(adviser)

    from jalon.people.actions import erase

    erase(person=Person.objects.get(pk=interest.person_id))

    assert before == {"ligne 3": [0, 4, 1, 0, 0, 0]}
    assert figures(adviser) == before


def figures(user: User, by: str = "line") -> dict[str, list[int]]:
    response = signed_in(user).get("/chiffres/", {"by": by, "since": "2020-01-01", "until": "2040-01-01"})
    return {row.name: row.cells for row in response.context["figures"].rows}


@pytest.mark.parametrize("by", ["line", "stop", "employer", "week", "nonsense"])
def test_figures_are_counted_by_each_dimension(
    adviser: User, network: Network, link: ShortLink, by: str
) -> None:
    count_scan(link=link)

    assert [row[1] for row in figures(adviser, by).values()] == [1]


def test_a_name_cannot_become_a_formula_in_the_spreadsheet(adviser: User, link: ShortLink) -> None:
    Organisation.objects.filter(name="Chantiers Vandamme").update(name="=HYPERLINK(1)")
    count_scan(link=link)

    content = signed_in(adviser).get("/chiffres.csv?by=employer").content.decode()

    assert "'=HYPERLINK(1)" in content


@pytest.mark.parametrize("path", ["/chiffres/", "/chiffres.csv", "/chercher/?q=Nad"])
def test_strangers_and_employers_get_nothing(
    client: Client, recruiter: User, link: ShortLink, path: str
) -> None:
    count_scan(link=link)

    stranger, employer = client.get(path), signed_in(recruiter).get(path)

    assert stranger.status_code == 302
    assert stranger["Location"].startswith("/compte/entrer/")
    assert employer.status_code == 403
    assert "ligne" not in employer.content.decode().split("<main")[1]


@pytest.mark.parametrize("role", ["adviser", "recruiter", "operator_user", "administrator"])
def test_each_role_begins_where_its_work_is(role: str, request: pytest.FixtureRequest) -> None:
    places = {
        "adviser": "/bureau/",
        "recruiter": "/gestion/offres/",
        "operator_user": "/exploitation/",
        "administrator": "/organisations/",
    }

    response = signed_in(request.getfixturevalue(role)).get("/debut/")

    assert response["Location"] == places[role]


def test_search_finds_a_person_and_a_code(adviser: User, vacancy: Vacancy, link: ShortLink) -> None:
    register_interest(vacancy=vacancy, link=link, medium="bus", first_name="Nadège", phone="+33639981234")

    def search(text: str) -> str:
        return signed_in(adviser).get("/chercher/", {"q": text}).content.decode()

    assert "Nadège" in search("nadege")
    assert "Nadège" in search("06 39 98 12 34")
    assert f"Le code {link.code}" in search(link.code.lower())
