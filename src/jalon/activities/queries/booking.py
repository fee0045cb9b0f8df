"""Who has, waits for or is offered a seat; and how many are left."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import BookingState, ParticipantKind, SessionState
from jalon.activities.models import (
    Booking,
    BookingChange,
    Invitation,
    SeatAllotment,
    Session,
    SessionFacilitator,
)
from jalon.activities.queries.session import readable
from jalon.activities.rules.booking import seats_left
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.directory.queries import organisations_as
from jalon.people.models import Person
from jalon.people.queries import file_ids, visible_to


def free_seats(session: Session, organisation: Organisation | None = None) -> int:
    """Seats that somebody booked by this organisation could have now; those open to all without one."""
    kept = SeatAllotment.objects.filter(session=session, until__gt=timezone.now()).order_by("pk")
    return seats_left(
        maximum=session.seats_max,
        taken=session.seats_taken,
        kept={one.organisation_id: one.seats - one.taken for one in kept},
        organisation_id=organisation.pk if organisation else None,
    )


def bookings_of(session: Session, user: User | None = None) -> list[Booking]:
    """Who comes, who was offered a seat, who waits, each in order of arrival; not what is closed.

    With `user`, each row carries `shown_name` (empty where this reader may not know who comes) and
    `opens_file`. 1 query without a user, 4 with one.
    """
    order = (BookingState.BOOKED, BookingState.OFFERED, BookingState.WAITING)
    rows = _rows(Booking.objects.filter(session=session, state__in=order)).order_by("created_at", "pk")
    found = sorted(rows, key=lambda row: order.index(BookingState(row.state)))
    for row in found:
        row.session = session
    if user is not None:
        name_rows(found, session, user)
    return found


def name_rows(rows: Sequence[Booking], session: Session, user: User) -> None:
    """Say of each row what this reader may know: the whole name of people whose file opens for them.

    Whoever holds or runs the session, or booked, reads a first name and an initial, as on the sheet.
    """
    ours = {one.pk for one in organisations_as(user, Role.ADVISER)}
    runs = SessionFacilitator.objects.filter(session=session, organisation__in=ours).exists()
    holds = session.organisation_id in ours or runs
    opens = set(visible_to(user).filter(pk__in=[row.person_id for row in rows]).values_list("pk", flat=True))
    for row in rows:
        row.opens_file = row.person_id in opens
        if row.opens_file:
            row.shown_name = str(row.person)
        elif holds or row.organisation_id in ours:
            row.shown_name = row.guest_name or first_and_initial(row.person)


def first_and_initial(person: Person | None) -> str:
    """« Awa B. », as on an attendance sheet."""
    if person is None:
        return ""
    initial = f" {person.last_name[:1]}." if person.last_name else ""
    return f"{person.first_name}{initial}".strip() or str(person)


def bookings_of_person(person: Person) -> list[Booking]:
    """Everything this person booked, under any of their joined files, newest session first."""
    rows = Booking.objects.filter(person__in=file_ids(person))
    return list(_with_session(rows).order_by("-session__starts_at", "-pk"))


def split_of_person(person: Person) -> tuple[list[Booking], list[Booking]]:
    """What the person holds, waits for or is offered, soonest first; and the rest, newest first."""
    rows = bookings_of_person(person)
    now = timezone.now()
    coming = [row for row in rows if row.state != BookingState.CLOSED and row.session.ends_at > now]
    return coming[::-1], [row for row in rows if row not in coming]


def invited_to(session: Session, user: User) -> list[Invitation]:
    """People this user may see who were told of the session, the last ones first."""
    rows = Invitation.objects.filter(session=session, person__in=visible_to(user).order_by())
    return list(rows.select_related("person").order_by("-invited_at", "-pk")[:50])


def sent_counts(organisations: Iterable[Organisation], ids: Collection[int]) -> dict[int, int]:
    """How many people these organisations send to each session."""
    rows = Booking.objects.filter(
        session__in=ids, person__isnull=True, organisation__in=[one.pk for one in organisations]
    ).exclude(state=BookingState.CLOSED)
    return dict(rows.order_by().values("session").annotate(n=Count("pk")).values_list("session", "n"))


def coming_of_person(person: Person) -> list[Booking]:
    """What the person holds, waits for or is offered, soonest first."""
    rows = Booking.objects.filter(person__in=file_ids(person), session__ends_at__gt=timezone.now())
    rows = rows.exclude(state=BookingState.CLOSED)
    return list(_with_session(rows).order_by("session__starts_at", "pk"))


def find_booking(booking_id: int) -> Booking | None:
    """One booking with what its page shows; whoever asks has to be checked by the caller."""
    return _with_session(_rows(Booking.objects.filter(pk=booking_id))).first()


def find_for(user: User, booking_id: int) -> Booking | None:
    """A booking that this adviser may read: the person's file opens, or their partner holds or booked it."""
    row = find_booking(booking_id)
    if row is None:
        return None
    name_rows([row], row.session, user)
    return row if row.shown_name else None


