"""Resources to choose from while writing a session."""

from jalon.activities.models import Resource
from jalon.activities.queries.hold import lendable


def resources_to_choose() -> list[Resource]:
    """Everything lent on the territory, by kind, lender and name; 1 query."""
    rows = lendable().select_related("lender", "site")
    return list(rows.order_by("kind", "lender__name", "name", "pk"))
