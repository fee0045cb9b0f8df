"""Help to fill: who a session is for, near, free and not asked yet; and for a person, what fits, near, soon.

Nobody is scored. The order is that of minutes on the way, then of who has waited longest; age, sex, name and
nationality are not read. Every line says why it is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any

from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import (
    CAME,
    INDIVIDUAL,
    SEATED,
    ActivityState,
    BookingState,
    ParticipantKind,
    SessionState,
)
from jalon.activities.models import Attendance, Booking, Invitation, Session
from jalon.activities.queries.booking import seats_by_session
from jalon.activities.queries.travel import Point, km, minutes_of, minutes_to_each, place_of, start_of
from jalon.base.words import day
from jalon.people.choices import SituationKind
from jalon.people.models import ContactPoint, Person, TeamMember
from jalon.people.queries import file_ids, visible_to

# The nearest as the crow flies whose minutes by bus are then looked up.
POOL = 400
MOST = 50
SOON = timedelta(days=30)
# Sessions looked at for one person, soonest first, one per activity.
LOOKED_AT = 40


@dataclass(frozen=True)
class Fit:
    """Somebody a session may be for, and why. `minutes_by_bus` is None where no bus is known."""

    person: Person
    reasons: tuple[str, ...]
    minutes_by_bus: int | None
    reachable: bool


@dataclass(frozen=True)
class SessionFit:
    """A session that may be for a person, and why."""

    session: Session
    reasons: tuple[str, ...]
    minutes_by_bus: int | None
    free: int


def who_fits(session: Session, user: User, limit: int = MOST) -> list[Fit]:
    """People this user may see, who are meant, free at that hour, and neither invited nor booked nor come.

    Those with the shortest way first, then those who have waited longest. A fixed number of queries.
    """
    if session.activity.participants != ParticipantKind.PERSON:
        return []
    place = place_of(session)
    pool = _nearest(_meant(session, user), place)
    files = _files(pool)
    taken, waits = _known(session, files)
    people = [one for one in pool if one.pk not in taken]
    minutes = _minutes(people, session)
    far = {one.pk: _km(one, place) for one in people}
    people.sort(key=lambda one: _order(one, minutes[one.pk], far[one.pk], waits))
    chosen = people[:limit]
    reachable = _reachable(chosen, files)
    return [
        Fit(
            person=one,
            reasons=_why(one, session, minutes[one.pk], far[one.pk], waits.get(one.pk)),
            minutes_by_bus=minutes[one.pk],
            reachable=one.pk in reachable,
        )
        for one in chosen
    ]


def _order(
    person: Person, minutes: int | None, far: float | None, waits: dict[int, tuple[datetime, datetime]]
) -> tuple[Any, ...]:
    """The shortest way, then who waits for another date, then who has waited longest for any news."""
    waiting = waits.get(person.pk)
    since = waiting[0] if waiting else person.last_activity_at
    return (minutes is None, minutes or 0, far is None, far or 0.0, waiting is None, since, person.pk)


def _meant(session: Session, user: User) -> QuerySet[Person]:
    people = visible_to(user)
    if session.activity.situations:
        people = people.filter(situations__has_any_keys=session.activity.situations)
    return people


def _nearest(people: QuerySet[Person], place: Point | None) -> list[Person]:
    """A pool to look at: the nearest as the crow flies, those who said no place after them."""
    if place is None:
        return list(people.order_by("last_activity_at", "pk")[:POOL])
    lat, lon = place
    shrink = cos(radians(lat)) ** 2
    north, east = F("near_lat") - Value(lat), F("near_lon") - Value(lon)
    square = north * north + east * east * Value(shrink, output_field=FloatField())
    near = people.annotate(far=square).order_by(F("far").asc(nulls_last=True), "last_activity_at", "pk")
    return list(near[:POOL])


def _files(people: Iterable[Person]) -> dict[int, int]:
    """The file that is kept, by the id of each file: their own, and those joined to theirs."""
    own = {one.pk: one.pk for one in people}
    joined = Person.objects.filter(canonical__in=list(own)).order_by().values_list("pk", "canonical")
    return {**own, **{pk: kept for pk, kept in joined if kept}}


def _known(session: Session, files: dict[int, int]) -> tuple[set[int], dict[int, tuple[datetime, datetime]]]:
    """Of these people, who need not be asked; and who waits for another date, since when and for which.

    Asked of the few people of the pool: the history of an activity may hold hundreds of thousands of seats.
    """
    same = Q(session__activity=session.activity_id)
    at_once = Q(session__starts_at__lt=session.ends_at, session__ends_at__gt=session.starts_at)
    rows = Booking.objects.filter(same | at_once, person__in=list(files))
    found = list(rows.select_related("session").order_by("-created_at", "-pk"))
    came = Attendance.objects.filter(
        booking__in=[row.pk for row in found if row.session.activity_id == session.activity_id],
        status__in=sorted(CAME),
    )
    came_ids = set(came.order_by().values_list("booking_id", flat=True))
    told = Invitation.objects.filter(session=session, person__in=list(files)).order_by()
    taken = {files[pk] for pk in told.values_list("person_id", flat=True)}
    now = timezone.now()
    taken |= {
        files[row.person_id]
        for row in found
        if row.person_id and (row.pk in came_ids or _holds(row, session, now))
    }
    waits = {
        files[row.person_id]: (row.created_at, row.session.starts_at)
        for row in found
        if row.person_id and row.state == BookingState.WAITING and row.session.starts_at > now
    }
    return taken, waits


def _holds(row: Booking, session: Session, now: datetime) -> bool:
    """Noted for this session in any way, or seated: at the same hour, or at this activity on another day."""
    if row.session_id == session.pk:
        return True
    return row.state in SEATED and row.session.ends_at > now


def _minutes(people: Sequence[Person], session: Session) -> dict[int, int | None]:
    starts = {one.pk: start_of(one) for one in people}
    known = {pk: origin for pk, origin in starts.items() if origin is not None}
    asked = minutes_of(list(known.values()), session)
    return {**dict.fromkeys(starts), **dict(zip(known, asked, strict=True))}


def _km(person: Person, place: Point | None) -> float | None:
    origin = start_of(person)
    return km(origin, place) if origin and place else None


def _reachable(people: Iterable[Person], files: dict[int, int]) -> set[int]:
    """Who has some number or address that was not stopped."""
    wanted = {one.pk for one in people}
    ids = [pk for pk, kept in files.items() if kept in wanted]
    rows = ContactPoint.objects.filter(person__in=ids, stopped_at__isnull=True).order_by()
    return {files[pk] for pk in rows.values_list("person_id", flat=True)}


def _why(
    person: Person,
    session: Session,
    minutes: int | None,
    far: float | None,
    waits: tuple[datetime, datetime] | None,
) -> tuple[str, ...]:
    """The reasons in words, the most telling first."""
    reasons = [f"attend une place pour le {day(waits[1])}"] if waits else []
    meant = [kind for kind in session.activity.situations if kind in person.situations]
    reasons += [str(SituationKind(kind).label) for kind in meant if kind in SituationKind.values]
    reasons.append(way(minutes, far, person.near_label))
    return tuple(reasons)


def way(minutes: int | None, far: float | None, label: str = "") -> str:
    """« partir 25 min avant, depuis Marché », by bus or on foot; else kilometres, else that nobody said."""
    origin = f", depuis {label}" if label else ""
    if minutes is not None:
        return f"partir {minutes} min avant{origin}"
    if far is not None:
        return f"à {_said_km(far)}{origin}, sans bus connu"
    return "départ non renseigné"


def _said_km(far: float) -> str:
    return "moins d’1 km" if far < 1 else f"{round(far)} km"


def what_fits(person: Person, limit: int = 8, *, alone: bool = False) -> list[SessionFit]:
    """Open sessions of the next month that may be for this person: with a seat, meant, free at that hour.

    One per activity, soonest first. With `alone`, only those that people book without an adviser.
    """
    rows = list(_sessions_for(person, alone=alone)[: LOOKED_AT * 3])
    first: dict[int, Session] = {}
    for session in rows:
        first.setdefault(session.activity_id, session)
    free = seats_by_session([session.pk for session in first.values()])
    chosen = [session for session in first.values() if free[session.pk] > 0][:limit]
    minutes = minutes_to_each(start_of(person), chosen)
    return [_session_fit(person, session, free[session.pk], minutes[session.pk]) for session in chosen]


def _sessions_for(person: Person, *, alone: bool) -> QuerySet[Session]:
    now = timezone.now()
    coming = Session.objects.filter(
        state=SessionState.OPEN,
        starts_at__gt=now,
        starts_at__lt=now + SOON,
        seats_taken__lt=F("seats_max"),
        activity__state=ActivityState.PUBLISHED,
        activity__participants=ParticipantKind.PERSON,
    ).exclude(activity__kind__in=sorted(INDIVIDUAL))
    meant = Q(activity__situations=[]) | Q(activity__situations__overlap=list(person.situations))
    ours = Q(public=True, made_for__isnull=True)
    if alone:
        coming = coming.filter(activity__self_booking=True)
    else:
        team = TeamMember.objects.filter(person__in=file_ids(person), until__isnull=True).order_by()
        ours |= Q(made_for__in=team.values("organisation"))
    coming = coming.filter(meant, ours).exclude(_taken_by(person))
    return coming.select_related("activity", "organisation", "site").order_by("starts_at", "pk")


def _taken_by(person: Person) -> Q:
    """Activities this person has or had a seat at, and hours at which they sit somewhere else."""
    held = Booking.objects.filter(person__in=file_ids(person)).exclude(state=BookingState.CLOSED)
    rows = held.order_by().values_list(
        "session__activity_id", "session__starts_at", "session__ends_at", "state"
    )
    taken = Q(pk__in=[])
    now = timezone.now()
    for activity, starts, ends, state in rows:
        taken |= Q(activity=activity)
        if ends > now and state in SEATED:
            taken |= Q(starts_at__lt=ends, ends_at__gt=starts)
    return taken


def _session_fit(person: Person, session: Session, free: int, minutes: int | None) -> SessionFit:
    origin, place = start_of(person), place_of(session)
    far = km(origin, place) if origin and place else None
    meant = [kind for kind in session.activity.situations if kind in person.situations]
    reasons = [str(SituationKind(kind).label) for kind in meant if kind in SituationKind.values]
    if place is not None:
        reasons.append(way(minutes, far))
    reasons.append(f"{free} place{'s' if free > 1 else ''}")
    return SessionFit(session, tuple(reasons), minutes, free)


def warnings_for(session: Session, person: Person) -> list[str]:
    """What an adviser should know before booking; nothing here forbids it."""
    found = []
    wanted = set(session.activity.situations)
    if wanted and not wanted & set(person.situations):
        labels = [str(SituationKind(kind).label) for kind in wanted if kind in SituationKind.values]
        found.append(
            f"Cette activité est prévue pour : {', '.join(sorted(labels))}. Son dossier ne le dit pas."
        )
    rows = Booking.objects.filter(person__in=file_ids(person)).exclude(session=session)
    rows = rows.filter(state__in=sorted(SEATED)).select_related("session__activity")
    at_once = rows.filter(session__starts_at__lt=session.ends_at, session__ends_at__gt=session.starts_at)
    found += [f"Inscription en même temps à « {row.session} »." for row in at_once.order_by("pk")]
    came = Attendance.objects.filter(booking=OuterRef("pk"), status__in=sorted(CAME)).order_by()
    before = rows.filter(Exists(came), session__activity=session.activity_id).order_by("-session__starts_at")
    found += [f"Déjà venue ou venu le {day(row.session.starts_at)}." for row in before[:1]]
    return found
