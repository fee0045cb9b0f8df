"""What happens on a person's pathway."""

from jalon.casework.actions.step import (
    add_step,
    begin_step,
    change_step,
    complete_step,
    drop_step,
    resume_step,
)

__all__ = [
    "add_step",
    "begin_step",
    "change_step",
    "complete_step",
    "drop_step",
    "resume_step",
]
