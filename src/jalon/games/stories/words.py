"""What a game is made of."""

from dataclasses import dataclass
from typing import ClassVar

from jalon.games.choices import GameKind


@dataclass(frozen=True)
class RolePart:
    """A part that a player takes: a trade, what it does, and its ROME code."""

    key: str
    title: str
    what: str
    occupation_code: str


@dataclass(frozen=True)
class Puzzle:
    """A lock to open together. Each role holds one piece; nobody can open it alone.

    `answer` is compared without spaces, accents, dashes or case; `also` are other right spellings.
    """

    key: str
    title: str
    scene: str
    clues: dict[str, str]
    question: str
    answer: str
    hints: tuple[str, str, str]
    opened: str
    skill: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """One way to decide, what it changes, and what comes of it."""

    key: str
    text: str
    effects: dict[str, int]
    then: str


@dataclass(frozen=True)
class Situation:
    """A week of the building site: the role that speaks first, and three ways to decide."""

    key: str
    title: str
    scene: str
    speaks: str
    options: tuple[Option, Option, Option]
    skill: str


@dataclass(frozen=True)
class EscapeGame:
    """Puzzles one after another against the clock."""

    kind: ClassVar[str] = GameKind.ESCAPE

    key: str
    title: str
    pitch: str
    minutes: int
    hint_costs_minutes: int
    roles: tuple[RolePart, ...]
    puzzles: tuple[Puzzle, ...]
    won: str
    late: str
    debrief: tuple[str, ...]

    @property
    def skills(self) -> tuple[str, ...]:
        """What can be observed, one a puzzle."""
        return tuple(puzzle.skill for puzzle in self.puzzles)


@dataclass(frozen=True)
class BoardGame:
    """Situations decided together on a giant board; gauges from 0 to 10 show what each decision moves."""

    kind: ClassVar[str] = GameKind.BOARD

    key: str
    title: str
    pitch: str
    minutes: int
    cells: int
    roles: tuple[RolePart, ...]
    gauges: tuple[tuple[str, str], ...]
    situations: tuple[Situation, ...]
    rounds: int
    endings: tuple[tuple[int, str], ...]
    debrief: tuple[str, ...]

    @property
    def skills(self) -> tuple[str, ...]:
        """What can be observed, each once."""
        return tuple(dict.fromkeys(situation.skill for situation in self.situations))
