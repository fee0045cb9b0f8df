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
from django.db.models.functions import Coalesce
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
from jalon.activities.queries.travel import Point, km, minutes_of, place_of, start_of
from jalon.base.words import day
from jalon.people.choices import SituationKind
from jalon.people.models import ContactPoint, Person, TeamMember
from jalon.people.queries import file_ids, visible_to

# The nearest as the crow flies whose minutes by bus are then looked up.
POOL = 300
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
    waits = _waits_elsewhere(session)
    people = _nearest(_candidates(session, user), place_of(session))
    minutes = _minutes(people, session)
    place = place_of(session)
    far = {one.pk: _km(one, place) for one in people}
    people.sort(
        key=lambda one: (
            minutes[one.pk] is None,
            minutes[one.pk] or 0,
            far[one.pk] is None,
            far[one.pk] or 0,
            one.pk not in waits,
            waits[one.pk][0] if one.pk in waits else one.last_activity_at,
            one.pk,
        )
    )
    chosen = people[:limit]
    reachable = _reachable(chosen)
    return [
        Fit(
            person=one,
            reasons=_why(one, session, minutes[one.pk], far[one.pk], waits.get(one.pk)),
            minutes_by_bus=minutes[one.pk],
            reachable=one.pk in reachable,
        )
        for one in chosen
    ]


def _candidates(session: Session, user: User) -> QuerySet[Person]:
    people = visible_to(user)
    if session.activity.situations:
        people = people.filter(situations__has_any_keys=session.activity.situations)
    for taken in (_invited(session), _know_it(session), _busy(session)):
        people = people.exclude(pk__in=taken)
    return people


def _kept_file(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Ids of the files that are kept, for rows that may hang on a file joined to another."""
    known = rows.filter(person__isnull=False).order_by()
    return known.values_list(Coalesce("person__canonical_id", "person_id"), flat=True)


def _invited(session: Session) -> QuerySet[Any]:
    return _kept_file(Invitation.objects.filter(session=session))


def _know_it(session: Session) -> QuerySet[Any]:
    """Noted for this session in any way, seated at another of the same activity, or come to one."""
    came = Attendance.objects.filter(booking=OuterRef("pk"), status__in=sorted(CAME))
    here = Q(session=session)
    coming = Q(state__in=sorted(SEATED), session__ends_at__gt=timezone.now())
    rows = Booking.objects.filter(session__activity=session.activity_id)
    return _kept_file(rows.filter(here | coming | Exists(came.order_by())))


def _busy(session: Session) -> QuerySet[Any]:
    """Seated somewhere else at that time."""
    overlap = Session.objects.filter(
        starts_at__lt=session.ends_at,
        starts_at__gt=session.starts_at - timedelta(days=2),
        ends_at__gt=session.starts_at,
    )
    rows = Booking.objects.filter(session__in=overlap.order_by(), state__in=sorted(SEATED))
    return _kept_file(rows)


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


def _minutes(people: Sequence[Person], session: Session) -> dict[int, int | None]:
    starts = {one.pk: start_of(one) for one in people}
    known = {pk: origin for pk, origin in starts.items() if origin is not None}
    asked = minutes_of(list(known.values()), session)
    return {**dict.fromkeys(starts), **dict(zip(known, asked, strict=True))}


def _km(person: Person, place: Point | None) -> float | None:
    origin = start_of(person)
    return km(origin, place) if origin and place else None


def _waits_elsewhere(session: Session) -> dict[int, tuple[datetime, datetime]]:
    """Who waits for another date of the same activity: since when, and for which date."""
    rows = Booking.objects.filter(
        session__activity=session.activity_id, state=BookingState.WAITING, person__isnull=False
    ).exclude(session=session)
    rows = rows.filter(session__ends_at__gt=timezone.now()).order_by("-created_at", "-pk")
    found = rows.values_list("person__canonical_id", "person_id", "created_at", "session__starts_at")
    return {kept or own: (since, date) for kept, own, since, date in found}


def _reachable(people: Iterable[Person]) -> set[int]:
    """Who has some number or address that was not stopped."""
    ids = [one.pk for one in people]
    own = Q(person__in=ids) | Q(person__canonical__in=ids)
    rows = ContactPoint.objects.filter(own, stopped_at__isnull=True).order_by()
    pairs = rows.values_list("person__canonical_id", "person_id")
    return {kept or person for kept, person in pairs}


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
    reasons.append("pas d’autre séance à cette heure")
    return tuple(reason for reason in reasons if reason)


def way(minutes: int | None, far: float | None, label: str = "") -> str:
    """« à 25 min en bus de Place du Phare », else kilometres, else that nobody said where from."""
    origin = f" de {label}" if label else ""
    if minutes is not None:
        return f"à {minutes} min en bus{origin}"
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
    return [_session_fit(person, session, free[session.pk]) for session in chosen]


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


def _session_fit(person: Person, session: Session, free: int) -> SessionFit:
    origin, place = start_of(person), place_of(session)
    minutes = minutes_of([origin], session)[0] if origin else None
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
