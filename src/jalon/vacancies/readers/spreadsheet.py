"""Vacancies in a table whose columns somebody matched to our fields."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, tzinfo
from typing import Any

from jalon.base.columns import guess_columns
from jalon.base.tables import FAULT
from jalon.vacancies.readers import values
from jalon.vacancies.readers.contract import contract_of
from jalon.vacancies.readers.hours import parse_hours
from jalon.vacancies.readers.posting import Posting, Row, digest
from jalon.vacancies.readers.text import folded, line, plain, web_address
from jalon.vacancies.readers.wage import parse_wage

# Our fields, as the matching page names them.
FIELDS: dict[str, str] = {
    "title": "Titre du poste",
    "employer": "Employeur",
    "reference": "Référence de l’offre",
    "occupation_code": "Code ROME",
    "occupation_label": "Nom du métier",
    "tasks": "Tâches",
    "requirements": "Ce qu’il faut",
    "contract": "Contrat",
    "hours": "Horaires",
    "wage": "Salaire",
    "address": "Adresse",
    "postal_code": "Code postal",
    "commune": "Commune",
    "lat": "Latitude",
    "lon": "Longitude",
    "seats": "Nombre de places",
    "starts_on": "Début",
    "valid_until": "Valable jusqu’au",
    "url": "Adresse de l’offre sur Internet",
}
NEEDED = ("title",)
# Words found in headings, most telling first.
_HINTS: dict[str, tuple[str, ...]] = {
    "title": ("intitule", "titre", "poste", "title", "job"),
    "employer": ("employeur", "entreprise", "societe", "structure", "company", "raison sociale"),
    "reference": ("reference", "ref", "identifiant", "numero", "n°", "id"),
    "occupation_code": ("code rome", "rome", "romecode"),
    "occupation_label": ("metier", "appellation", "romelibelle"),
    "tasks": ("taches", "missions", "mission", "description", "activites", "descriptif"),
    "requirements": ("profil", "prerequis", "competences", "exigences", "il faut"),
    "contract": ("contrat", "type de contrat", "contract"),
    "hours": ("horaires", "horaire", "temps de travail", "duree du travail"),
    "wage": ("salaire", "remuneration", "wage", "salary"),
    "address": ("adresse", "lieu", "address", "rue"),
    "postal_code": ("code postal", "cp", "postal"),
    "commune": ("commune", "ville", "localite", "city"),
    "lat": ("latitude", "lat"),
    "lon": ("longitude", "lon", "lng"),
    "seats": ("nombre de postes", "nb de postes", "nb postes", "postes", "places", "nombre"),
    "starts_on": ("debut", "date de debut", "prise de poste", "a partir du"),
    "valid_until": ("valable", "date limite", "fin de validite", "expire", "jusqu", "cloture", "date de fin"),
    "url": ("url", "lien", "site"),
}


def guess(headers: Iterable[str]) -> dict[str, str]:
    """Which column holds which field, column to field: the whole heading first, then a word of it."""
    return guess_columns(headers, _HINTS, folded)


def rows_of(
    table: Iterable[Mapping[str, Any]], columns: Mapping[str, str], zone: tzinfo, *, employer: str = ""
) -> Iterator[Row]:
    """Rows; `columns` matches column to field, `employer` is whose the file is when no column says it."""
    for number, written in enumerate(table, 2):
        yield row_of(number, written, columns, zone, employer=employer)


def row_of(
    number: int,
    written: Mapping[str, Any],
    columns: Mapping[str, str],
    zone: tzinfo,
    *,
    employer: str = "",
) -> Row:
    """One row (1 is the header), or the reasons why it is not taken."""
    shown = {name: _said(value) for name, value in written.items() if name != FAULT}
    if FAULT in written:
        return Row(number, shown, reasons=(str(written[FAULT]),))
    cells = {field: written.get(column) for column, field in columns.items()}
    named = line(cells.get("employer")) or employer
    reasons = [] if line(cells.get("title")) else ["le titre du poste est vide"]
    checked: dict[str, Any] = {}
    for read in (_place, _seats, lambda c: _dates(c, zone)):
        try:
            checked |= read(cells)
        except values.FaultError as fault:
            reasons.append(str(fault))
    identifier = _identifier(cells, named)
    if reasons:
        return Row(number, shown, reasons=tuple(reasons), source_id=identifier)
    return Row(number, shown, _posting(identifier, named, cells, checked), source_id=identifier)


def _said(value: Any) -> Any:
    """A cell that JSON can keep."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)


def _identifier(cells: Mapping[str, Any], employer: str) -> str:
    reference = line(cells.get("reference"), 100)
    if reference:
        return digest("reference", folded(employer), reference)
    where = [folded(line(cells.get(name))) for name in ("title", "address", "postal_code", "commune")]
    return digest("text", folded(employer), *where)


def _place(cells: Mapping[str, Any]) -> dict[str, Any]:
    lat, lon = values.coordinates(cells.get("lat"), cells.get("lon"))
    return {"lat": lat, "lon": lon, "exact": lat is not None}


def _seats(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {"seats": values.whole(cells.get("seats"), "places")}


def _dates(cells: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    return {
        "starts_on": values.day(cells.get("starts_on"), "début"),
        "valid_until": values.end_instant(cells.get("valid_until"), "valable jusqu’au", zone),
    }


def _posting(identifier: str, employer: str, cells: Mapping[str, Any], checked: Mapping[str, Any]) -> Posting:
    hours, wage_words = line(cells.get("hours")), line(cells.get("wage"))
    wage = parse_wage(wage_words)
    contract = line(cells.get("contract"))
    postal, commune = line(cells.get("postal_code"), 5), line(cells.get("commune"), 120)
    place = (line(cells.get("address")), f"{postal} {commune}".strip())
    return Posting(
        source_id=identifier,
        source_url=web_address(cells.get("url")),
        title=line(cells.get("title")),
        employer=employer,
        occupation_code=line(cells.get("occupation_code"), 10).upper(),
        occupation_label=line(cells.get("occupation_label")),
        tasks=plain(cells.get("tasks")),
        requirements=plain(cells.get("requirements")),
        contract=contract_of(contract),
        contract_detail=contract if contract_of(contract) == "other" else "",
        hours_detail=hours,
        shifts=parse_hours(hours),
        wage_from=wage.low,
        wage_to=wage.high,
        wage_period=wage.period,
        wage_detail=wage_words,
        place_text=line(", ".join(filter(None, place)), 250),
        postal_code=postal,
        commune=commune,
        **checked,
    )
