"""The state of a game is what its moves make."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.games.choices import MoveKind
from jalon.games.rules import Happened, board_state, escape_state, is_right
from jalon.games.stories import BOARD, ESCAPE, GAMES

BEGIN = datetime(2026, 11, 26, 14, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def opened(count: int) -> list[Happened]:
    """A game in which the first locks were opened, one a minute."""
    moves = [Happened(MoveKind.START, BEGIN)]
    for number, puzzle in enumerate(ESCAPE.puzzles[:count]):
        moves.append(Happened(MoveKind.ANSWER, at(number + 1), puzzle.key, puzzle.answer))
    return moves


def test_each_lock_opens_with_its_own_answer_only() -> None:
    for puzzle in ESCAPE.puzzles:
        for other in ESCAPE.puzzles:
            assert is_right(puzzle, other.answer) is (puzzle is other)


@pytest.mark.parametrize("typed", ["16h57", "16 H 57", "16 h 57", "1657", "16:57"])
def test_an_answer_is_right_however_it_is_typed(typed: str) -> None:
    assert is_right(ESCAPE.puzzles[-1], typed)


def test_the_safety_lock_has_one_order_only() -> None:
    def allowed(order: str) -> bool:
        told = order[0] == "P"
        locked_after_cut = order.index("C") < order.index("L")
        checked_just_before = order.index("V") + 1 == order.index("R")
        checked_when_locked = order.index("L") < order.index("V")
        return told and locked_after_cut and checked_just_before and checked_when_locked

    orders = ["".join(order) for order in permutations("PCLVR")]

    assert [order for order in orders if allowed(order)] == [ESCAPE.puzzles[2].answer]


def test_every_lock_needs_every_trade() -> None:
    roles = {role.key for role in ESCAPE.roles}

    assert all(set(puzzle.clues) == roles for puzzle in ESCAPE.puzzles)


def test_the_clock_leaves_pauses_out_and_charges_hints() -> None:
    moves = [
        Happened(MoveKind.START, BEGIN),
        Happened(MoveKind.PAUSE, at(10)),
        Happened(MoveKind.RESUME, at(25)),
        Happened(MoveKind.HINT, at(26), "door"),
    ]

    state = escape_state(ESCAPE, moves)

    assert state.remaining(at(30)) == timedelta(minutes=45 - 15 - 2)


def test_a_lock_that_is_open_is_no_mistake_for_a_team_mate() -> None:
    late = Happened(MoveKind.ANSWER, at(3), ESCAPE.puzzles[0].key, "0000")

    state = escape_state(ESCAPE, [*opened(1), late])

    assert (state.opened, state.last_wrong) == (1, "")


def test_all_locks_open_wins() -> None:
    assert escape_state(ESCAPE, opened(5)).won


@given(st.lists(st.sampled_from("abc"), min_size=8, max_size=8))
def test_every_way_through_the_board_ends_on_it(choices: list[str]) -> None:
    moves = [Happened(MoveKind.START, BEGIN)]
    for situation, key in zip(BOARD.situations, choices, strict=True):
        moves.append(Happened(MoveKind.CHOICE, at(1), situation.key, key))

    state = board_state(BOARD, moves)

    assert state.situation is None
    assert 8 <= state.cell <= BOARD.cells
    assert all(0 <= value <= 10 for value in state.gauges.values())
    assert state.ending in dict(BOARD.endings).values()


def test_the_board_has_a_prudent_and_a_rash_end() -> None:
    def play(keys: dict[str, str]) -> str:
        moves = [Happened(MoveKind.CHOICE, at(1), one.key, keys[one.key]) for one in BOARD.situations]
        return board_state(BOARD, moves).ending

    def sums(best: bool) -> dict[str, str]:
        choose = max if best else min
        return {
            one.key: choose(one.options, key=lambda option: sum(option.effects.values())).key
            for one in BOARD.situations
        }

    assert (play(sums(best=True)), play(sums(best=False))) == (BOARD.endings[0][1], BOARD.endings[2][1])


def test_no_story_speaks_of_failure() -> None:
    for game in GAMES.values():
        assert "échec" not in repr(game).lower()
        assert "perdu" not in repr(game).lower()
