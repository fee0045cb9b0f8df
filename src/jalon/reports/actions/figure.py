"""Count sessions and partners' people: twice gives the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from jalon.activities.choices import CAME, SEATED, AttendanceStatus, BookingState, SessionState
from jalon.activities.models import Attendance, Booking, Session
from jalon.people.models import TeamMember
from jalon.reports import rules
from jalon.reports.models import PartnerMonth, SessionFigure
from jalon.reports.queries import facts
from jalon.reports.queries.indicators import followed_and_came
from jalon.reports.queries.place import places_of

CHUNK = 500
# A session whose sheet was never closed is left as it was last counted.
GIVEN_UP_AFTER = timedelta(days=120)
COUNTERS = ("booked", "waiting", "attended", "excused", "absent", "halves", "minutes")


@dataclass
class _Count:
    """What is added up for one session."""

    numbers: Counter[str] = field(default_factory=Counter)
    spans: dict[int, set[rules.Span]] = field(default_factory=lambda: defaultdict(set))
    statuses: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def count_sessions() -> int:
    """Count every session that may have changed; how many were looked at.

    A session whose closed sheet was counted is not counted again: its row stays true whoever is erased.
    """
    found = list(_changed().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(found), CHUNK):
        _count_chunk(found[start : start + CHUNK])
    if found:
        _count_new_people()
    return len(found)


def _changed() -> Any:
    """Sessions never counted, or of which the sheet is open, was closed or was opened again since."""
    same = SessionFigure.objects.filter(session=OuterRef("pk"))
    frozen = same.filter(sheet_closed_at=OuterRef("sheet_closed_at"), state=OuterRef("state"))
    given_up = Q(sheet_closed_at__isnull=True, starts_at__lt=timezone.now() - GIVEN_UP_AFTER)
    sessions = Session.objects.exclude(state=SessionState.DRAFT)
    return sessions.exclude(Exists(frozen)).exclude(given_up & Exists(same))


@transaction.atomic
def _count_chunk(ids: list[int]) -> None:
    sessions = list(Session.objects.filter(pk__in=ids).select_related("activity", "site__commune"))
    counts = _counts(ids)
    places = places_of(sessions)
    rows = [_row(session, counts[session.pk], places[session.pk]) for session in sessions]
    fields = [f.name for f in SessionFigure._meta.fields if f.name not in {"id", "session", "new_people"}]
    SessionFigure.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["session"], update_fields=fields
    )


def _row(session: Session, count: _Count, place: str) -> SessionFigure:
    activity = session.activity
    return SessionFigure(
        session=session,
        date=timezone.localdate(session.starts_at),
        activity=activity,
        organisation_id=session.organisation_id,
        kind=activity.kind,
        theme=activity.theme,
        axis=activity.axis,
        place=place,
        state=session.state,
        seats=session.seats_max,
        sheet_closed_at=session.sheet_closed_at,
        **{name: count.numbers[name] for name in COUNTERS},
    )


def _counts(ids: list[int]) -> dict[int, _Count]:
    """Bookings, then half-days of closed sheets; 2 queries."""
    counts: dict[int, _Count] = defaultdict(_Count)
    signed = Exists(Attendance.objects.filter(booking=OuterRef("pk")))
    bookings = Booking.objects.filter(session__in=ids).annotate(signed=signed).order_by("pk")
    for session_id, state, came in bookings.values_list("session_id", "state", "signed"):
        counts[session_id].numbers["booked"] += state in SEATED or came
        counts[session_id].numbers["waiting"] += state == BookingState.WAITING
    closed = Attendance.objects.filter(part__session__in=ids, part__session__sheet_closed_at__isnull=False)
    columns = ("part__session_id", "booking_id", "status", "part__starts_at", "part__ends_at")
    for session_id, booking_id, status, begins, ends in closed.order_by("pk").values_list(*columns):
        counts[session_id].statuses[booking_id].add(status)
        if status in CAME:
            counts[session_id].spans[booking_id].add((begins, ends))
    for count in counts.values():
        _sum(count)
    return counts


def _sum(count: _Count) -> None:
    for booking_id, statuses in count.statuses.items():
        count.numbers[_word(statuses)] += 1
        if spans := count.spans.get(booking_id):
            told = rules.tally(spans)
            count.numbers["halves"] += told.halves
            count.numbers["minutes"] += told.minutes


def _word(statuses: Iterable[str]) -> str:
    """Came to some half-day, else was excused for some, else was absent."""
    if CAME & set(statuses):
        return "attended"
    return "excused" if AttendanceStatus.EXCUSED in set(statuses) else "absent"


def _count_new_people() -> None:
    """Each person's first session ever, joined files as one; only rows that change are written."""
    first: dict[int, int] = {}
    closed = Attendance.objects.filter(
        status__in=CAME, booking__person__isnull=False, part__session__sheet_closed_at__isnull=False
    ).annotate(main=F("booking__person__canonical"))
    columns = ("main", "booking__person_id", "part__session_id")
    for main, person_id, session_id in closed.order_by("part__starts_at", "pk").values_list(*columns):
        first.setdefault(main or person_id, session_id)
    counts = Counter(first.values())
    rows = SessionFigure.objects.order_by("pk").only("session_id", "new_people")
    changed = [row for row in rows.iterator() if row.new_people != counts[row.session_id]]
    for row in changed:
        row.new_people = counts[row.session_id]
    SessionFigure.objects.bulk_update(changed, ["new_people"], batch_size=CHUNK)


def count_partners(*, today: date | None = None) -> None:
    """This month and the last one, for every partner that follows somebody; older months stay as counted."""
    day = today or timezone.localdate()
    this = day.replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    for month in (last, this):
        _count_month(month)


@transaction.atomic
def _count_month(month: date) -> None:
    until = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    for organisation_id, followed, came in followed_and_came(month, until):
        PartnerMonth.objects.update_or_create(
            organisation_id=organisation_id,
            month=month,
            defaults={"followed": followed, "took_part": came, "counted_at": timezone.now()},
        )


def _first_month() -> date | None:
    """The month of the first half-day on a closed sheet, for a first count of the past."""
    found: datetime | None = (
        facts.signed(date(2000, 1, 1), timezone.localdate())
        .order_by("part__starts_at")
        .values_list("part__starts_at", flat=True)
        .first()
    )
    return timezone.localdate(found).replace(day=1) if found else None


def count_past_partners() -> None:
    """Months never counted, from the first attendance on: once, when the room is put in use."""
    month, today = _first_month(), timezone.localdate()
    while month is not None and month <= today:
        if TeamMember.objects.exists() and not PartnerMonth.objects.filter(month=month).exists():
            _count_month(month)
        month = (month + timedelta(days=32)).replace(day=1)
