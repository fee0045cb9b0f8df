"""What pages and higher rooms may read of pathways."""

from jalon.casework.queries.desk import (
    chosen_without_referent,
    page_of,
    without_news,
    without_referent,
)
from jalon.casework.queries.pathway import (
    facts_of,
    find_goal,
    find_note,
    find_obstacle,
    find_place,
    find_project,
    history_of,
    missing_places,
    pathway_of,
)
from jalon.casework.queries.referral import (
    find_asked,
    find_referral,
    find_sent,
    is_open,
    partners_besides,
    referrals_expired,
    referrals_of,
    referrals_sent,
    referrals_to_answer,
    shown_of_referral,
)
from jalon.casework.queries.route import find_template, templates_of
from jalon.casework.queries.step import find_step, open_steps, overdue_steps, steps_of
from jalon.casework.queries.team import find_partner, leads_or_nobody_does, may_change, team_page

__all__ = [
    "chosen_without_referent",
    "facts_of",
    "find_asked",
    "find_goal",
    "find_note",
    "find_obstacle",
    "find_partner",
    "find_place",
    "find_project",
    "find_referral",
    "find_sent",
    "find_step",
    "find_template",
    "history_of",
    "is_open",
    "leads_or_nobody_does",
    "may_change",
    "missing_places",
    "open_steps",
    "overdue_steps",
    "page_of",
    "partners_besides",
    "pathway_of",
    "referrals_expired",
    "referrals_of",
    "referrals_sent",
    "referrals_to_answer",
    "shown_of_referral",
    "steps_of",
    "team_page",
    "templates_of",
    "without_news",
    "without_referent",
]
