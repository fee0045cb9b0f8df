"""Sessions as the desk lists them, and one with all that its page shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import INDIVIDUAL, ActivityKind, ActivityState, BookingState, SessionState
from jalon.activities.models import (
    Activity,
    Booking,
    Resource,
    SeatAllotment,
    Session,
    SessionChange,
    SessionFacilitator,
    SessionPart,
)
from jalon.activities.queries.hold import holds_of
from jalon.activities.queries.series import siblings
from jalon.activities.rules.session import is_short, said_seats
from jalon.base.models import ShortLink
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Membership, Organisation, Site

PER_PAGE = 50
RELATED = ("activity", "organisation", "site", "made_for", "series")
PARTNERS = (OrganisationKind.HOST, OrganisationKind.PARTNER)


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; empty lets everything through."""

    partner: int | None = None
    kind: str = ""
    theme: str = ""
    state: str = ""
    first: datetime | None = None
    last: datetime | None = None
    past: bool = False
    mine: User | None = None


@dataclass(frozen=True)
class Line:
    """One session of the list."""

    session: Session
    kind: str
    facilitators: list[SessionFacilitator]
    seats: str
    is_short: bool
    missing: int


def readable(organisations: Iterable[Organisation]) -> QuerySet[Session]:
    """Sessions that advisers of these organisations may read.

    Their own, those they run together, those made for them; and others' once opened, unless made for a third.
    """
    ids = [organisation.pk for organisation in organisations]
    ours = SessionFacilitator.objects.filter(session=OuterRef("pk"), organisation__in=ids)
    kept = SeatAllotment.objects.filter(session=OuterRef("pk"), organisation__in=ids)
    shared = ~Q(state=SessionState.DRAFT) & (
        Q(made_for__isnull=True) | Q(made_for__in=ids) | Exists(kept.order_by())
    )
    return Session.objects.filter(Q(organisation__in=ids) | Exists(ours.order_by()) | shared)


def listed(organisations: Iterable[Organisation], wanted: Wanted) -> QuerySet[Session]:
    """Sessions that fit, soonest first; past ones, latest first. Appointments only when asked for."""
    rows = readable(organisations).select_related(*RELATED)
    now = timezone.now()
    rows = rows.filter(ends_at__lt=now) if wanted.past else rows
    if wanted.first or wanted.last or not wanted.past:
        rows = rows.filter(ends_at__gte=wanted.first or now)
    if wanted.last:
        rows = rows.filter(starts_at__lt=wanted.last)
    if wanted.partner:
        rows = rows.filter(Q(organisation=wanted.partner) | Exists(_with_partner(wanted.partner).order_by()))
    if wanted.theme:
        rows = rows.filter(activity__theme=wanted.theme)
    rows = _of_kind(rows, wanted)
    rows = rows.filter(_state(wanted.state, now)) if wanted.state else rows
    return rows.order_by("-starts_at" if wanted.past else "starts_at", "pk")


def _with_partner(partner: int) -> QuerySet[SessionFacilitator]:
    return SessionFacilitator.objects.filter(session=OuterRef("pk"), organisation=partner)


def _of_kind(rows: QuerySet[Session], wanted: Wanted) -> QuerySet[Session]:
    if wanted.mine:
        mine = SessionFacilitator.objects.filter(session=OuterRef("pk"), user=wanted.mine)
        rows = rows.filter(Exists(mine.order_by()) | Q(created_by=wanted.mine))
    if wanted.kind:
        return rows.filter(activity__kind=wanted.kind)
    return rows if wanted.mine else rows.exclude(activity__kind__in=sorted(INDIVIDUAL))


def _state(state: str, now: datetime) -> Q:
    """Stored states, and those that are counted: full, with free seats, below the minimum."""
    open_now = Q(state=SessionState.OPEN, ends_at__gt=now)
    counted = {
        "free": open_now & Q(seats_taken__lt=F("seats_max")),
        "full": open_now & Q(seats_taken__gte=F("seats_max")),
        "short": open_now & Q(seats_taken__lt=F("seats_min")),
    }
    return counted.get(state) or Q(state=state)


def page_of(rows: QuerySet[Session], number: str | int | None) -> tuple[Page[Session], list[Line]]:
    """One page and its lines; 4 queries, whatever the page holds."""
    page = Paginator(rows, PER_PAGE).get_page(number)
    return page, lines(list(page.object_list))


