"""The games, as content: what is written on their cards, pages and boards."""

from jalon.games.stories.escape import ESCAPE
from jalon.games.stories.giant import BOARD
from jalon.games.stories.words import BoardGame, EscapeGame

GAMES: dict[str, EscapeGame | BoardGame] = {ESCAPE.key: ESCAPE, BOARD.key: BOARD}

__all__ = ["BOARD", "ESCAPE", "GAMES", "BoardGame", "EscapeGame"]
