"""What happens on a person's pathway."""

from jalon.casework.actions.file import (
    add_goal,
    add_project,
    close_goal,
    lift_obstacle,
    move_project,
    note_obstacle,
    remove_note,
    write_note,
)
from jalon.casework.actions.referral import answer_referral, expire_referrals, refer, withdraw_referral
from jalon.casework.actions.route import apply_template, retire_template, write_template
from jalon.casework.actions.step import (
    add_step,
    begin_step,
    change_step,
    complete_step,
    drop_step,
    resume_step,
)
from jalon.casework.actions.team import hand_over

__all__ = [
    "add_goal",
    "add_project",
    "add_step",
    "answer_referral",
    "apply_template",
    "begin_step",
    "change_step",
    "close_goal",
    "complete_step",
    "drop_step",
    "expire_referrals",
    "hand_over",
    "lift_obstacle",
    "move_project",
    "note_obstacle",
    "refer",
    "remove_note",
    "resume_step",
    "retire_template",
    "withdraw_referral",
    "write_note",
    "write_template",
]
