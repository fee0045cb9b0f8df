"""What a game is now, computed from its moves; nothing here touches the database."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jalon.games.choices import MoveKind
from jalon.games.stories.words import BoardGame, EscapeGame, Puzzle, Situation

GAUGE_START, GAUGE_MOST = 5, 10
PLAYERS_MOST = 8


class RefusedError(Exception):
    """What was asked cannot be done now; the text says why, in plain words."""


@dataclass(frozen=True)
class Happened:
    """One move, as the rules read it."""

    kind: str
    at: datetime
    about: str = ""
    value: str = ""
    who: str = ""


@dataclass
class Clock:
    """Seconds played, pauses taken out, hints paid for."""

    started_at: datetime | None = None
    ended_at: datetime | None = None
    paused_at: datetime | None = None
    paused: timedelta = timedelta()
    fines: timedelta = timedelta()

    def hear(self, move: Happened) -> None:
        """Start, pause, resume and end move the clock; the rest does not."""
        if move.kind == MoveKind.START:
            self.started_at = move.at
        elif move.kind == MoveKind.PAUSE and not self.paused_at:
            self.paused_at = move.at
        elif move.kind == MoveKind.RESUME and self.paused_at:
            self.paused += move.at - self.paused_at
            self.paused_at = None
        elif move.kind == MoveKind.END:
            self.ended_at = self.ended_at or move.at

    def played(self, now: datetime) -> timedelta:
        """Time that counts."""
        if self.started_at is None:
            return timedelta()
        until = self.ended_at or self.paused_at or now
        return until - self.started_at - self.paused + self.fines

    @property
    def running(self) -> bool:
        """Started, not paused, not ended."""
        return self.started_at is not None and self.paused_at is None and self.ended_at is None


@dataclass
class EscapeState:
    """Where a team is among the locks."""

    game: EscapeGame
    clock: Clock = field(default_factory=Clock)
    opened: int = 0
    hints: Counter[str] = field(default_factory=Counter)
    last_wrong: str = ""

    @property
    def puzzle(self) -> Puzzle | None:
        """The lock in front of the team; None when all are open."""
        return self.game.puzzles[self.opened] if self.opened < len(self.game.puzzles) else None

    def remaining(self, now: datetime) -> timedelta:
        """Time left; never below zero."""
        return max(timedelta(minutes=self.game.minutes) - self.clock.played(now), timedelta())

    @property
    def won(self) -> bool:
        """Every lock is open."""
        return self.puzzle is None


def escape_state(game: EscapeGame, moves: Iterable[Happened]) -> EscapeState:
    """Replay an escape game."""
    state = EscapeState(game)
    for move in moves:
        state.clock.hear(move)
        puzzle = state.puzzle
        if puzzle is None or move.about != puzzle.key:
            continue
        if move.kind == MoveKind.HINT and state.hints[puzzle.key] < len(puzzle.hints):
            state.hints[puzzle.key] += 1
            state.clock.fines += timedelta(minutes=game.hint_costs_minutes)
        elif move.kind == MoveKind.ANSWER:
            right = is_right(puzzle, move.value)
            state.opened += right
            state.last_wrong = "" if right else move.value
    return state


def is_right(puzzle: Puzzle, text: str) -> bool:
    """Whether an answer opens the lock, however it is typed."""
    return _plain(text) in {_plain(puzzle.answer), *map(_plain, puzzle.also)}


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.upper())
    return "".join(letter for letter in letters if letter.isalnum() and letter.isascii())


@dataclass
class BoardState:
    """Where a team is on the board."""

    game: BoardGame
    clock: Clock = field(default_factory=Clock)
    round: int = 0
    cell: int = 0
    gauges: dict[str, int] = field(default_factory=dict)
    votes: dict[str, str] = field(default_factory=dict)
    decided: list[tuple[Situation, str]] = field(default_factory=list)

    @property
    def situation(self) -> Situation | None:
        """The week's situation; None after the last."""
        return self.game.situations[self.round] if self.round < self.game.rounds else None

    @property
    def ending(self) -> str:
        """What is said at the end, by the sum of the gauges."""
        total = sum(self.gauges.values())
        return next(text for least, text in self.game.endings if total >= least)


def board_state(game: BoardGame, moves: Iterable[Happened]) -> BoardState:
    """Replay a board game."""
    state = BoardState(game, gauges={key: GAUGE_START for key, _ in game.gauges})
    for move in moves:
        state.clock.hear(move)
        situation = state.situation
        if situation is None or move.about != situation.key:
            continue
        if move.kind == MoveKind.VOTE:
            state.votes[move.who] = move.value
        elif move.kind == MoveKind.CHOICE:
            _decide(state, situation, move.value)
    return state


def _decide(state: BoardState, situation: Situation, key: str) -> None:
    """The gauges move; the pawn goes two cells on, and one more or less with the pace."""
    option = next((one for one in situation.options if one.key == key), None)
    if option is None:
        return
    for gauge, change in option.effects.items():
        state.gauges[gauge] = min(max(state.gauges[gauge] + change, 0), GAUGE_MOST)
    pace = option.effects.get("pace", 0)
    state.cell = min(state.cell + 2 + (pace > 0) - (pace < 0), state.game.cells)
    state.decided.append((situation, key))
    state.votes = {}
    state.round += 1
