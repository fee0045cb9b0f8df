"""`jalon vacancies import` on the real vacancies and the real network."""

import math
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from jalon.directory.models import Organisation
from jalon.network.engine.stop_places import stop_places
from jalon.vacancies import queries
from jalon.vacancies.choices import PlaceKind
from jalon.vacancies.models import ImportRun, Vacancy
from tests.shared_data import DATA, needs

pytestmark = pytest.mark.django_db

FILE = DATA / "vacancies" / "offres_emploi_clean.csv"
FEED = DATA / "gtfs" / "solea_mulhouse.zip"
real = needs("vacancies", "offres_emploi_clean.csv")


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("vacancies_import", *map(str, arguments), stdout=out)
    return out.getvalue()


@real
def test_all_real_vacancies_load_and_load_again(db: None) -> None:
    said = run(FILE)
    again = run(FILE)

    assert said.startswith(
        "150 créées, 0 mises à jour, 0 inchangées, 0 refusées, 0 fermées ; 1 sans lieu, 150"
    )
    assert again.startswith("0 créées, 0 mises à jour, 150 inchangées")
    assert Vacancy.objects.filter(lat__isnull=False, place_kind=PlaceKind.COMMUNE).count() == 149
    assert Vacancy.objects.get(lat__isnull=True).place_kind == PlaceKind.NONE
    assert Vacancy.objects.filter(state="draft").count() == 150
    assert Vacancy.objects.exclude(occupation_code="").exclude(occupation_label="").count() == 150
    assert Organisation.objects.filter(name="Employeur non précisé").count() == 1
    assert Vacancy.objects.filter(organisation__name="Employeur non précisé").count() == 6
    names = Organisation.objects.values_list("name").annotate(n=Count("pk")).filter(n__gt=1)
    assert not names.exists()


@real
@needs("gtfs", "solea_mulhouse.zip")
def test_placed_on_a_network_every_vacancy_is_within_400_m_of_a_stop(db: None) -> None:
    said = run(FILE, "--place-on", FEED, "--valid-days", 30)
    first = dict(Vacancy.objects.order_by("pk").values_list("source_id", "lat"))
    again = run(FILE, "--place-on", FEED, "--valid-days", 30)

    assert "lieux inventés" in said
    assert again.splitlines()[1].startswith("0 créées, 0 mises à jour, 150 inchangées")
    assert queries.showable().filter(place_kind=PlaceKind.DEMONSTRATION).count() == 150
    assert dict(Vacancy.objects.order_by("pk").values_list("source_id", "lat")) == first
    stops = stop_places(FEED)
    for lat, lon in Vacancy.objects.order_by("pk").values_list("lat", "lon"):
        assert min(metres(lat, lon, y, x) for _, y, x in stops) <= 400


def metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great circle."""
    a, b = math.radians(lat1), math.radians(lat2)
    cos = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(lon2 - lon1))
    return 6_371_008.8 * math.acos(min(1.0, cos))


@real
def test_a_trial_keeps_nothing(db: None) -> None:
    said = run(FILE, "--dry-run", "--valid-days", 30)

    assert "150 créées" in said
    assert "rien n’a été gardé" in said
    assert (Vacancy.objects.count(), ImportRun.objects.count(), Organisation.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"{not json", "mal écrit"),
        (b"<html><p>rien</p></html>", "aucune offre"),
        (b"PK\x03\x04 broken", "XLSX"),
        (b"\x00\x01\x02\x03", "ni un tableau"),
        (b"un seul mot", "nommer les colonnes"),
        (b'{"resultats": [1, 2]}', "ne contient ni offres"),
    ],
)
def test_a_wrong_file_is_refused_in_words(db: None, tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "offres"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        run(path)


def test_the_api_is_off_until_configured(db: None) -> None:
    with pytest.raises(CommandError, match="pas configuré"):
        run("--france-travail", "departement=59")
