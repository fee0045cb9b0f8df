"""Words that may discriminate are found as written; ordinary sentences are left alone."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.vacancies.rules.wording import remarks
from tests.shared_data import DATA, needs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cherchons jeune et dynamique vendeur", ["jeune et dynamique"]),
        ("Âge maximum 35 ans", ["Âge maximum"]),
        ("Profil 25-35 ans", ["25-35 ans"]),
        ("Vous avez entre 25 et 40 ans", ["entre 25 et 40 ans"]),
        ("Poste réservé aux hommes", ["réservé aux hommes"]),
        ("FEMME UNIQUEMENT", ["FEMME UNIQUEMENT"]),
        ("Nous recherchons une femme de ménage", []),
        ("Recherche un homme", ["Recherche un homme"]),
        ("Personne de type européen", ["type européen"]),
        ("Être de nationalité française", ["de nationalité française"]),
        ("Célibataire, sans enfants", ["Célibataire", "sans enfants"]),
        ("Non‑fumeur", ["Non‑fumeur"]),
        ("Non-fumeur exigé", ["Non-fumeur"]),
        ("Accompagner de jeunes enfants de moins de 3 ans", []),
        ("Aide aux personnes âgées de plus de 60 ans", []),
        ("5 ans d’expérience, débutants acceptés (H/F)", []),
        ("Notre entreprise, depuis plus de 55 ans, vous attend", []),
        ("Plus de 20 ans d’expérience dans le métier", []),
    ],
)
def test_expressions(text: str, found: list[str]) -> None:
    assert [remark.expression for remark in remarks(text)] == found


@given(st.text())
def test_any_text_is_read_and_what_is_found_was_written(text: str) -> None:
    assert all(remark.expression in text for remark in remarks(text))


@needs("vacancies", "offres_emploi_clean.csv")
def test_real_vacancies_raise_no_false_alarm() -> None:
    with (DATA / "vacancies" / "offres_emploi_clean.csv").open(encoding="utf-8") as file:
        texts = [(row["intitule"], row["description"]) for row in csv.DictReader(file)]

    found = [remark.expression for text in texts for remark in remarks(*text)]

    assert len(texts) == 150
    assert found == []
