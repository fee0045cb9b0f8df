"""The adapter of France Travail against a server that answers as its OpenAPI description says."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from jalon.vacancies import queries
from jalon.vacancies.france_travail_api import FranceTravail, FranceTravailError, configured
from jalon.vacancies.models import Vacancy
from tests.jalon.vacancies.france_travail import StandIn, serving
from tests.shared_data import needs

pytestmark = needs("vacancies", "offre_emploi_openapi.json")


def offers(count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{n:07}",
            "intitule": f"Soudeur {n}",
            "typeContrat": "CDI",
            "lieuTravail": {"libelle": "59 - DUNKERQUE", "latitude": 51.03, "longitude": 2.37},
            "entreprise": {"nom": "Chantiers"},
            "nombrePostes": 1,
        }
        for n in range(count)
    ]


def client(stand_in: StandIn, waits: list[float], *, secret: str = "secret") -> FranceTravail:
    return FranceTravail(
        client_id="id",
        client_secret=secret,
        token_url=f"{stand_in.url}/token",
        api_url=stand_in.url,
        wait=waits.append,
    )


def test_pages_are_read_to_the_last_with_one_token() -> None:
    with serving(StandIn(offers(310))) as stand_in, client(stand_in, []) as api:
        found = list(api.search(departement="59", tempsPlein=True))

    assert [offer["id"] for offer in found] == [f"{n:07}" for n in range(310)]
    assert [asked["range"] for asked in stand_in.asked] == ["0-149", "150-299", "300-449"]
    assert {asked["tempsPlein"] for asked in stand_in.asked} == {"true"}
    assert stand_in.tokens == 1


def test_no_answer_is_an_empty_list() -> None:
    with serving(StandIn([])) as stand_in, client(stand_in, []) as api:
        assert list(api.search(departement="59")) == []
        assert api.offer("048KLTP") is None


def test_it_stops_where_the_api_stops() -> None:
    with serving(StandIn(offers(3400))) as stand_in, client(stand_in, []) as api:
        assert len(list(api.search())) == 3150


def test_it_waits_as_told_tries_again_and_renews_its_token() -> None:
    faults = [(429, {"Retry-After": "7"}), (503, {}), (401, {})]
    waits: list[float] = []
    with serving(StandIn(offers(2), faults=faults)) as stand_in, client(stand_in, waits) as api:
        found = list(api.search())

    assert (len(found), stand_in.tokens) == (2, 2)
    assert [wait for wait in waits if wait > 0.2] == [7.0, 1.0, 2.0]


def test_it_gives_up_in_words() -> None:
    silent = StandIn([], faults=[(500, {})] * 9)
    gives_up = pytest.raises(FranceTravailError, match="après 5 essais")
    with serving(silent) as stand_in, client(stand_in, []) as api, gives_up:
        list(api.search())

    assert len(stand_in.asked) == 5


def test_a_wrong_criterion_or_secret_is_told() -> None:
    with serving(StandIn(offers(1))) as stand_in:
        with client(stand_in, []) as api, pytest.raises(FranceTravailError, match="refuse la demande"):
            list(api.search(couleur="rouge"))
        with client(stand_in, [], secret="x") as api, pytest.raises(FranceTravailError, match="secret"):
            list(api.search())


def test_calls_keep_the_pace() -> None:
    waits: list[float] = []
    with serving(StandIn(offers(450))) as stand_in, client(stand_in, waits) as api:
        list(api.search())

    assert len(waits) == 2
    assert all(0 < wait <= 0.1 for wait in waits)


def test_it_is_off_without_settings(settings: Settings) -> None:
    assert configured() is None


@pytest.mark.django_db
def test_the_command_imports_what_the_api_gives(settings: Settings) -> None:
    out = StringIO()
    with serving(StandIn(offers(160))) as stand_in:
        settings.FRANCE_TRAVAIL = {
            "client_id": "id",
            "client_secret": "secret",
            "token_url": f"{stand_in.url}/token",
            "api_url": stand_in.url,
        }
        asked = ("vacancies_import", "--france-travail", "departement=59", "--valid-days", "30")
        call_command(*asked, stdout=out)
        with pytest.raises(CommandError, match="refuse la demande"):
            call_command("vacancies_import", "--france-travail", "couleur=rouge")

    assert out.getvalue().startswith("160 créées")
    assert (queries.showable().count(), Vacancy.objects.count()) == (160, 160)
