"""Services of data.inclusion read as activities; what does not fit is said in sentences."""

import json
from dataclasses import dataclass
from typing import Any

import pydantic
from data_inclusion.schema import v1

from jalon.activities.exchange.words import FAMILIES, SITUATIONS, kind_of, own_source
from jalon.activities.models import Activity

LARGEST_BYTES = 10 * 2**20
MOST_ROWS = 5000
USUAL_MINUTES = 120


class UnreadableFileError(ValueError):
    """The file as a whole is no list of services; the sentence says what was expected."""


@dataclass(frozen=True)
class Read:
    """One service as columns of an activity, and what somebody should reread."""

    source: str
    source_id: str
    values: dict[str, Any]
    remarks: list[str]


class RefusedRowError(ValueError):
    """A row that is no activity of the catalogue; `reasons` says why."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


def rows_of(content: bytes) -> list[Any]:
    """The services of a file: a list, or an object with `services` (a full file) or `items` (the API).

    Raises:
        UnreadableFileError: too large, no JSON, or no list of services in it.
    """
    if len(content) > LARGEST_BYTES:
        raise UnreadableFileError("Ce fichier dépasse 10 Mo : découpez-le.")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise UnreadableFileError("Ce fichier n’est pas du JSON en UTF-8.") from None
    if isinstance(found, dict):
        found = found.get("services", found.get("items"))
    if not isinstance(found, list):
        raise UnreadableFileError("On attend une liste de services, ou un objet avec « services ».")
    if len(found) > MOST_ROWS:
        raise UnreadableFileError(f"{len(found)} services : {MOST_ROWS} au plus à la fois.")
    return found


def read_service(row: Any) -> Read:
    """One service.

    Raises:
        RefusedRowError: not valid by the schema, from this very site, or of a theme that is not held here.
    """
    if not isinstance(row, dict):
        raise RefusedRowError("Ce n’est pas un service : on attend un objet JSON.")
    try:
        service = v1.Service(**{str(name): value for name, value in row.items()})
    except pydantic.ValidationError as error:
        raise RefusedRowError(*(_said(one) for one in error.errors())) from None
    if service.source == own_source():
        raise RefusedRowError("Ce service vient d’ici : il est déjà au catalogue.")
    themes = service.thematiques or set()
    theme = _theme(themes)
    remarks: list[str] = []
    values = {
        "kind": kind_of(themes, service.type),
        "theme": theme,
        "title": _short("title", service.nom, remarks, "titre"),
        "summary": _short("summary", service.description, remarks, "présentation"),
        "audience": _short("audience", service.publics_precisions, remarks, "public"),
        "prerequisites": _short("prerequisites", service.conditions_acces, remarks, "conditions d’accès"),
        "fee": _fee(service, remarks),
        "situations": sorted({SITUATIONS[one] for one in service.publics or () if one in SITUATIONS}),
        "minutes": _minutes(service, remarks),
        "self_booking": _alone(service),
    }
    return Read(_cut(service.source, 100), _identifier(service.id), values, remarks)


def _theme(themes: set[v1.Thematique]) -> str:
    families = sorted({theme.value.partition("--")[0] for theme in themes})
    found = next((FAMILIES[family] for family in FAMILIES if family in families), None)
    if found is None and families:
        raise RefusedRowError(f"Aucun thème du catalogue ne correspond à « {', '.join(families)} ».")
    if found is None:
        raise RefusedRowError("« thematiques » est vide : on ne sait pas où ranger ce service.")
    return found


def _short(column: str, text: str | None, remarks: list[str], name: str) -> str:
    """As much as the catalogue keeps; control characters out, as no page shows them."""
    clean = "".join(c for c in (text or "").strip() if c.isprintable() or c in "\n\t")
    most = _longest(column)
    if len(clean) > most:
        remarks.append(f"{name} raccourci à {most} caractères")
    return _cut(clean, most)


def _longest(column: str) -> int:
    """How many characters a column of the catalogue holds."""
    found: int = getattr(Activity._meta.get_field(column), "max_length", 0)
    return found


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _identifier(text: str) -> str:
    most = _longest("source_id")
    if not text.strip() or len(text) > most or not text.isprintable():
        raise RefusedRowError(f"« id » doit compter de 1 à {most} caractères.")
    return text


def _fee(service: v1.Service, remarks: list[str]) -> str:
    if service.frais != v1.Frais.PAYANT:
        return ""
    return _short("fee", service.frais_precisions or "Payant, prix à demander", remarks, "prix")


def _minutes(service: v1.Service, remarks: list[str]) -> int:
    hours = (service.volume_horaire_hebdomadaire or 0) * (service.nombre_semaines or 1)
    if 0 < hours <= 2000 and round(hours * 60):
        return round(hours * 60)
    remarks.append("durée à vérifier : le fichier ne la dit pas")
    return USUAL_MINUTES


def _alone(service: v1.Service) -> bool:
    by = service.mobilisable_par
    return not by or v1.PersonneMobilisatrice.USAGERS in by


_KINDS = {
    "missing": "« {field} » manque.",
    "string_too_short": "« {field} » est trop court.",
    "string_too_long": "« {field} » est trop long.",
    "string_type": "« {field} » doit être un texte.",
    "string_pattern_mismatch": "« {field} » n’a pas la bonne forme.",
    "enum": "« {field} » a une valeur que le schéma ne connaît pas : {value}.",
    "date_from_datetime_parsing": "« {field} » n’est pas une date (AAAA-MM-JJ).",
    "date_parsing": "« {field} » n’est pas une date (AAAA-MM-JJ).",
    "date_type": "« {field} » n’est pas une date (AAAA-MM-JJ).",
    "url_parsing": "« {field} » n’est pas une adresse de page.",
    "float_parsing": "« {field} » n’est pas un nombre.",
    "int_parsing": "« {field} » n’est pas un nombre entier.",
}


def _said(error: Any) -> str:
    """A fault found by the schema, in a sentence."""
    field = str(error["loc"][0]) if error["loc"] else "service"
    if error["type"] == "value_error":
        return f"« {field} » : {str(error['msg']).removeprefix('Value error, ')}"
    pattern = _KINDS.get(error["type"], "« {field} » n’est pas comme le schéma le demande.")
    return pattern.format(field=field, value=str(error["input"])[:80])
