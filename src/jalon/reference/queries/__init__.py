"""What pages and higher rooms may read of the vocabulary."""

from jalon.reference.queries.communes import commune_near, communes_around, communes_named, search_communes
from jalon.reference.queries.occupations import (
    TitleHit,
    current_version,
    occupation_by_code,
    occupation_named,
    search_titles,
    skills_of,
)
from jalon.reference.queries.skills import occupations_by_code, search_skills, skill_named, skills_by_code

__all__ = [
    "TitleHit",
    "commune_near",
    "communes_around",
    "communes_named",
    "current_version",
    "occupation_by_code",
    "occupation_named",
    "occupations_by_code",
    "search_communes",
    "search_skills",
    "search_titles",
    "skill_named",
    "skills_by_code",
    "skills_of",
]
