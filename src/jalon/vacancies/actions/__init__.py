"""What happens to vacancies: one function for each thing."""

from jalon.vacancies.actions.state import (
    add_seat,
    cancel_hire,
    close,
    close_expired,
    fill_one,
    moderate,
    pause,
    publish,
    resume,
    review,
)
from jalon.vacancies.actions.write import duplicate, write_vacancy

__all__ = [
    "add_seat",
    "cancel_hire",
    "close",
    "close_expired",
    "duplicate",
    "fill_one",
    "moderate",
    "pause",
    "publish",
    "resume",
    "review",
    "write_vacancy",
]
