"""The network with the vacancies of the list on it, numbered as the list is."""

from collections.abc import Sequence
from typing import Any

from jalon.network import queries as network
from jalon.transit.engine.drawing import drawing_of, plates
from jalon.transit.queries.content import bundle_in_force
from jalon.vacancies.models import Vacancy

# Beyond this many numbers nobody finds theirs; the filters are the better way.
MOST = 40


def drawing(found: Sequence[Vacancy]) -> dict[str, Any]:
    """`drawing` and its `plates`; both empty without a timetable in force."""
    place = network.first_network()
    bundle = bundle_in_force(place, network.service_date(place)) if place else None
    plan = drawing_of(bundle.pk) if bundle else None
    if plan is None:
        return {"drawing": None, "plates": []}
    numbered = ((str(number), row.lat, row.lon, False) for number, row in enumerate(found[:MOST], start=1))
    return {"drawing": plan, "plates": plates(plan, numbered)}
