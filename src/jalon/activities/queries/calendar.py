"""What sessions put into the calendars of people, advisers, sites and partners; the public calendar."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.accounts.models import User
from jalon.activities.choices import BookingState, SessionState, Way
from jalon.activities.models import (
    Booking,
    ResourceHold,
    Session,
    SessionFacilitator,
    SessionPart,
)
from jalon.activities.rules.session import said_place, said_seats
from jalon.base import words
from jalon.base.calendar import CalendarEntry
from jalon.base.models import CalendarFeed
from jalon.directory.models import Organisation, Site
from jalon.people.models import Person
from jalon.people.queries import file_ids

# What is over leaves after two months; nobody looks further than a year ahead.
BEFORE, AHEAD = timedelta(days=60), timedelta(days=400)
_SHOWN = (SessionState.OPEN, SessionState.DONE, SessionState.CANCELLED)


def calendar_entries(kind: str, target_id: int) -> Iterable[CalendarEntry]:
    """Entries of one calendar, each half-day its own; 2 or 3 queries."""
    found = _BY_KIND.get(kind)
    return found(target_id) if found else []


def _around(rows: QuerySet[Session]) -> QuerySet[Session]:
    now = timezone.now()
    near = rows.filter(ends_at__gte=now - BEFORE, starts_at__lte=now + AHEAD)
    parts = Prefetch("parts", SessionPart.objects.select_related("site").order_by("starts_at", "pk"))
    return near.select_related("activity", "organisation", "site").prefetch_related(parts)


def _of_person(person_id: int) -> list[CalendarEntry]:
    """Bookings of a person. The telephone may be shared: nothing says what for."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return []
    states = (BookingState.BOOKED, BookingState.CLOSED)
    rows = Booking.objects.filter(person__in=file_ids(person), state__in=states).order_by("pk")
    held: dict[int, bool] = {}
    for session_id, state in rows.values_list("session", "state"):
        # A seat given back and taken again stands in two bookings: the one that holds wins.
        held[session_id] = held.get(session_id, False) or state == BookingState.BOOKED
    found = _around(Session.objects.filter(pk__in=held)).order_by("starts_at", "pk")
    with translation.override(person.language):
        return [
            entry
            for session in found
            for entry in entries(
                session, title=_("Rendez-vous"), detail=_call(session), held=held[session.pk]
            )
        ]


def _call(session: Session) -> str:
    """Whom to call when one cannot come."""
    phone = session.organisation.phone
    return _("Pour prévenir : %s") % words.phone(phone) if phone else ""


def _of_adviser(user_id: int) -> list[CalendarEntry]:
    mine = SessionFacilitator.objects.filter(session=OuterRef("pk"), user=user_id)
    return _of_desk(Session.objects.filter(Exists(mine.order_by())))


def _of_partner(organisation_id: int) -> list[CalendarEntry]:
    ours = SessionFacilitator.objects.filter(session=OuterRef("pk"), organisation=organisation_id)
    wanted = Q(organisation=organisation_id) | Q(made_for=organisation_id) | Exists(ours.order_by())
    return _of_desk(Session.objects.filter(wanted))


def _of_site(site_id: int) -> list[CalendarEntry]:
    """What is held there, or in a room that stands there."""
    parts = SessionPart.objects.filter(session=OuterRef("pk"), site=site_id)
    holds = ResourceHold.objects.filter(
        part__session=OuterRef("pk"), resource__site=site_id, released_at__isnull=True
    )
    wanted = Q(site=site_id) | Exists(parts.order_by()) | Exists(holds.order_by())
    return _of_desk(Session.objects.filter(wanted))


def _of_desk(rows: QuerySet[Session]) -> list[CalendarEntry]:
    """Sessions with their seats; nobody's name leaves the house this way."""
    found = _around(rows.filter(state__in=_SHOWN)).order_by("starts_at", "pk")
    return [
        entry
        for session in found
        for entry in entries(
            session,
            title=str(session),
            detail=f"{session.organisation.name}. {said_seats(session.seats_taken, session.seats_max)}.",
        )
    ]


def entries(session: Session, *, title: str, detail: str = "", held: bool = True) -> list[CalendarEntry]:
    """The half-days of a session whose `parts` are fetched; without `held`, they are taken away."""
    return [
        CalendarEntry(
            uid=f"seance-{session.pk}-{part.pk}@jalon",
            starts_at=part.starts_at,
            ends_at=part.ends_at,
            title=title,
            place=_place(session, part),
            detail=detail,
            sequence=session.revision,
            cancelled=session.state == SessionState.CANCELLED or not held,
        )
        for part in session.parts.all()
    ]


def _place(session: Session, part: SessionPart) -> str:
    if session.way == Way.ON_SITE and part.site is not None:
        return ", ".join(filter(None, [part.site.name, part.site.address]))
    return said_place(session)


_BY_KIND: dict[str, Callable[[int], list[CalendarEntry]]] = {
    "person": _of_person,
    "adviser": _of_adviser,
    "site": _of_site,
    "partner": _of_partner,
}


@dataclass(frozen=True)
class Shelf:
    """A calendar that an adviser may give addresses of, and how many are in use."""

    kind: str
    target_id: int
    name: str
    what: str
    in_use: int
    read_at: datetime | None

    @property
    def key(self) -> str:
        """What the page's forms send."""
        return f"{self.kind}-{self.target_id}"


def calendars_of(user: User, organisations: Iterable[Organisation]) -> list[Shelf]:
    """One's own, then one's partners' and their sites'; 2 queries."""
    ours = list(organisations)
    found = [("adviser", user.pk, "Mes séances", "Les séances que vous animez, vos entretiens à venir.")]
    found += [
        ("partner", one.pk, one.name, "Toutes les séances que votre organisation tient ou anime.")
        for one in ours
    ]
    sites = Site.objects.filter(organisation__in=ours).order_by("name", "pk")
    found += [("site", one.pk, one.name, "Ce qui a lieu ici, et dans ses salles.") for one in sites]
    feeds = _in_use({(kind, target) for kind, target, _, _ in found})
    return [
        Shelf(kind, target, name, what, len(used := feeds.get((kind, target), [])), _last_read(used))
        for kind, target, name, what in found
    ]


def _in_use(wanted: set[tuple[str, int]]) -> dict[tuple[str, int], list[CalendarFeed]]:
    feeds = CalendarFeed.objects.filter(
        kind__in={kind for kind, _ in wanted},
        target_id__in={target for _, target in wanted},
        revoked_at__isnull=True,
    )
    found: dict[tuple[str, int], list[CalendarFeed]] = {}
    for feed in feeds.order_by("pk"):
        found.setdefault((feed.kind, feed.target_id), []).append(feed)
    return found


def _last_read(feeds: list[CalendarFeed]) -> datetime | None:
    return max((feed.read_at for feed in feeds if feed.read_at), default=None)
