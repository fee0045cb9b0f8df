"""Who has, waits for or is offered a seat; and how many are left."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from jalon.activities.choices import BookingState
from jalon.activities.models import Booking, SeatAllotment, Session
from jalon.activities.rules.booking import seats_left
from jalon.directory.models import Organisation
from jalon.people.models import Person
from jalon.people.queries import file_ids


def free_seats(session: Session, organisation: Organisation | None = None) -> int:
    """Seats that somebody booked by this organisation could have now; those open to all without one."""
    kept = SeatAllotment.objects.filter(session=session, until__gt=timezone.now()).order_by("pk")
    return seats_left(
        maximum=session.seats_max,
        taken=session.seats_taken,
        kept={one.organisation_id: one.seats - one.taken for one in kept},
        organisation_id=organisation.pk if organisation else None,
    )


def bookings_of(session: Session) -> list[Booking]:
    """Who comes, who was offered a seat, who waits, each in order of arrival; not what is closed."""
    order = (BookingState.BOOKED, BookingState.OFFERED, BookingState.WAITING)
    rows = _rows(Booking.objects.filter(session=session, state__in=order))
    return sorted(rows.order_by("created_at", "pk"), key=lambda row: order.index(BookingState(row.state)))


def bookings_of_person(person: Person) -> list[Booking]:
    """Everything this person booked, under any of their joined files, newest session first."""
    rows = Booking.objects.filter(person__in=file_ids(person))
    return list(_with_session(rows).order_by("-session__starts_at", "-pk"))


def coming_of_person(person: Person) -> list[Booking]:
    """What the person holds, waits for or is offered, soonest first."""
    rows = Booking.objects.filter(person__in=file_ids(person), session__ends_at__gt=timezone.now())
    rows = rows.exclude(state=BookingState.CLOSED)
    return list(_with_session(rows).order_by("session__starts_at", "pk"))


def find_booking(booking_id: int) -> Booking | None:
    """One booking with what its page shows; whoever asks has to be checked by the caller."""
    return _with_session(_rows(Booking.objects.filter(pk=booking_id))).first()


def waiting_before(booking: Booking) -> int:
    """How many people wait before this one."""
    others = Booking.objects.filter(session=booking.session_id, state=BookingState.WAITING)
    return others.filter(created_at__lt=booking.created_at).count()


def seats_by_session(ids: Collection[int], organisation: Organisation | None = None) -> dict[int, int]:
    """`free_seats` of many sessions; 2 queries."""
    kept: dict[int, dict[int, int]] = {}
    held = SeatAllotment.objects.filter(session__in=ids, until__gt=timezone.now()).order_by("pk")
    for one in held:
        kept.setdefault(one.session_id, {})[one.organisation_id] = one.seats - one.taken
    rows = Session.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "seats_max", "seats_taken")
    own = organisation.pk if organisation else None
    return {
        pk: seats_left(maximum=maximum, taken=taken, kept=kept.get(pk, {}), organisation_id=own)
        for pk, maximum, taken in rows
    }


def _rows(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    return rows.select_related("person", "organisation", "step", "booked_by")


def _with_session(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    return rows.select_related(
        "session__activity", "session__organisation", "session__site", "organisation", "step"
    )
