"""The communes of France as geo.api.gouv.fr gives them: a JSON list of `{code, nom, centre}`."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jalon.reference.sources.rows import VocabularyError

_CODE = re.compile(r"\d[0-9AB]\d{3}")


@dataclass(frozen=True)
class CommuneRow:
    """A commune; `lat` and `lon` (degrees) are None where its centre is not published."""

    code: str
    name: str
    department: str
    postal_codes: tuple[str, ...]
    lat: float | None
    lon: float | None
    population: int | None


def read_communes(file: Path) -> tuple[str, list[CommuneRow]]:
    """Version (the day of the file) and communes, by code.

    Raises:
        VocabularyError: absent, not JSON, not a list of communes, or some of them cannot be read.
    """
    entries = _entries(file)
    rows: dict[str, CommuneRow] = {}
    faults = []
    for number, entry in enumerate(entries, start=1):
        try:
            row = _row(entry)
            rows[row.code] = row
        except (TypeError, ValueError, KeyError, IndexError) as error:
            faults.append(f"{file.name}, commune n° {number} : {error}")
    if faults:
        more = [f"… et {len(faults) - 10} autres."] if len(faults) > 10 else []
        raise VocabularyError(faults[:10] + more)
    day = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC).date().isoformat()
    return day, sorted(rows.values(), key=lambda row: row.code)


def _entries(file: Path) -> list[Any]:
    if not file.is_file():
        raise VocabularyError([f"{file} : ce fichier n’existe pas."])
    try:
        entries = json.loads(file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise VocabularyError([f"{file.name} : ce n’est pas du JSON lisible ({error})."]) from None
    if not isinstance(entries, list) or not entries:
        raise VocabularyError([f"{file.name} : on attend une liste de communes (code, nom, centre)."])
    return entries


def _row(entry: Any) -> CommuneRow:
    if not isinstance(entry, dict) or not isinstance(entry.get("nom"), str):
        raise ValueError("le nom manque.")
    code = str(entry.get("code", ""))
    if not _CODE.fullmatch(code):
        raise ValueError(f"« {code} » n’est pas un code officiel géographique.")
    lon, lat = _centre(entry.get("centre"))
    return CommuneRow(
        code=code,
        name=entry["nom"],
        department=code[:3] if code.startswith(("97", "98")) else code[:2],
        postal_codes=tuple(str(postal) for postal in entry.get("codesPostaux", [])),
        lat=lat,
        lon=lon,
        population=entry.get("population"),
    )


def _centre(centre: Any) -> tuple[float | None, float | None]:
    if centre is None:
        return None, None
    lon, lat = (float(number) for number in centre["coordinates"])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"le centre {lat}, {lon} n’est pas sur Terre.")
    return lon, lat
