"""What happens in a game."""

from jalon.games.actions.grid import keep_for_person, observe
from jalon.games.actions.play import (
    answer,
    choose,
    end,
    hint,
    join,
    leave,
    open_play,
    pause,
    resume,
    start,
    vote,
)

__all__ = [
    "answer",
    "choose",
    "end",
    "hint",
    "join",
    "keep_for_person",
    "leave",
    "observe",
    "open_play",
    "pause",
    "resume",
    "start",
    "vote",
]
