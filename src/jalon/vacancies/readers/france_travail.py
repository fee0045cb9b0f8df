"""Vacancies of France Travail, API "Offres d'emploi v2": its JSON, and the flat CSV of the same fields."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jalon.vacancies.readers import values
from jalon.vacancies.readers.contract import contract_of
from jalon.vacancies.readers.hours import parse_hours
from jalon.vacancies.readers.posting import Posting, Row
from jalon.vacancies.readers.text import line, plain, web_address
from jalon.vacancies.readers.wage import parse_wage

# What tells this file from any other table.
MARKS = frozenset({"id", "intitule", "typeContrat"})
_NO_TIMETABLE = re.compile(r"\s*\bAutre$")
_DEPARTMENT = re.compile(r"^\d[\dAB]\d? - ")
MOST_SKILLS = 8


def row_of(number: int, written: Mapping[str, Any]) -> Row:
    """One vacancy, nested as in JSON or flat as in CSV, or the reasons why it is not taken."""
    flat = values.flattened(written)
    identifier = line(flat.get("id"), 100)
    reasons = []
    if not identifier:
        reasons.append("colonne id vide : sans elle, l’offre ne peut pas être retrouvée au prochain import")
    if not line(flat.get("intitule")):
        reasons.append("colonne intitule vide : une offre a un titre")
    checked: dict[str, Any] = {}
    for read in (_place, _seats):
        try:
            checked |= read(flat)
        except values.FaultError as fault:
            reasons.append(str(fault))
    if reasons:
        return Row(number, flat, reasons=tuple(reasons), source_id=identifier)
    return Row(number, flat, _posting(identifier, flat, checked), source_id=identifier)


def rows_of(offers: Iterable[Any]) -> Iterator[Row]:
    """Rows of the API's list `resultats`."""
    for number, offer in enumerate(offers, 1):
        if isinstance(offer, Mapping):
            yield row_of(number, offer)
        else:
            yield Row(number, {"valeur": str(offer)[:200]}, reasons=("ce n’est pas une offre",))


def _place(flat: Mapping[str, Any]) -> dict[str, Any]:
    lat, lon = values.coordinates(flat.get("lieuTravail.latitude"), flat.get("lieuTravail.longitude"))
    return {"lat": lat, "lon": lon}


def _seats(flat: Mapping[str, Any]) -> dict[str, Any]:
    return {"seats": values.whole(flat.get("nombrePostes"), "nombrePostes")}


def _posting(identifier: str, flat: Mapping[str, Any], checked: Mapping[str, Any]) -> Posting:
    def word(name: str, limit: int = 200) -> str:
        return line(flat.get(name), limit)

    hours = _hours(flat)
    wage = parse_wage(word("salaire.libelle"))
    return Posting(
        source_id=identifier,
        source_url=web_address(flat.get("origineOffre.urlOrigine")),
        title=word("intitule"),
        employer=word("entreprise.nom"),
        occupation_code=word("romeCode", 10),
        occupation_label=word("romeLibelle"),
        tasks=plain(flat.get("description")),
        requirements=_requirements(flat),
        contract=contract_of(word("natureContrat"), word("typeContrat"), word("typeContratLibelle")),
        contract_detail=_contract_detail(flat),
        hours_detail=line(" · ".join(hours)),
        shifts=next((shifts for text in hours if (shifts := parse_hours(text))), ()),
        wage_from=wage.low,
        wage_to=wage.high,
        wage_period=wage.period,
        wage_detail=_wage_detail(flat),
        place_text=_place_text(word("lieuTravail.libelle", 250)),
        postal_code=word("lieuTravail.codePostal", 5),
        commune_code=word("lieuTravail.commune", 5),
        **checked,
    )


def _place_text(label: str) -> str:
    """« 07 - ST DIDIER SOUS AUBENAS » as one reads it: « St Didier Sous Aubenas »."""
    name = _DEPARTMENT.sub("", label)
    return name.title() if name.isupper() else name


def _hours(flat: Mapping[str, Any]) -> list[str]:
    names = ("dureeTravailLibelle", "complementExercice", "conditionExercice")
    texts = [_NO_TIMETABLE.sub("", line(flat.get(name))) for name in names]
    return [text for text in texts if text]


def _contract_detail(flat: Mapping[str, Any]) -> str:
    label, nature = line(flat.get("typeContratLibelle")), line(flat.get("natureContrat"))
    code = line(flat.get("typeContrat"))
    return line(", ".join(t for t in (label, nature) if t and t not in (code, "Contrat travail")))


def _wage_detail(flat: Mapping[str, Any]) -> str:
    names = ("salaire.libelle", "salaire.commentaire", "salaire.complement1", "salaire.complement2")
    texts = [line(flat.get(name)) for name in names]
    return line(", ".join(text for text in texts if text and text != "Autre"))


def _experience(flat: Mapping[str, Any]) -> list[str]:
    label, comment = line(flat.get("experienceLibelle")), line(flat.get("experienceCommentaire"))
    return [label] if comment in label else [label, comment]


def _requirements(flat: Mapping[str, Any]) -> str:
    trainings = [
        " ".join(t for t in (item.get("niveauLibelle"), item.get("domaineLibelle")) if isinstance(t, str))
        for item in values.listed(flat.get("formations"))
        if isinstance(item, Mapping)
    ]
    parts = (
        ("Expérience", _experience(flat)),
        ("Formation", trainings),
        ("Permis", values.labels(flat.get("permis"))),
        ("Langues", values.labels(flat.get("langues"))),
        ("Savoir-faire", values.labels(flat.get("competences"))[:MOST_SKILLS]),
        ("Qualités", values.labels(flat.get("qualitesProfessionnelles"))),
    )
    lines = [f"{name}\u00a0: {', '.join(filter(None, said))}" for name, said in parts if any(said)]
    return plain("\n".join(lines))
