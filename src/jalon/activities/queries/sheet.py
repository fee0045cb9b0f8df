"""The attendance sheet as it is read, printed and counted."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import BookingState, SessionState
from jalon.activities.models import (
    Attendance,
    AttendanceMark,
    Booking,
    Session,
    SessionFacilitator,
    SessionPart,
    WalkIn,
)
from jalon.activities.queries.attendance import at_door, name_parts, parts_of
from jalon.directory.models import Organisation
from jalon.people.models import Person
from jalon.people.names import fold
from jalon.people.queries import file_ids, visible_to

HELD = (SessionState.OPEN, SessionState.DONE)


@dataclass
class Cell:
    """One line and half-day: what holds, the marks that made it, and the last signature."""

    part: SessionPart
    held: Attendance | None = None
    marks: list[AttendanceMark] = field(default_factory=list)

    @property
    def signature(self) -> str:
        """The last one that was drawn before the sheet was closed."""
        drawn = [one.signature for one in self.marks if one.signature and not one.after_closing]
        return drawn[-1] if drawn else ""

    @property
    def late(self) -> list[AttendanceMark]:
        """Marks that came after the sheet was closed."""
        return [one for one in self.marks if one.after_closing]


@dataclass(frozen=True)
class Line:
    """Somebody on the sheet."""

    booking: Booking
    first_name: str
    last_name: str
    cells: list[Cell]

    @property
    def name(self) -> str:
        """The whole name; an erased file has none."""
        return f"{self.first_name} {self.last_name}".strip() or "Personne effacée"

    @property
    def minutes(self) -> int:
        """All half-days together."""
        return sum(cell.held.minutes for cell in self.cells if cell.held)


@dataclass(frozen=True)
class Sheet:
    """A session's sheet: its half-days, its lines in order of name, who runs it, who had no seat."""

    session: Session
    parts: list[SessionPart]
    lines: list[Line]
    facilitators: list[SessionFacilitator]
    refused: list[WalkIn]

    @property
    def disputed(self) -> list[tuple[Line, Cell]]:
        """Where two devices said two things."""
        cells = [(line, cell) for line in self.lines for cell in line.cells]
        return [(line, cell) for line, cell in cells if cell.held and cell.held.conflict]

    @property
    def late(self) -> list[tuple[Line, AttendanceMark]]:
        """What came after the sheet was closed."""
        return [(line, mark) for line in self.lines for cell in line.cells for mark in cell.late]

    @property
    def waiting(self) -> list[Line]:
        """Lines with a half-day that nobody has marked."""
        return [line for line in self.lines if any(cell.held is None for cell in line.cells)]


def sheet_of(session: Session) -> Sheet:
    """The whole sheet; 6 queries."""
    parts = parts_of(session)
    cells: dict[tuple[int, int], Cell] = {}
    bookings = list(at_door(session))
    for booking in bookings:
        cells |= {(booking.pk, part.pk): Cell(part) for part in parts}
    for mark in AttendanceMark.objects.filter(part__in=parts).select_related("marked_by").order_by("pk"):
        cells[mark.booking_id, mark.part_id].marks.append(mark)
    for held in Attendance.objects.filter(part__in=parts).select_related("mark").order_by("pk"):
        cells[held.booking_id, held.part_id].held = held
    lines = [_line(one, [cells[one.pk, part.pk] for part in parts]) for one in bookings]
    lines.sort(key=lambda line: (fold(line.last_name), fold(line.first_name), line.booking.pk))
    arrivals = WalkIn.objects.filter(session=session, booking__isnull=True).order_by("pk")
    return Sheet(session, parts, lines, facilitators_of(session), list(arrivals))


def _line(booking: Booking, cells: list[Cell]) -> Line:
    return Line(booking, *name_parts(booking), cells)


def has_begun(sheet: Sheet) -> bool:
    """Whether the last half-day has begun: the sheet can be closed from then on."""
    return bool(sheet.parts) and sheet.parts[-1].starts_at <= timezone.now()


def has_marks(sheet: Sheet) -> bool:
    """Whether anything is noted on it."""
    return any(cell.held for line in sheet.lines for cell in line.cells)


