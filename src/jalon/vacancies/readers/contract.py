"""Which contract the words of a source mean."""

import re

from jalon.vacancies.choices import Contract
from jalon.vacancies.readers.text import folded

# In this order: the nature of a contract says more than its duration.
_WORDS = (
    (Contract.APPRENTICESHIP, r"apprentissage|apprenti\b|apprenticeship"),
    (Contract.PROFESSIONALISATION, r"professionnalisation|contrat pro\b"),
    (Contract.GEIQ, r"\bgeiq\b"),
    (Contract.INTEGRATION, r"insertion|\bcddi\b"),
    (Contract.TEMPORARY, r"interim|\bmis\b|mission|travail temporaire|temporary|\bctt\b"),
    (Contract.FIXED_TERM, r"\bcdd\b|duree determinee|saisonnier|\bsai\b|\bddi\b|remplacement"),
    (Contract.PERMANENT, r"\bcdi\b|duree indeterminee|permanent"),
)


def contract_of(*texts: str) -> str:
    """The contract that the words name; another one when they name none, empty when there are no words."""
    words = folded(" ".join(texts))
    if not words:
        return ""
    return next((code for code, pattern in _WORDS if re.search(pattern, words)), Contract.OTHER)
