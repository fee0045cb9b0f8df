"""The table of allowed moves, and what a vacancy needs before it opens."""

from datetime import datetime

from jalon.vacancies.choices import VacancyState
from jalon.vacancies.models import Vacancy

DRAFT, OPEN, PAUSED, FILLED, CLOSED = VacancyState

# From each state, where one may go. A hire agreed during a pause may take the last seat.
MOVES: dict[str, frozenset[str]] = {
    DRAFT: frozenset({OPEN, CLOSED}),
    OPEN: frozenset({PAUSED, FILLED, CLOSED}),
    PAUSED: frozenset({OPEN, FILLED, CLOSED}),
    FILLED: frozenset({OPEN, CLOSED}),
    CLOSED: frozenset(),
}

EVENT_KINDS: dict[str, str] = {OPEN: "opened", PAUSED: "paused", FILLED: "filled", CLOSED: "closed"}


class RefusedError(Exception):
    """What was asked cannot be done to this vacancy; the message says why, in French."""


def may_move(origin: str, target: str) -> bool:
    """Whether the table allows it."""
    return target in MOVES[origin]


def check_move(origin: str, target: str) -> None:
    """RefusedError when the table does not allow it."""
    if may_move(origin, target):
        return
    if origin == CLOSED:
        raise RefusedError("Cette offre est fermée, et le reste. Vous pouvez en écrire une copie.")
    if origin == target:
        raise RefusedError(f"Cette offre est déjà {VacancyState(target).label}.")
    labels = VacancyState(origin).label, VacancyState(target).label
    raise RefusedError(f"Une offre « {labels[0]} » ne peut pas devenir « {labels[1]} ».")


def missing_to_open(vacancy: Vacancy, now: datetime) -> dict[str, str]:
    """What must be written before the vacancy opens: field to sentence; empty when nothing is missing."""
    missing = {}
    if not vacancy.contract:
        missing["contract"] = "Choisissez le contrat."
    if vacancy.valid_until is None:
        missing["valid_until"] = "Dites jusqu’à quel jour l’offre est valable."
    elif vacancy.valid_until <= now:
        missing["valid_until"] = "Ce jour est passé : choisissez un jour à venir."
    if vacancy.hired >= vacancy.seats:
        missing["seats"] = "Toutes les places sont prises : ajoutez-en une."
    return missing