def lines(sessions: Sequence[Session]) -> list[Line]:
    """What the list says of each; 2 queries."""
    ids = [session.pk for session in sessions]
    waiting = waiting_by_session(ids)
    running: dict[int, list[SessionFacilitator]] = {}
    for one in _facilitators(SessionFacilitator.objects.filter(session__in=ids)):
        running.setdefault(one.session_id, []).append(one)
    now = timezone.now()
    # Once for the page: asking each row for its label costs a fifth of the list.
    kinds = {value: str(label) for value, label in ActivityKind.choices}
    return [
        Line(
            session=session,
            kind=kinds[session.activity.kind],
            facilitators=running.get(session.pk, []),
            seats=said_seats(session.seats_taken, session.seats_max, waiting.get(session.pk, 0)),
            is_short=is_short(session, now),
            missing=session.seats_min - session.seats_taken,
        )
        for session in sessions
    ]


def waiting_by_session(ids: Iterable[int]) -> dict[int, int]:
    """How many wait for a seat, by session; sessions for which nobody waits are left out."""
    rows = Booking.objects.filter(session__in=list(ids), state=BookingState.WAITING)
    counted = rows.order_by().values("session").annotate(n=Count("pk"))
    return {row["session"]: row["n"] for row in counted}


def _facilitators(rows: QuerySet[SessionFacilitator]) -> list[SessionFacilitator]:
    return list(rows.select_related("organisation", "user").order_by("organisation__name", "pk"))


def find_session(organisations: Iterable[Organisation], session_id: int) -> Session | None:
    """A session that these advisers may read, or nothing."""
    return readable(organisations).select_related(*RELATED).filter(pk=session_id).first()


def runs(organisations: Iterable[Organisation], session: Session) -> bool:
    """Whether one of these organisations sends somebody who runs it."""
    return session.facilitators.filter(organisation__in=list(organisations)).exists()


@dataclass(frozen=True)
class Detail:
    """All that the page of a session shows besides its bookings; 7 queries."""

    parts: list[SessionPart]
    facilitators: list[SessionFacilitator]
    allotments: list[SeatAllotment]
    resources: list[Resource]
    changes: list[SessionChange]
    siblings: list[Session]
    code: str
    seats: str
    is_short: bool
    missing: int


def detail(session: Session) -> Detail:
    """The session's page."""
    (line,) = lines([session])
    links = ShortLink.objects.filter(kind="session", target_id=session.pk, closed_at__isnull=True)
    link = links.order_by("pk").first()
    return Detail(
        parts=list(session.parts.select_related("site").order_by("starts_at", "pk")),
        facilitators=line.facilitators,
        allotments=list(
            session.allotments.select_related("organisation").order_by("organisation__name", "pk")
        ),
        resources=holds_of(session),
        changes=list(session.changes.select_related("by").order_by("-at", "-pk")),
        siblings=siblings(session),
        code=link.code if link else "",
        seats=line.seats,
        is_short=line.is_short,
        missing=line.missing,
    )


def short_soon(organisations: Iterable[Organisation]) -> list[Session]:
    """Open sessions of these partners, held tomorrow at the latest, below their minimum; soonest first."""
    now = timezone.now()
    rows = Session.objects.filter(
        organisation__in=list(organisations),
        state=SessionState.OPEN,
        ends_at__gt=now,
        starts_at__lt=now + timedelta(days=2),
        seats_taken__lt=F("seats_min"),
    )
    soon = rows.select_related(*RELATED).order_by("starts_at", "pk")
    return [session for session in soon if is_short(session, now)]


def due_to_finish(limit: int = 500) -> list[Session]:
    """Open sessions whose last half-day is over, longest over first."""
    rows = Session.objects.filter(state=SessionState.OPEN, ends_at__lte=timezone.now())
    return list(rows.order_by("ends_at", "pk")[:limit])


def partners() -> list[Organisation]:
    """The association and its partners, by name."""
    return list(Organisation.objects.filter(kind__in=PARTNERS).order_by("name", "pk"))


def sites() -> list[Site]:
    """Where partners receive, by partner and name."""
    rows = Site.objects.filter(organisation__kind__in=PARTNERS).select_related("organisation")
    return list(rows.order_by("organisation__name", "name", "pk"))


def colleagues() -> list[Membership]:
    """Advisers of the association and of its partners, by partner and name."""
    rows = Membership.objects.filter(
        role="adviser", ended_at__isnull=True, organisation__kind__in=PARTNERS, user__is_active=True
    )
    return list(
        rows.select_related("user", "organisation").order_by("organisation__name", "user__name", "pk")
    )


def activities_to_hold(organisations: Iterable[Organisation]) -> list[Activity]:
    """Activities of which a session can be written: our own, drafts too, then what others have published."""
    ids = [organisation.pk for organisation in organisations]
    rows = Activity.objects.filter(Q(state=ActivityState.PUBLISHED) | Q(organisation__in=ids))
    rows = rows.exclude(state=ActivityState.RETIRED).select_related("organisation")
    return sorted(
        rows.order_by("organisation__name", "title", "pk"), key=lambda one: one.organisation_id not in ids
    )
