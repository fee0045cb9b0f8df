"""From an interest to a hire: one function for each thing that happens."""

from jalon.introductions.actions.answer import answer, mark_read
from jalon.introductions.actions.call import record_call
from jalon.introductions.actions.deadline import escalate_due, remind, remind_due
from jalon.introductions.actions.interest import (
    close_interest,
    come_back,
    note,
    propose_other,
    register_interest,
    take,
    withdraw,
)
from jalon.introductions.actions.introduction import close_introduction, introduce
from jalon.introductions.actions.outcome import (
    cancel_hire,
    offer,
    record_hire,
    record_result,
    schedule_interview,
)

__all__ = [
    "answer",
    "cancel_hire",
    "close_interest",
    "close_introduction",
    "come_back",
    "escalate_due",
    "introduce",
    "mark_read",
    "note",
    "offer",
    "propose_other",
    "record_call",
    "record_hire",
    "record_result",
    "register_interest",
    "remind",
    "remind_due",
    "schedule_interview",
    "take",
    "withdraw",
]
