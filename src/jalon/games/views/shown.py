"""What a page shows of a game's state."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from jalon.games.models import Player
from jalon.games.rules import GAUGE_MOST, BoardState, EscapeState


@dataclass(frozen=True)
class Gauge:
    """A gauge of the board: its name and its value from 0 to `most`."""

    name: str
    value: int
    most: int = GAUGE_MOST


def shown(state: EscapeState | BoardState, player: Player | None = None) -> dict[str, Any]:
    """Context of a page: the clock in seconds, then what belongs to the kind of game."""
    now = timezone.now()
    if isinstance(state, EscapeState):
        return {"seconds": int(state.remaining(now).total_seconds()), **_escape(state, player)}
    return {"seconds": int(state.clock.played(now).total_seconds()), **_board(state, player)}


def _escape(state: EscapeState, player: Player | None) -> dict[str, Any]:
    puzzle = state.puzzle
    if puzzle is None:
        return {"hints": (), "clue": "", "clues": []}
    titles = {role.key: role.title for role in state.game.roles}
    # A trade that nobody took is read by everybody, so that a small team can play.
    taken = set(player.play.players.values_list("role", flat=True)) if player else set()
    others = [(titles[key], clue) for key, clue in puzzle.clues.items() if key not in taken]
    return {
        "hints": puzzle.hints[: state.hints[puzzle.key]],
        "hints_left": len(puzzle.hints) - state.hints[puzzle.key],
        "clue": puzzle.clues[player.role] if player else "",
        "clues": others if player else [(titles[key], clue) for key, clue in puzzle.clues.items()],
    }


def _board(state: BoardState, player: Player | None) -> dict[str, Any]:
    situation = state.situation
    votes = state.votes
    options = situation.options if situation else ()
    titles = {role.key: role.title for role in state.game.roles}
    last = state.decided[-1] if state.decided else None
    chosen = next((one for one in last[0].options if one.key == last[1]), None) if last else None
    return {
        "gauges": [Gauge(name, state.gauges[key]) for key, name in state.game.gauges],
        "options": [(one, [who for who, key in votes.items() if key == one.key]) for one in options],
        "my_vote": votes.get(player.name, "") if player else "",
        "speaks": titles.get(situation.speaks, "") if situation else "",
        "chosen": chosen,
        "week": min(state.round + 1, state.game.rounds),
    }
