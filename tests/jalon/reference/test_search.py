"""Occupations are found by any title, as people type them."""

import time
from collections.abc import Iterator

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from jalon.reference import actions, queries, rules
from jalon.reference.models import Commune
from jalon.reference.sources.rome import read_rome
from tests.shared_data import DATA, needs


@pytest.fixture
def starter(db: None) -> None:
    actions.load_starter()


@pytest.fixture(scope="module")
def rome(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The real vocabulary, loaded once for this file and taken away afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        outer = transaction.atomic()
        outer.__enter__()
        actions.load_rome(rows=read_rome(DATA / "rome4_v460"))
        queries.search_titles("soudeur")
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("sodeur", "H2913"),
        ("SOUDEUSE", "H2913"),
        ("soud", "H2913"),
        ("chodronier", "H2902"),
        ("carist", "N1101"),
        ("chofeur de bus", "N4103"),
        ("femme de ménage", "K2204"),
        ("aide soignante", "J1501"),
        ("electricien usine", "I1309"),
        ("h2913", "H2913"),
        ("sableuse", "H3401"),
    ],
)
def test_starter_is_found_as_people_type(starter: None, typed: str, code: str) -> None:
    assert queries.search_titles(typed)[0].code == code


def test_sodeur_is_a_welder_before_a_sandblaster(starter: None) -> None:
    labels = [hit.label for hit in queries.search_titles("sodeur", 50)]

    assert labels[0] == "Soudeur / Soudeuse"
    assert "Sableur / Sableuse" not in labels[:5]


@pytest.mark.parametrize("typed", ["", "  ", "de la", "'; drop", "%", "é" * 5000, "\x00", "🚌"])
def test_odd_words_do_no_harm(starter: None, typed: str) -> None:
    assert len(queries.search_titles(typed)) <= 10


def test_exact_title_names_its_occupation(starter: None) -> None:
    welder = queries.occupation_named("soudeuse tig")

    assert welder is not None
    assert welder.code == "H2913"
    assert queries.occupation_named("soudeuse de nuages") is None


@needs("rome4_v460")
@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("sodeur", "Soudeur / Soudeuse"),
        ("chofeur", "Chauffeur"),
        ("chauffeur PL", "Chauffeur / Chauffeuse"),
        ("mecanissien", "Mécanicien"),
        ("infirmiaire", "Infirmier"),
        ("boulengé", "Boulanger"),
        ("secretère", "Secrétaire"),
        ("electrisien", "Electricien"),
        ("preparateur de commende", "Préparateur / Préparatrice de commandes"),
        ("tuyoteur", "Tuyauteur"),
        ("plombié", "Plombier"),
        ("cuisinié", "Cuisinier"),
        ("maçone", "Maçon / Maçonne"),
        ("magasinié", "Magasinier"),
        ("technicien de maintenence", "Technicien / Technicienne de maintenance"),
        ("aid soignante", "Aide-soignant"),
        ("serruier", "Serrurier"),
        ("jardnier", "Jardinier"),
        ("cassière", "Caissier"),
        ("livreure", "Livreur"),
    ],
)
def test_rome_is_found_with_real_typing_errors(rome: None, typed: str, start: str) -> None:
    started = time.perf_counter()
    hits = queries.search_titles(typed)
    elapsed = time.perf_counter() - started

    assert hits[0].label.startswith(start)
    assert elapsed < 0.05


WORD = st.text("abcdefghijklmnopqrstuvwxyzéèàçœ'- ", max_size=40)


@given(WORD)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert rules.fold(rules.fold(text)) == rules.fold(text)
    assert rules.fold(text.upper()) == rules.fold(text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Agent / Agente d’entretien", ["Agent d’entretien", "Agente d’entretien"]),
        ("Cariste", ["Cariste"]),
        ("Monteur-câbleur / Monteuse-câbleuse", ["Monteur-câbleur", "Monteuse-câbleuse"]),
    ],
)
def test_both_forms_of_a_title(title: str, expected: list[str]) -> None:
    assert rules.forms(title) == expected


def test_suggestions_as_options_and_as_json(client: Client, starter: None) -> None:
    page = client.get("/referentiel/metiers", {"q": "sodeur"}, headers={"Accept": "text/html"})
    data = client.get("/referentiel/metiers", {"q": "sodeur"}, headers={"Accept": "application/json"})

    assert 'role="option" data-value="H2913" data-label="Soudeur / Soudeuse"' in page.content.decode()
    assert data.json()["options"][0] == {"value": "H2913", "label": "Soudeur / Soudeuse", "detail": "H2913"}
    assert client.post("/referentiel/metiers").status_code == 405
    assert not page.cookies


def test_communes_around_a_point_for_a_small_map(client: Client, db: None) -> None:
    for code, name, lat in (("59183", "Dunkerque", 51.03), ("59340", "Leffrinckoucke", 51.05)):
        Commune.objects.create(code=code, name=name, lat=lat, lon=2.4)

    near = client.get("/referentiel/communes/autour", {"lat": "51.06", "lon": "2.4"})

    assert [each["name"] for each in near.json()["communes"]] == ["Leffrinckoucke", "Dunkerque"]
    assert client.get("/referentiel/communes/autour", {"q": ""}).status_code == 404
    assert client.get("/referentiel/communes/autour", {"lat": "nan", "lon": "2"}).status_code == 404