def to_call(user: User, sheet: Sheet) -> list[Person]:
    """Whom the reader follows, who did not come and gave no news: somebody to call, never to punish."""
    silent = [
        line.booking.person_id
        for line in sheet.lines
        if line.cells and all(cell.held and cell.held.status == "absent" for cell in line.cells)
    ]
    known = [one for one in silent if one is not None]
    return list(visible_to(user).filter(pk__in=known).order_by("folded_name", "pk")) if known else []


def paper_cells(sheet: Sheet, new_uuid: Callable[[], UUID]) -> dict[str, dict[str, Any]]:
    """What the form of a paper sheet starts from, by cell (`booking-part`)."""
    return {
        f"{line.booking.pk}-{cell.part.pk}": {
            "uuid": new_uuid(),
            "knew": cell.held.mark.uuid if cell.held else None,
            "status": cell.held.status if cell.held else "",
            "reason": cell.held.mark.reason if cell.held else "",
        }
        for line in sheet.lines
        for cell in line.cells
    }


def facilitators_of(session: Session) -> list[SessionFacilitator]:
    """Who runs the session, with their partner."""
    rows = SessionFacilitator.objects.filter(session=session)
    return list(rows.select_related("user", "organisation").order_by("pk"))


def unclosed_sheets(organisations: Collection[Organisation]) -> list[Session]:
    """Sessions that ended and whose sheet is open, oldest first; each with `.expected_count`,
    `.marked_count` and `.disputed_count`; 1 query."""
    ended = Session.objects.filter(organisation__in=organisations, state__in=HELD)
    rows = ended.filter(ends_at__lte=timezone.now(), sheet_closed_at__isnull=True)
    return list(_counted(_with_people(rows)).order_by("starts_at", "pk"))


def _with_people(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Nobody booked and nobody came: there is no sheet to close."""
    booked = Booking.objects.filter(session=OuterRef("pk"))
    return rows.filter(Exists(booked.filter(Q(state=BookingState.BOOKED) | Q(marks__isnull=False))))


def _counted(rows: QuerySet[Session]) -> QuerySet[Session]:
    held = Q(bookings__state=BookingState.BOOKED)
    disputed = Q(bookings__attendances__conflict=True)
    return rows.select_related("activity", "organisation", "site").annotate(
        expected_count=Count("bookings", filter=held, distinct=True),
        marked_count=Count("bookings", filter=Q(bookings__attendances__isnull=False), distinct=True),
        disputed_count=Count("bookings", filter=disputed, distinct=True),
    )


def doors_today(user: User, organisations: Collection[Organisation]) -> list[Session]:
    """Sessions with a half-day today or now, of these organisations or run by this professional; 1 query."""
    theirs = Q(organisation__in=organisations) | Q(facilitators__user=user)
    now = timezone.now()
    near = Q(starts_at__date=timezone.localdate()) | Q(starts_at__lte=now, ends_at__gt=now)
    today = SessionPart.objects.filter(near, session=OuterRef("pk"))
    rows = Session.objects.filter(theirs, Exists(today), state__in=HELD, sheet_closed_at__isnull=True)
    return list(_counted(rows).distinct().order_by("starts_at", "pk"))


def closed_lately(organisations: Collection[Organisation], limit: int = 10) -> list[Session]:
    """Sheets that were closed last; 1 query."""
    rows = Session.objects.filter(organisation__in=organisations, sheet_closed_at__isnull=False)
    return list(_counted(rows).order_by("-sheet_closed_at", "-pk")[:limit])


def hours_attended(person: Person, since: date | None = None, until: date | None = None) -> float:
    """Hours that somebody was there, over all joined files, on sheets that are closed."""
    rows = Attendance.objects.filter(
        booking__person__in=file_ids(person), part__session__sheet_closed_at__isnull=False
    )
    rows = rows.filter(part__starts_at__date__gte=since) if since else rows
    rows = rows.filter(part__starts_at__date__lte=until) if until else rows
    return (rows.aggregate(total=Sum("minutes"))["total"] or 0) / 60