def history_of(booking: Booking) -> list[BookingChange]:
    """What happened to a booking, newest first."""
    return list(booking.changes.select_related("by").order_by("-at", "-pk"))


def booked_among(session: Session, people: Iterable[Person]) -> dict[int, str]:
    """Of these people, the state of those who are noted for the session, by the person's id."""
    rows = Booking.objects.filter(session=session, person__in=[one.pk for one in people])
    rows = rows.exclude(state=BookingState.CLOSED).order_by("pk")
    return {row.person_id: row.get_state_display() for row in rows if row.person_id}


def invitations_of(person: Person) -> list[Invitation]:
    """Sessions to come of which the person was told and for which they did not book, soonest first."""
    ids = file_ids(person)
    booked = Booking.objects.filter(person__in=ids).order_by().values("session")
    rows = Invitation.objects.filter(person__in=ids, session__state=SessionState.OPEN)
    rows = rows.filter(session__starts_at__gt=timezone.now()).exclude(session__in=booked)
    related = ("session__activity", "session__organisation", "session__site")
    return list(rows.select_related(*related).order_by("session__starts_at", "pk"))


def find_sessions(organisations: Iterable[Organisation], text: str, limit: int = 12) -> list[Session]:
    """Open sessions to come for people whose title, activity or place has every word typed; 1 query."""
    rows = readable(organisations).filter(
        state=SessionState.OPEN,
        starts_at__gt=timezone.now(),
        activity__participants=ParticipantKind.PERSON,
    )
    for word in text.split():
        said = Q(title__icontains=word) | Q(activity__title__icontains=word) | Q(place__icontains=word)
        rows = rows.filter(said | Q(site__name__icontains=word) | Q(organisation__name__icontains=word))
    related = rows.select_related("activity", "organisation", "site")
    return list(related.order_by("starts_at", "pk")[:limit])


def sent_by(organisation: Organisation, session: Session) -> list[Booking]:
    """Who this organisation sends to a session, in order of arrival."""
    rows = Booking.objects.filter(session=session, organisation=organisation, person__isnull=True)
    return list(rows.exclude(state=BookingState.CLOSED).order_by("created_at", "pk"))


def find_sent(organisations: Iterable[Organisation], booking_id: int) -> Booking | None:
    """A guest whom one of these organisations sends."""
    rows = Booking.objects.filter(organisation__in=[one.pk for one in organisations], person__isnull=True)
    return _with_session(rows).filter(pk=booking_id).first()


def for_organisations(kinds: Collection[str]) -> list[Session]:
    """Open sessions to come for employers' staff or partners' professionals, soonest first."""
    rows = Session.objects.filter(
        state=SessionState.OPEN, starts_at__gt=timezone.now(), activity__participants__in=kinds
    )
    rows = rows.filter(public=True).select_related("activity", "organisation", "site")
    return list(rows.order_by("starts_at", "pk")[:100])


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
