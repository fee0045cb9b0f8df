"""The catalogue of the demonstration, and what its partners lend."""

from dataclasses import dataclass
from typing import Any

from jalon.activities.actions.catalogue import publish_activity, write_activity
from jalon.activities.actions.resource import write_resource
from jalon.activities.models import Activity, Resource
from jalon.demo.actions.directory import Cast
from jalon.demo.catalogue import CATALOGUE, Entry
from jalon.demo.partners import PARTNERS, Lent, Partner
from jalon.reference import queries as reference
from jalon.reference.models import Skill


@dataclass(frozen=True)
class Offered:
    """An activity and what its entry says of its sessions."""

    activity: Activity
    entry: Entry


def build_catalogue(cast: Cast) -> list[Offered]:
    """Every activity, in the catalogue."""
    return [_offered(entry, cast) for entry in CATALOGUE]


def _offered(entry: Entry, cast: Cast) -> Offered:
    partner = next(one for one in PARTNERS if one.name == entry.partner)
    by = cast.advisers_of(partner)[0]
    found = [reference.occupation_by_code(code) for code in entry.occupations]
    activity = write_activity(
        organisation=cast.partners[entry.partner],
        values=_values(entry),
        occupations=[one for one in found if one is not None],
        skills=list(Skill.objects.filter(code__in=entry.skills).order_by("pk")),
        by=by,
    )
    return Offered(publish_activity(activity=activity, by=by), entry)


def _values(entry: Entry) -> dict[str, Any]:
    names = (
        "kind", "theme", "participants", "title", "summary", "audience", "prerequisites", "minutes",
        "accessibility", "price", "axis", "digital_task", "self_booking",
    )  # fmt: skip
    return {**{name: getattr(entry, name) for name in names}, "situations": list(entry.situations)}


def build_resources(cast: Cast) -> dict[str, list[Resource]]:
    """What each partner lends, by the partner's name."""
    return {
        partner.name: [one for lent in partner.lends for one in _lend(lent, partner, cast)]
        for partner in PARTNERS
    }


def _lend(lent: Lent, partner: Partner, cast: Cast) -> list[Resource]:
    names = [lent.name] if lent.count == 1 else [f"{lent.name} {number + 1}" for number in range(lent.count)]
    contact = f"{partner.advisers[0][1]}, {partner.phone}"
    return [
        write_resource(
            lender=cast.partners[partner.name],
            values={
                "kind": lent.kind,
                "name": name,
                "site": cast.offices[partner.name],
                "places": lent.places,
                "contact": contact,
                "accessibility": lent.accessibility,
            },
            week={},
        )
        for name in names
    ]
