"""Pure rules of the directory: opening hours, registration numbers, coordinates."""

from jalon.directory.rules.hours import (
    HORIZON_DAYS,
    USUAL_WEEK,
    Span,
    Week,
    parse_hours,
    reach,
    said_hours,
    spans,
)
from jalon.directory.rules.numbers import is_siren, is_siret
from jalon.directory.rules.places import BadCoordinatesError, parse_coordinates
from jalon.directory.rules.sight import membership_role

__all__ = [
    "HORIZON_DAYS",
    "USUAL_WEEK",
    "BadCoordinatesError",
    "Span",
    "Week",
    "is_siren",
    "is_siret",
    "membership_role",
    "parse_coordinates",
    "parse_hours",
    "reach",
    "said_hours",
    "spans",
]
