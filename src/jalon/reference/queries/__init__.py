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

__all__ = [
    "TitleHit",
    "commune_near",
    "communes_around",
    "communes_named",
    "current_version",
    "occupation_by_code",
    "occupation_named",
    "search_communes",
    "search_titles",
    "skills_of",
]
