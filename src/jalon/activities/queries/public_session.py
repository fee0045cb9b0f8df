"""Sessions as everybody may see them: open, public, to come."""

import math
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from jalon.activities.choices import ActivityState, ParticipantKind, SessionState
from jalon.activities.models import Session, SessionPart
from jalon.activities.queries.booking import seats_by_session
from jalon.directory.models import Site
from jalon.network import queries as network
from jalon.reference.models import Commune

PER_PAGE = 40
NEAR_M = 1500.0
DEGREE_M = 111_195.0


@dataclass(frozen=True)
class PublicWanted:
    """What the public calendar is narrowed to; empty lets everything through."""

    kind: str = ""
    theme: str = ""
    commune: str = ""
    stop: str = ""
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True)
class PublicLine:
    """One session of the public calendar and the seats that anybody may have."""

    session: Session
    free: int


def showable() -> QuerySet[Session]:
    """Open, public, not begun, made for nobody in particular, of an activity of the catalogue."""
    rows = Session.objects.filter(
        state=SessionState.OPEN,
        public=True,
        made_for__isnull=True,
        starts_at__gt=timezone.now(),
        activity__state=ActivityState.PUBLISHED,
    )
    return rows.select_related("activity", "organisation", "site__commune")


def listed(wanted: PublicWanted) -> QuerySet[Session]:
    """Sessions for inhabitants that fit, soonest first."""
    rows = showable().filter(activity__participants=ParticipantKind.PERSON)
    if wanted.kind:
        rows = rows.filter(activity__kind=wanted.kind)
    if wanted.theme:
        rows = rows.filter(activity__theme=wanted.theme)
    if wanted.commune:
        rows = rows.filter(site__commune=int(wanted.commune))
    if wanted.stop:
        rows = _near(rows, wanted.stop)
    if wanted.first:
        rows = rows.filter(starts_at__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(starts_at__lt=wanted.last)
    return rows.order_by("starts_at", "pk")


def _near(rows: QuerySet[Session], key: str) -> QuerySet[Session]:
    """Sessions on foot from a stop: a flat earth is right to half a percent here."""
    place = network.first_network()
    stop = network.stop_by_key(place, key) if place else None
    if stop is None:
        return rows.none()
    east = DEGREE_M * max(math.cos(math.radians(stop.lat)), 0.01)
    points = rows.filter(lat__isnull=False).order_by("pk").values_list("pk", "lat", "lon")
    near = [
        pk
        for pk, lat, lon in points
        if lat is not None
        and lon is not None
        and math.hypot((lat - stop.lat) * DEGREE_M, (lon - stop.lon) * east) <= NEAR_M
    ]
    return rows.filter(pk__in=near)


def page_of(rows: QuerySet[Session], number: str | int | None) -> tuple[Page[Session], list[PublicLine]]:
    """One page and its lines; 4 queries, whatever the page holds."""
    page = Paginator(rows, PER_PAGE).get_page(number)
    found = list(page.object_list)
    free = seats_by_session([session.pk for session in found])
    return page, [PublicLine(session, free[session.pk]) for session in found]


def find_public(session_id: int) -> Session | None:
    """A public session, open or not any more: its page says what became of it. Drafts are nobody's."""
    rows = Session.objects.filter(pk=session_id, public=True, made_for__isnull=True)
    parts = Prefetch("parts", SessionPart.objects.select_related("site").order_by("starts_at", "pk"))
    related = rows.select_related("activity", "organisation", "site__commune").prefetch_related(parts)
    return related.exclude(state=SessionState.DRAFT).first()


def next_of(session: Session) -> list[Session]:
    """The next public dates of the same activity."""
    return list(
        showable().filter(activity=session.activity_id).exclude(pk=session.pk).order_by("starts_at")[:3]
    )


def communes() -> list[tuple[str, str]]:
    """Communes in which something is held, for the filter."""
    sites = Site.objects.filter(pk__in=showable().order_by().values("site"))
    rows = Commune.objects.filter(pk__in=sites.order_by().values("commune"))
    return [(str(one.pk), one.name) for one in rows.order_by("name", "pk")]


def stops() -> list[tuple[str, str]]:
    """Stops of the network, for the filter; none before a timetable is loaded."""
    place = network.first_network()
    return [(stop.key, stop.name) for stop in network.stops(place)] if place else []
