"""What pages and higher rooms may read of pathways."""

from jalon.casework.queries.desk import without_news, without_referent
from jalon.casework.queries.pathway import (
    find_goal,
    find_note,
    find_obstacle,
    find_place,
    find_project,
    missing_places,
    pathway_of,
)
from jalon.casework.queries.referral import (
    find_referral,
    partners_besides,
    referrals_expired,
    referrals_of,
    referrals_sent,
    referrals_to_answer,
)
from jalon.casework.queries.route import find_template, templates_of
from jalon.casework.queries.step import find_step, open_steps, overdue_steps, steps_of

__all__ = [
    "find_goal",
    "find_note",
    "find_obstacle",
    "find_place",
    "find_project",
    "find_referral",
    "find_step",
    "find_template",
    "missing_places",
    "open_steps",
    "overdue_steps",
    "partners_besides",
    "pathway_of",
    "referrals_expired",
    "referrals_of",
    "referrals_sent",
    "referrals_to_answer",
    "steps_of",
    "templates_of",
    "without_news",
    "without_referent",
]
