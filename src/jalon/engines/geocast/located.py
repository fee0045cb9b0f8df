"""Where matching puts a vehicle, how sure it is, and why, in words."""

from dataclasses import dataclass
from math import nan
from typing import Literal

Outcome = Literal["on_trip", "on_line", "unknown"]
Reason = Literal[
    "trip",
    "block_change",
    "block",
    "previous",
    "line_and_hour",
    "estimated",
    "stale",
    "future",
    "jump",
    "frozen",
    "off_shape",
    "opposite",
    "ambiguous",
    "not_running",
    "line_only",
    "nearest_line",
    "cancelled",
    "no_line",
    "off_network",
]

WORDS: dict[str, str] = {
    "trip": "course annoncée, sur son tracé",
    "block_change": "course annoncée dépassée : le véhicule est déjà sur une autre course de son service",
    "block": "course déduite du service du véhicule et de l’heure",
    "previous": "course gardée de la position précédente",
    "line_and_hour": "course déduite de la ligne, du sens et de l’heure",
    "estimated": "position calculée entre deux arrêts d’après les horaires estimés",
    "stale": "position périmée, plus de 90 secondes",
    "future": "horloge du véhicule en avance",
    "jump": "saut de position impossible, en attente de confirmation",
    "frozen": "position figée hors d’un terminus",
    "off_shape": "trop loin du tracé de la course annoncée",
    "opposite": "cap contraire à la course annoncée",
    "ambiguous": "plusieurs endroits ou courses possibles",
    "not_running": "course annoncée hors service à cette heure",
    "line_only": "ligne connue, course inconnue",
    "nearest_line": "une seule ligne passe ici dans ce sens",
    "cancelled": "course supprimée",
    "no_line": "ni course ni ligne reconnue",
    "off_network": "loin de toute ligne connue",
}


@dataclass(frozen=True, slots=True)
class Match:
    """A vehicle on a trip (trip, shape, metres), on a line only, or nowhere known; indices are the feed's.

    `confidence` (0 to 1) ranks matches of one kind; it is not a probability. `distance_m` is from the shape.
    """

    outcome: Outcome
    reason: Reason
    trip: int = -1
    shape: int = -1
    at_m: float = nan
    route: int = -1
    distance_m: float = nan
    confidence: float = 0.0

    @property
    def words(self) -> str:
        """Say the reason in French."""
        return WORDS[self.reason]


def unsure(route: int, reason: Reason) -> Match:
    """Return the match of a vehicle that is not placed: on its line when that is known, else nowhere."""
    return Match("on_line" if route >= 0 else "unknown", reason, route=route)
