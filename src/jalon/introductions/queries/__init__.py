"""What pages and higher rooms may read of interests and introductions."""

from jalon.introductions.queries.desk import Desk, Promise, desk
from jalon.introductions.queries.detail import (
    Called,
    by_answer_code,
    called,
    calls_of,
    find_interest,
    find_introduction,
    history_of,
    interviews_of,
    introductions_of,
    listed_introductions,
    open_interests,
    other_vacancies,
    person_interests,
    twins,
    unreachable_interests,
)
from jalon.introductions.queries.figures import funnel_by_day
from jalon.introductions.queries.place import Origin, origin_of, origins

__all__ = [
    "Called",
    "Desk",
    "Origin",
    "Promise",
    "by_answer_code",
    "called",
    "calls_of",
    "desk",
    "find_interest",
    "find_introduction",
    "funnel_by_day",
    "history_of",
    "interviews_of",
    "introductions_of",
    "listed_introductions",
    "open_interests",
    "origin_of",
    "origins",
    "other_vacancies",
    "person_interests",
    "twins",
    "unreachable_interests",
]
