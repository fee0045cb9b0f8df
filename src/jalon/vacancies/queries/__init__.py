"""What pages and higher rooms may read of vacancies."""

from jalon.vacancies.queries.desk import (
    Filters,
    count_to_read,
    employers_of,
    history,
    listed,
    sites_of,
    timetable,
    to_read,
)
from jalon.vacancies.queries.public import (
    OccupationCount,
    by_ids,
    is_showable,
    near,
    open_by_occupation,
    public_page,
    showable,
)
from jalon.vacancies.queries.sight import employers_for, find_visible, sight_of, visible
from jalon.vacancies.queries.zone import Zone, zone_of

__all__ = [
    "Filters",
    "OccupationCount",
    "Zone",
    "by_ids",
    "count_to_read",
    "employers_for",
    "employers_of",
    "find_visible",
    "history",
    "is_showable",
    "listed",
    "near",
    "open_by_occupation",
    "public_page",
    "showable",
    "sight_of",
    "sites_of",
    "timetable",
    "to_read",
    "visible",
    "zone_of",
]
