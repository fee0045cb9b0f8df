"""Pages of whoever runs a network, and nobody else."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.network import actions
from jalon.network.models import FeedLoad, Network, PositionSource
from tests.factories.network import files, load, make_network, zipped
from tests.fixtures.people import make_organisation, make_user, signed_in

pytestmark = pytest.mark.django_db
PAGES = ["", "positions/", "vehicules/"]


@pytest.fixture
def network(operator: object, tmp_path: Path) -> Network:
    network = make_network(operator)  # type: ignore[arg-type]
    load(network, tmp_path)
    return network


@pytest.mark.parametrize("page", PAGES)
def test_strangers_and_others_see_nothing(network: Network, recruiter: User, page: str) -> None:
    other = make_user("Autre Exploitant", make_organisation("Cars d’ailleurs", "operator"), "operator")
    address = f"/reseau/estran/{page}"

    assert Client().get(address).status_code == 302
    assert signed_in(recruiter).get(address).status_code == 403
    answer = signed_in(other).get(address)
    assert answer.status_code == 404
    assert "Grand-Estran" not in answer.content.decode()


def test_the_timetable_in_force_and_its_validity_are_shown(network: Network, operator_user: User) -> None:
    page = signed_in(operator_user).get("/reseau/", follow=True).content.decode()

    assert "valable aujourd’hui" in page
    assert "1 lignes, 6 arrêts, 18 courses" in page


def test_a_file_is_sent_and_waits_for_the_worker(network: Network, operator_user: User) -> None:
    file = SimpleUploadedFile("bus.zip", zipped(files()))

    answer = signed_in(operator_user).post("/reseau/estran/charger/", {"file": file, "url": ""}, follow=True)

    assert "En attente du travail de fond" in answer.content.decode()
    assert FeedLoad.objects.get().by == operator_user


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"url": ""}, "Choisissez un fichier"), ({"url": "ftp://x"}, "Une adresse commence par http")],
)
def test_a_form_without_a_feed_says_what_to_do(
    network: Network, operator_user: User, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(operator_user).post("/reseau/estran/charger/", typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not FeedLoad.objects.exists()


def test_a_day_of_the_feed_is_played_as_today(network: Network, operator_user: User) -> None:
    client = signed_in(operator_user)

    client.post("/reseau/estran/jour/", {"day": "2026-03-03"})
    page = client.get("/reseau/estran/").content.decode()
    refused = client.post("/reseau/estran/jour/", {"day": "1999-01-01"})

    assert "rejoue mardi 3 mars" in page
    assert refused.status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_sources_are_listed_in_few_queries(
    network: Network, operator_user: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        actions.add_source(network=network, kind="gtfs_rt", url=f"http://rt/{number}", by=operator_user)
    client = signed_in(operator_user)

    with django_assert_num_queries(9):
        page = client.get("/reseau/estran/positions/").content.decode()

    assert page.count("pas encore interrogée") == count


@pytest.mark.parametrize("count", [1, 3])
def test_vehicles_are_listed_in_few_queries(
    network: Network, operator_user: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        actions.add_vehicle(network=network, ref=f"{number}", label=f"Bus {number}")
    client = signed_in(operator_user)

    with django_assert_num_queries(10):
        page = client.get("/reseau/estran/vehicules/").content.decode()

    assert page.count("jamais vu") == count


def test_a_source_is_corrected_and_removed(network: Network, operator_user: User) -> None:
    client = signed_in(operator_user)
    client.post(
        "/reseau/estran/positions/",
        {
            "kind": "siri_et",
            "url": "https://ara.example/siri",
            "requestor_ref": "open-data",
            "every_seconds": "30",
        },
    )
    row = PositionSource.objects.get()

    client.post(
        f"/reseau/estran/positions/{row.pk}/",
        {"kind": "siri_et", "url": "https://ara.example/siri2", "requestor_ref": "x", "every_seconds": "30"},
    )
    row.refresh_from_db()
    client.post(f"/reseau/estran/positions/{row.pk}/retirer/")

    assert (row.url, row.active) == ("https://ara.example/siri2", False)
    assert not PositionSource.objects.exists()


def test_a_token_is_shown_once_and_only_its_fingerprint_is_kept(
    network: Network, operator_user: User
) -> None:
    vehicle = actions.add_vehicle(network=network, ref="214", label="214")

    page = signed_in(operator_user).post(f"/reseau/estran/vehicules/{vehicle.pk}/jeton/").content.decode()

    vehicle.refresh_from_db()
    assert vehicle.token_hash
    assert vehicle.token_hash not in page
    assert "ne sera plus montré" in page
