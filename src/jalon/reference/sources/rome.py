"""The official ROME 4.0 set: 27 CSV files `unix_<table>_v<version>_utf8.csv`, of which six are read."""

import re
from pathlib import Path

from jalon.reference.choices import SkillKind
from jalon.reference.sources.rows import LinkRow, TitleRow, VocabularyError, VocabularyRows, read_table

Table = list[dict[str, str]]

_TABLES = {
    "referentiel_code_rome": ("code_rome", "libelle_rome"),
    "referentiel_appellation": (
        "code_ogr", "libelle_appellation_long", "libelle_appellation_court", "code_rome",
    ),
    "referentiel_competence": ("code_ogr", "libelle_competence", "cat_comp"),
    "referentiel_savoir": ("code_ogr_savoir", "libelle_savoir"),
    "referentiel_contexte_travail": ("code_ogr", "libelle_cont_travail"),
    "texte": ("code_rome", "libelle_type_texte", "position_phrase", "libelle_texte"),
    "coherence_item": ("code_rome", "code_ogr", "coeur_metier"),
}  # fmt: skip
_NAME = re.compile(r"unix_(?P<table>\w+)_v(?P<version>\d+)_utf8\.csv")


def read_rome(folder: Path) -> VocabularyRows:
    """Occupations, titles, skills and links of one version of ROME 4.0.

    Raises:
        VocabularyError: the folder, a file or a column is missing, or the tables contradict each other.
    """
    tables, version = _tables(folder)
    occupations = _occupations(tables["referentiel_code_rome"], tables["texte"])
    titles = [
        TitleRow(row["code_ogr"], row["code_rome"], row["libelle_appellation_long"],
                 row["libelle_appellation_court"])
        for row in tables["referentiel_appellation"]
    ]  # fmt: skip
    skills = _skills(tables)
    links = [
        LinkRow(row["code_rome"], row["code_ogr"], bool(mark := row["coeur_metier"]), mark == "Émergente")
        for row in tables["coherence_item"]
    ]
    return _coherent(version, occupations, titles, skills, links)


def _tables(folder: Path) -> tuple[dict[str, Table], str]:
    if not folder.is_dir():
        raise VocabularyError([f"{folder} : ce dossier n’existe pas."])
    found = {match["table"]: match for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))}
    if not found:
        raise VocabularyError([f"{folder} : aucun fichier « unix_…_v…_utf8.csv » du ROME 4.0 ici."])
    faults, tables = [], {}
    for table, columns in _TABLES.items():
        name = found[table].string if table in found else f"unix_{table}_v…_utf8.csv"
        try:
            tables[table] = read_table(folder / name, columns)
        except VocabularyError as bad:
            faults += bad.faults
    versions = sorted({found[table]["version"] for table in tables})
    if len(versions) > 1:
        faults.append(f"Les fichiers sont de plusieurs versions : {', '.join(versions)}.")
    if faults:
        raise VocabularyError(faults)
    return tables, versions[0]


def _occupations(rows: Table, texts: Table) -> dict[str, tuple[str, str]]:
    sentences: dict[str, list[tuple[int, str]]] = {}
    for row in texts:
        if row["libelle_type_texte"] == "definition":
            order = int(row["position_phrase"]) if row["position_phrase"].isdecimal() else 0
            sentences.setdefault(row["code_rome"], []).append((order, row["libelle_texte"].strip()))
    return {
        row["code_rome"]: (
            row["libelle_rome"],
            " ".join(sentence for _, sentence in sorted(sentences.get(row["code_rome"], []))),
        )
        for row in rows
    }


def _skills(tables: dict[str, Table]) -> dict[str, tuple[str, str]]:
    skills = {
        row["code_ogr"]: (row["libelle_competence"], _kind(row["cat_comp"]))
        for row in tables["referentiel_competence"]
    }
    for row in tables["referentiel_savoir"]:
        skills[row["code_ogr_savoir"]] = (row["libelle_savoir"], SkillKind.KNOWLEDGE)
    for row in tables["referentiel_contexte_travail"]:
        skills[row["code_ogr"]] = (row["libelle_cont_travail"], SkillKind.CONTEXT)
    return skills


def _kind(category: str) -> str:
    return SkillKind.SOFT if category.startswith("Savoir-être") else SkillKind.KNOW_HOW


def _coherent(
    version: str,
    occupations: dict[str, tuple[str, str]],
    titles: list[TitleRow],
    skills: dict[str, tuple[str, str]],
    links: list[LinkRow],
) -> VocabularyRows:
    """Leave out rows that point nowhere, and say how many."""
    if not occupations or not titles:
        raise VocabularyError(["Les fichiers ne contiennent aucun métier ou aucune appellation."])
    kept_titles = [title for title in titles if title.occupation in occupations]
    kept_links = [link for link in links if link.occupation in occupations and link.skill in skills]
    ignored = []
    if len(kept_titles) < len(titles):
        ignored.append(f"{len(titles) - len(kept_titles)} appellations sans métier connu")
    if len(kept_links) < len(links):
        ignored.append(f"{len(links) - len(kept_links)} liens sans métier ou sans compétence connus")
    return VocabularyRows(version, occupations, kept_titles, skills, kept_links, ignored)
