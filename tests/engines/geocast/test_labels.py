"""Trade names: short enough, in both forms, never cut in the air."""

import csv

import pytest

from jalon.engines.geocast.labels import MAX_CHARACTERS, place_name, trade_label
from tests.shared_data import DATA, needs


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Soudeur / Soudeuse", "Soudeuse, soudeur"),
        ("Soudeur / Soudeuse à l'arc", "Soudeuse, soudeur à l’arc"),
        ("Cariste (H/F)", "Cariste"),
        ("CARISTE H/F", "Cariste"),
        ("Chef d'équipe", "Chef d’équipe"),
        ("SOUDEUR TIG (H/F)", "Soudeur TIG"),
        ("Technicien / Technicienne SAV", "Technicienne, technicien SAV"),
        (
            "Conducteur / Conductrice d’installation automatisée de production électrique",
            "Conductrice, conducteur d’installation",
        ),
        ("Agent / Agente de propreté industrielle", "Agente, agent de propreté industrielle"),
        ("Menuisier - Poseur (H/F) - Aubenas", "Menuisier"),
        ("Secrétaire administratif / Secrétaire administrative", "Secrétaire administrative"),
        (
            "Consultant fonctionnel / Consultante fonctionnelle de progiciel",
            "Consultante, consultant de progiciel",
        ),
        ("", "Emploi"),
    ],
)
def test_labels(given: str, expected: str) -> None:
    assert trade_label(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("GARE DE L'EST", "Gare de l’Est"),
        ("LA CITE - ZI NORD", "La Cite - ZI Nord"),
        ("Quai aux Bois", "Quai aux Bois"),
        ("CHU", "CHU"),
    ],
)
def test_places_are_not_shouted(given: str, expected: str) -> None:
    assert place_name(given) == expected


@needs("rome4_v460", "unix_referentiel_appellation_v460_utf8.csv")
def test_every_title_of_the_country_fits() -> None:
    path = DATA / "rome4_v460" / "unix_referentiel_appellation_v460_utf8.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        titles = [row["libelle_appellation_long"] for row in csv.DictReader(file)]

    labels = [trade_label(title) for title in titles]

    assert len(labels) > 13_000
    assert max(map(len, labels)) <= MAX_CHARACTERS
    assert min(map(len, labels)) >= 2
    assert not [label for label in labels if label.endswith((" de", " d’", " et", " à", " en", ","))]
