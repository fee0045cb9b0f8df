"""What the page at the door knows: who comes, what holds for the half-days, and what must be looked at."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import BookingState, ResourceKind
from jalon.activities.models import (
    Attendance,
    AttendanceMark,
    Booking,
    ResourceHold,
    Session,
    SessionPart,
    WalkIn,
)
from jalon.activities.rules.attendance import short_names
from jalon.activities.rules.session import said_place
from jalon.base import words
from jalon.directory.models import Organisation

_HOLDS_PEOPLE = (ResourceKind.ROOM, ResourceKind.VEHICLE)


def find_at_door(user: User, organisations: list[Organisation], session_id: int) -> Session | None:
    """A session whose sheet this professional may hold: of their organisations, or run by them."""
    theirs = Q(organisation__in=organisations) | Q(facilitators__user=user)
    rows = Session.objects.filter(theirs, pk=session_id).distinct()
    return rows.select_related("activity", "organisation", "site", "sheet_closed_by").first()


def parts_of(session: Session) -> list[SessionPart]:
    """Half-days in their order."""
    return list(SessionPart.objects.filter(session=session).order_by("starts_at"))


def find_arrival(session: Session, arrival_id: int) -> WalkIn | None:
    """Somebody who came here without a seat."""
    return WalkIn.objects.filter(session=session, pk=arrival_id).select_related("session", "part").first()


def find_held(session: Session, attendance_id: int) -> Attendance | None:
    """What holds for one line and half-day of this session."""
    rows = Attendance.objects.filter(part__session=session, pk=attendance_id)
    return rows.select_related("booking__session", "part", "mark").first()


def booking_of_arrival(session: Session, uuid: UUID) -> Booking | None:
    """The seat that somebody who came without one was given."""
    arrival = WalkIn.objects.filter(session=session, uuid=uuid).select_related("booking").first()
    return arrival.booking if arrival else None


def at_door(session: Session) -> QuerySet[Booking]:
    """Seats that are held, and whoever has a mark although the seat was given up; 1 query."""
    held = Q(state__in=[BookingState.BOOKED, BookingState.OFFERED]) | Q(marks__isnull=False)
    rows = Booking.objects.filter(held, session=session).distinct()
    return rows.select_related("person", "organisation").order_by("pk")


def most_seats(session: Session) -> int | None:
    """How many people the rooms and vehicles that are held can take; None when nobody said."""
    holds = ResourceHold.objects.filter(
        part__session=session, released_at__isnull=True, resource__kind__in=_HOLDS_PEOPLE
    )
    by_part: dict[int, list[int | None]] = {}
    for part_id, places in holds.order_by("pk").values_list("part_id", "resource__places"):
        if part_id is not None:
            by_part.setdefault(part_id, []).append(places)
    known = [sum(one for one in places if one) for places in by_part.values() if None not in places]
    return min(known, default=None)


def snapshot(session: Session) -> dict[str, Any]:
    """All that a device keeps to work without network; no reason, no contact, no last name; 6 queries."""
    parts, bookings = parts_of(session), list(at_door(session))
    names = short_names([name_parts(one) for one in bookings])
    people = [_person(booking, name) for booking, name in zip(bookings, names, strict=True)]
    marks = list(AttendanceMark.objects.filter(part__in=parts).select_related("marked_by").order_by("pk"))
    return {
        "now": timezone.now().timestamp(),
        "session": _session(session),
        "parts": [_part(part) for part in parts],
        "people": sorted(people, key=lambda one: str(one["name"]).casefold()),
        "held": [_held(row, marks) for row in _what_holds(parts)],
        "late": [_mark(row) for row in marks if row.after_closing],
        "refused": _refused(session),
    }


def name_parts(booking: Booking) -> tuple[str, str]:
    """First and last name; a guest's name is cut at its first space."""
    if booking.person is not None:
        return booking.person.first_name, booking.person.last_name
    first, _, last = booking.guest_name.partition(" ")
    return first, last


def said_part(part: SessionPart) -> str:
    """« Jeudi 26 novembre, de 9 h à 12 h »."""
    day = words.day(part.starts_at)
    return f"{day[:1].upper()}{day[1:]}, de {words.hour(part.starts_at)} à {words.hour(part.ends_at)}"


def _session(session: Session) -> dict[str, Any]:
    closed = session.sheet_closed_at
    return {
        "id": session.pk,
        "title": str(session),
        "place": said_place(session),
        "seats": session.seats_max,
        "taken": session.seats_taken,
        "cancelled": session.state == "cancelled",
        "closed": f"{words.moment(closed)}" if closed else None,
    }


def _part(part: SessionPart) -> dict[str, Any]:
    return {
        "id": part.pk,
        "starts": part.starts_at.timestamp(),
        "ends": part.ends_at.timestamp(),
        "label": said_part(part),
    }


def _person(booking: Booking, name: str) -> dict[str, Any]:
    note = "Sans inscription" if booking.walk_in else ""
    if booking.state == BookingState.CLOSED:
        note = "Désinscription notée entre-temps"
    elif booking.state == BookingState.OFFERED:
        note = "Place proposée, pas encore confirmée"
    elif booking.person is None and booking.organisation:
        note = booking.organisation.name
    return {"id": booking.pk, "name": name, "code": booking.door_code, "note": note}


def _what_holds(parts: list[SessionPart]) -> list[Attendance]:
    return list(Attendance.objects.filter(part__in=parts).select_related("mark").order_by("pk"))


def _held(row: Attendance, marks: list[AttendanceMark]) -> dict[str, Any]:
    own = [one for one in marks if (one.booking_id, one.part_id) == (row.booking_id, row.part_id)]
    return {
        "booking": row.booking_id,
        "part": row.part_id,
        "status": row.status,
        "uuid": str(row.mark.uuid),
        "signed": any(one.signature for one in own),
        "conflict": row.conflict,
        "marks": [_mark(one) for one in own if one.status and not one.after_closing] if row.conflict else [],
    }


def _mark(row: AttendanceMark) -> dict[str, Any]:
    return {
        "booking": row.booking_id,
        "part": row.part_id,
        "status": row.status,
        "said": f"{_said_status(row)}, {words.near(row.marked_at, timezone.now())}, {_said_by(row)}",
    }


def _said_status(row: AttendanceMark) -> str:
    return row.get_status_display() if row.status else "geste annulé"


def _said_by(row: AttendanceMark) -> str:
    means = row.get_means_display()
    return f"{means} ({row.marked_by.name})" if row.marked_by else means


def _refused(session: Session) -> list[dict[str, Any]]:
    rows = WalkIn.objects.filter(session=session, booking__isnull=True).exclude(first_name="")
    found = list(rows.order_by("pk"))
    limit = most_seats(session) if found else None
    room = session.sheet_closed_at is None and (limit is None or session.seats_max < limit)
    names = short_names([(row.first_name, row.last_name) for row in found])
    return [
        {"id": row.pk, "name": name, "why": row.refused, "room": room or not session.is_full}
        for row, name in zip(found, names, strict=True)
    ]
