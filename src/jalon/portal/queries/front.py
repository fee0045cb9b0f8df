"""What the front page and its neighbours count and list."""

from typing import Any

from jalon.activities.queries import public_session
from jalon.activities.queries.public_session import PublicWanted
from jalon.directory.queries.public import partners_with_sites
from jalon.network import queries as network
from jalon.outreach import queries as outreach
from jalon.vacancies import queries as vacancies

NEWEST = 6
SECTORS = 8
SOON = 3


def home() -> dict[str, Any]:
    """Counts, the newest vacancies, the occupations that recruit most, the lines, and what comes soon."""
    rows = vacancies.showable().prefetch_related("shifts").order_by("-reviewed_at", "pk")
    place = network.first_network()
    return {
        "newest": list(rows[:NEWEST]),
        "total": rows.count(),
        "occupations": vacancies.open_by_occupation()[:SECTORS],
        "lines": network.lines(place) if place else [],
        "sessions": list(public_session.listed(PublicWanted())[:SOON]),
        "stands": outreach.coming_stands(limit=SOON),
    }


def sectors() -> dict[str, Any]:
    """Every occupation that recruits, with its vacancies and seats."""
    return {"occupations": vacancies.open_by_occupation()}


def partners() -> dict[str, Any]:
    """The association, its partners and the places where they receive."""
    return {"partners": partners_with_sites()}
