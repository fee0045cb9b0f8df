"""Small files in the shape of the official ones."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

Tables = dict[str, list[dict[str, str]]]
Writer = Callable[..., Path]


def _rome(labels: dict[str, str], titles: dict[str, tuple[str, str]]) -> Tables:
    return {
        "referentiel_code_rome": [
            {"code_rome": code, "libelle_rome": label} for code, label in labels.items()
        ],
        "referentiel_appellation": [
            {
                "code_ogr": ogr,
                "libelle_appellation_long": title,
                "libelle_appellation_court": title,
                "code_rome": code,
            }
            for ogr, (code, title) in titles.items()
        ],
        "referentiel_competence": [
            {"code_ogr": "1", "libelle_competence": "Souder", "cat_comp": "Savoir-faire"},
            {
                "code_ogr": "2",
                "libelle_competence": "Être à l'heure",
                "cat_comp": "Savoir-être professionnel",
            },
        ],
        "referentiel_savoir": [{"code_ogr_savoir": "3", "libelle_savoir": "Métaux"}],
        "referentiel_contexte_travail": [{"code_ogr": "4", "libelle_cont_travail": "Travail la nuit"}],
        "texte": [
            {
                "code_rome": next(iter(labels)),
                "libelle_type_texte": "definition",
                "position_phrase": order,
                "libelle_texte": text,
            }
            for order, text in (("2", "Contrôle."), ("1", "Assemble."))
        ],
        "coherence_item": [
            {"code_rome": code, "code_ogr": ogr, "coeur_metier": mark}
            for code in labels
            for ogr, mark in (("1", "Principale"), ("3", ""), ("4", "Émergente"))
        ],
    }


@pytest.fixture
def rome_folder(tmp_path: Path) -> Writer:
    """Writes a small ROME of some version."""

    def write(
        labels: dict[str, str], titles: dict[str, tuple[str, str]], version: str = "1", leave_out: str = ""
    ) -> Path:
        folder = tmp_path / f"rome{version}"
        folder.mkdir(exist_ok=True)
        for table, rows in _rome(labels, titles).items():
            if table == leave_out:
                continue
            with (folder / f"unix_{table}_v{version}_utf8.csv").open(
                "w", encoding="utf-8", newline=""
            ) as file:
                writer = csv.DictWriter(file, fieldnames=list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return write
