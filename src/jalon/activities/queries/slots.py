"""Slots of an adviser: what is free, what is taken, and when nothing can be opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import INDIVIDUAL, ActivityState, BookingState, SessionState
from jalon.activities.models import Activity, Booking, Session, SessionPart
from jalon.activities.rules.catalogue import OWNERS
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Absence, Closure, Organisation
from jalon.people.models import Person
from jalon.people.queries import visible_to

LIVE = (SessionState.DRAFT, SessionState.OPEN)
PAST_DAYS = 30


@dataclass(frozen=True)
class Slot:
    """An appointment: free, or with whom; `person_id` is None where the reader may not open the file."""

    session: Session
    booking: Booking | None
    who: str = ""
    person_id: int | None = None


@dataclass(frozen=True)
class SlotDay:
    """A day with its slots in order."""

    date: date
    slots: list[Slot]


def appointments_of(organisations: Sequence[Organisation]) -> list[Activity]:
    """Appointments of the catalogue that these partners may hold: theirs, and the host's."""
    rows = Activity.objects.filter(
        kind__in=INDIVIDUAL, state=ActivityState.PUBLISHED, organisation__kind__in=OWNERS
    ).select_related("organisation")
    ids = {one.pk for one in organisations}
    found = rows.order_by("title", "pk")
    return [
        one for one in found if one.organisation_id in ids or one.organisation.kind == OrganisationKind.HOST
    ]


def slots_ahead(user: User, *, reader: User) -> list[SlotDay]:
    """Slots of an adviser from now on, by day; 4 queries. Names as far as `reader` may see them."""
    now = timezone.now()
    rows = _sessions(user).filter(ends_at__gt=now, state__in=LIVE).order_by("starts_at", "pk")
    found: dict[date, list[Slot]] = {}
    for slot in _slots(list(rows), reader):
        found.setdefault(timezone.localdate(slot.session.starts_at), []).append(slot)
    return [SlotDay(day, slots) for day, slots in found.items()]


def slots_to_note(user: User, *, reader: User) -> list[Slot]:
    """Appointments of the last days that somebody had, latest first; 3 queries."""
    now = timezone.now()
    rows = _sessions(user).filter(ends_at__lte=now, ends_at__gt=now - timedelta(days=PAST_DAYS))
    rows = rows.exclude(state=SessionState.CANCELLED).order_by("-starts_at", "-pk")
    return [slot for slot in _slots(list(rows), reader) if slot.booking is not None]


def _sessions(user: User) -> QuerySet[Session]:
    live = Booking.objects.exclude(state=BookingState.CLOSED).select_related("person").order_by("pk")
    rows = Session.objects.filter(facilitators__user=user, activity__kind__in=INDIVIDUAL)
    return rows.select_related("activity", "organisation", "site").prefetch_related(
        Prefetch("bookings", queryset=live, to_attr="live")
    )


def _slots(sessions: list[Session], reader: User) -> list[Slot]:
    bookings = {one.pk: next(iter(one.live), None) for one in sessions}  # type: ignore[attr-defined]
    people = {one.person_id for one in bookings.values() if one and one.person_id}
    opens = set(visible_to(reader).filter(pk__in=people).order_by("pk").values_list("pk", flat=True))
    return [_slot(one, bookings[one.pk], opens) for one in sessions]


def _slot(session: Session, booking: Booking | None, opens: set[int]) -> Slot:
    if booking is None or booking.person is None:
        return Slot(session, booking, booking.guest_name if booking else "")
    if booking.person_id in opens:
        return Slot(session, booking, str(booking.person), booking.person_id)
    return Slot(session, booking, _initial(booking.person))


def _initial(person: Person) -> str:
    """« Awa D. »: what is read by whoever does not follow the person."""
    last = f" {person.last_name[:1]}." if person.last_name else ""
    return f"{person.first_name}{last}".strip() or "une personne"


def find_slot(session_id: int, organisations: Sequence[Organisation]) -> Session | None:
    """An appointment that one of these partners holds."""
    rows = Session.objects.filter(pk=session_id, activity__kind__in=INDIVIDUAL)
    return rows.filter(organisation__in=list(organisations)).select_related("activity").first()


def find_appointment(booking_id: int, organisations: Sequence[Organisation]) -> Booking | None:
    """A booked appointment that one of these partners holds."""
    rows = Booking.objects.filter(
        pk=booking_id, session__activity__kind__in=INDIVIDUAL, session__organisation__in=list(organisations)
    )
    return rows.select_related("session__activity", "person").first()


def days_out(user: User, organisation: Organisation, first: date, last: date) -> dict[date, str]:
    """Days on which nothing opens, with why; 2 queries."""
    span = {"first_date__lte": last, "last_date__gte": first}
    closures = Closure.objects.filter(organisation=organisation, **span).order_by("first_date", "pk")
    absences = Absence.objects.filter(
        membership__user=user, membership__organisation=organisation, **span
    ).order_by("first_date", "pk")
    found: dict[date, str] = {}
    spans = [(one.first_date, one.last_date, one.label or "fermeture") for one in closures]
    spans += [(one.first_date, one.last_date, "absence") for one in absences]
    for begins, ends, why in spans:
        day = max(begins, first)
        while day <= min(ends, last):
            found.setdefault(day, why)
            day += timedelta(days=1)
    return found


def busy(user: User, first: date, last: date) -> list[tuple[datetime, datetime]]:
    """When the adviser runs something, over these days; 1 query."""
    begins = timezone.make_aware(datetime.combine(first, time()))
    ends = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    parts = SessionPart.objects.filter(
        session__facilitators__user=user, session__state__in=LIVE, starts_at__lt=ends, ends_at__gt=begins
    )
    return list(parts.order_by("starts_at").values_list("starts_at", "ends_at"))
