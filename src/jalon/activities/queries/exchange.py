"""What is given to others of the catalogue, and imports as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from jalon.activities.choices import ActivityState, ParticipantKind, SessionState
from jalon.activities.models import Activity, CatalogueImport, Session
from jalon.activities.rules.catalogue import OWNERS
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Organisation, Site

LATEST = 10


@dataclass(frozen=True)
class Shared:
    """Partners with their first site, their published activities for inhabitants, and coming sessions."""

    organisations: list[Organisation]
    sites: dict[int, Site]
    activities: list[Activity]
    sessions: list[Session]


def shared() -> Shared:
    """All that is public; what came from elsewhere is published there, not again here; 3 queries."""
    activities = list(
        Activity.objects.filter(
            state=ActivityState.PUBLISHED,
            participants=ParticipantKind.PERSON,
            source_id="",
            organisation__kind__in=OWNERS,
        )
        .select_related("organisation")
        .order_by("pk")
    )
    organisations = {one.organisation_id: one.organisation for one in activities}
    sites: dict[int, Site] = {}
    for site in Site.objects.filter(organisation__in=organisations).select_related("commune").order_by("pk"):
        sites.setdefault(site.organisation_id, site)
    sessions = Session.objects.filter(
        activity__in=[one.pk for one in activities],
        state=SessionState.OPEN,
        public=True,
        made_for__isnull=True,
        starts_at__gt=timezone.now(),
    )
    related = sessions.select_related("activity", "site").order_by("starts_at", "pk")
    return Shared([organisations[pk] for pk in sorted(organisations)], sites, activities, list(related))


def imports_of(organisations: Sequence[Organisation]) -> list[CatalogueImport]:
    """The latest imports of these partners; the host reads all."""
    rows = CatalogueImport.objects.select_related("organisation", "by").order_by("-at", "-pk")
    if not any(one.kind == OrganisationKind.HOST for one in organisations):
        rows = rows.filter(organisation__in=list(organisations))
    return list(rows[:LATEST])


def find_import(import_id: int) -> CatalogueImport | None:
    """One import with its partner."""
    return CatalogueImport.objects.filter(pk=import_id).select_related("organisation", "by").first()


def partner_named(name: str) -> Organisation | None:
    """The host or partner that has this name, or this number."""
    rows = Organisation.objects.filter(kind__in=OWNERS)
    by_number = rows.filter(pk=int(name)).first() if name.isdecimal() and len(name) < 10 else None
    return by_number or rows.filter(name__iexact=name.strip()).order_by("pk").first()
