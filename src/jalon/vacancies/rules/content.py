"""What of a vacancy can be written, by hand or by an import."""

from datetime import time
from typing import NamedTuple

SHIFTS = "shifts"
# Columns and the words that the history uses for them.
LABELS: dict[str, str] = {
    "title": "titre",
    "occupation": "métier",
    "occupation_code": "code du métier",
    "occupation_label": "nom du métier",
    "tasks": "tâches",
    "requirements": "ce qu’il faut",
    "contract": "contrat",
    "contract_detail": "précision du contrat",
    "hours_detail": "temps de travail",
    SHIFTS: "horaires",
    "starts_on": "début",
    "wage_from": "salaire",
    "wage_to": "salaire maximum",
    "wage_period": "période du salaire",
    "wage_detail": "précision du salaire",
    "site": "lieu",
    "lat": "latitude",
    "lon": "longitude",
    "place_text": "adresse",
    "place_kind": "précision du lieu",
    "radius_m": "zone de diffusion",
    "priority": "priorité",
    "seats": "places",
    "valid_until": "date de fin",
    "source_employer": "employeur selon la source",
    "source_url": "adresse à la source",
}
EDITABLE = frozenset(LABELS) - {SHIFTS}
TEXTS = ("title", "tasks", "requirements", "contract_detail", "hours_detail", "wage_detail")


class ShiftRow(NamedTuple):
    """From an hour to an hour (the next day when it ends earlier); weekdays from Monday, 0 or 1."""

    starts: time
    ends: time
    weekdays: str
