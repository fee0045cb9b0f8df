"""Facilitator's sheet, observation grid, cards and A0 board, typeset from the story."""

from dataclasses import asdict
from typing import Any

from jalon.base.paper import typeset
from jalon.games.choices import GameKind
from jalon.games.stories.words import BoardGame, EscapeGame

DOCUMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    GameKind.ESCAPE: (
        ("animation", "Feuille d’animation (A4)"),
        ("cartes", "Cartes des métiers et des verrous (A4, à découper)"),
        ("plateau", "Plateau de l’atelier (A0)"),
        ("observation", "Grille d’observation (A4)"),
    ),
    GameKind.BOARD: (
        ("animation", "Feuille d’animation (A4)"),
        ("cartes", "Cartes des métiers et des situations (A4, à découper)"),
        ("plateau", "Plateau du chantier (A0)"),
        ("observation", "Grille d’observation (A4)"),
    ),
}
_TEMPLATES = {
    "animation": "game-sheet",
    "cartes": "game-cards",
    "plateau": "game-board",
    "observation": "game-grid",
}


def document(game: EscapeGame | BoardGame, name: str) -> bytes:
    """The PDF of one of `DOCUMENTS`."""
    return typeset(_TEMPLATES[name], _data(game))


def _data(game: EscapeGame | BoardGame) -> dict[str, Any]:
    data = asdict(game)
    roles = {role.key: role.title for role in game.roles}
    cells = game.cells if isinstance(game, BoardGame) else len(game.puzzles)
    gauges = dict(game.gauges) if isinstance(game, BoardGame) else {}
    return {
        **data,
        "kind": game.kind,
        "kind_label": str(GameKind(game.kind).label),
        "language": "fr",
        "skills": list(game.skills),
        "role_titles": roles,
        "cells": cells,
        "gauge_labels": gauges,
        "puzzles": data.get("puzzles", []),
        "situations": data.get("situations", []),
    }
