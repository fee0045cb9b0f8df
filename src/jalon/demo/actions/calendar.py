"""A hundred and twenty sessions in the thirty days to come, and the seats taken in them."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import cycle
from math import ceil
from random import Random
from typing import Any

from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions import book, book_guest, open_session, write_session
from jalon.activities.actions.slots import open_slots
from jalon.activities.choices import INDIVIDUAL, ActivityKind, ParticipantKind, ResourceKind
from jalon.activities.models import Resource, Session
from jalon.activities.rules.holidays import holiday
from jalon.activities.rules.parts import Half
from jalon.activities.rules.refusal import RefusedError
from jalon.base.choices import Medium
from jalon.demo.actions.catalogue import Offered
from jalon.demo.actions.directory import Cast, address
from jalon.demo.actions.inhabitants import Resident
from jalon.demo.partners import PARTNERS, Partner

COUNT, DAYS = 120, 30
HALF_DAY = timedelta(hours=3, minutes=30)
_SEED = 30
_HOURS = (time(9), time(14))
_EQUIPMENT = {ActivityKind.HEADSET: ResourceKind.HEADSET, ActivityKind.DIGITAL: ResourceKind.COMPUTER}


def build_calendar(
    cast: Cast, offered: list[Offered], resources: dict[str, list[Resource]], residents: list[Resident]
) -> list[Session]:
    """Write and open the sessions, then book people as their advisers would."""
    chance = Random(_SEED)
    kinds = cycle([one for one in offered if one.activity.kind not in INDIVIDUAL])
    sessions: list[Session] = []
    for day, opens in _instants(chance):
        offer = next(kinds)
        spans = halves(day, opens, offer.activity.minutes)
        session = _session(offer, spans, cast, resources[offer.entry.partner], chance)
        if session is not None:
            _fill(session, cast, residents, chance)
            sessions.append(session)
        if len(sessions) == COUNT:
            break
    return sessions


def _instants(chance: Random) -> Iterator[tuple[date, time]]:
    """Mornings and afternoons of working days, many times over; fuller days come by chance."""
    today = timezone.localdate()
    days = [today + timedelta(days=n) for n in range(1, DAYS + 1)]
    working = [day for day in days if day.weekday() < 5 and not holiday(day)]
    while True:
        yield chance.choice(working), chance.choice(_HOURS)


def halves(day: date, opens: time, minutes: int) -> list[Half]:
    """Half-days of an activity of this length, from this hour on, over working days."""
    spans: list[Half] = []
    left, begin = timedelta(minutes=minutes), datetime.combine(day, opens, timezone.get_current_timezone())
    while left > timedelta():
        while begin.weekday() >= 5 or holiday(begin.date()):
            begin = datetime.combine(begin.date() + timedelta(days=1), _HOURS[0], begin.tzinfo)
        spans.append(Half(begin, begin + min(left, HALF_DAY)))
        left -= HALF_DAY
        later = begin.time() == _HOURS[0]
        begin = datetime.combine(
            begin.date() + timedelta(days=0 if later else 1), _HOURS[1 if later else 0], begin.tzinfo
        )
    return spans


def _session(
    offer: Offered, spans: list[Half], cast: Cast, lent: list[Resource], chance: Random
) -> Session | None:
    """One open session in a room of its partner; None when something is taken at that hour."""
    partner = next(one for one in PARTNERS if one.name == offer.entry.partner)
    by = chance.choice(cast.advisers_of(partner))
    values = session_values(offer, partner, by, cast, chance)
    rooms = [one for one in lent if one.kind == ResourceKind.ROOM]
    away = offer.activity.kind == ActivityKind.COMPANY_VISIT
    values |= {"halves": spans, "resources": [] if away or not rooms else [chance.choice(rooms)]}
    if kind := _EQUIPMENT.get(ActivityKind(offer.activity.kind)):
        values["equipment"] = {kind: min(offer.entry.seats, 8)}
    try:
        session = write_session(
            activity=offer.activity, organisation=cast.partners[partner.name], values=values, by=by
        )
    except RefusedError:
        return None
    return open_session(session=session, by=by)


def session_values(offer: Offered, partner: Partner, by: User, cast: Cast, chance: Random) -> dict[str, Any]:
    """Place, seats, a pair of facilitators from two partners, sometimes seats kept for one."""
    office = cast.offices[partner.name]
    other = chance.choice([one for one in PARTNERS if one is not partner])
    colleague = chance.choice(cast.advisers_of(other))
    facilitators = [(cast.partners[partner.name], by, ""), (cast.partners[other.name], colleague, "")]
    return {
        "place": offer.entry.place,
        "lat": office.lat,
        "lon": office.lon,
        "seats_min": ceil(offer.entry.seats / 4),
        "seats_max": offer.entry.seats,
        "facilitators": facilitators[: chance.choice((1, 2))],
        "what_to_bring": "Vos papiers, si vous les avez. Sinon, venez comme vous êtes.",
    }


def _fill(session: Session, cast: Cast, residents: list[Resident], chance: Random) -> None:
    """From nearly empty to a waiting list."""
    if session.activity.participants != ParticipantKind.PERSON:
        _send_guests(session, cast, chance)
        return
    wanted = round(min(session.seats_max, 8) * chance.choice((0.1, 0.3, 0.5, 0.7, 1.0, 1.2)))
    for resident in chance.sample(residents, wanted):
        partner = chance.choice(resident.partners)
        try:
            book(
                session=session,
                person=resident.person,
                by=chance.choice(cast.advisers_of(partner)),
                organisation=cast.partners[partner.name],
                medium=Medium.DESK,
            )
        except RefusedError:
            continue


def build_slots(cast: Cast, offered: list[Offered], residents: list[Resident]) -> None:
    """Two advisers open appointments over the next weeks; some are taken."""
    chance = Random(_SEED)
    kinds = {one.activity.kind: one.activity for one in offered if one.activity.kind in INDIVIDUAL}
    today = timezone.localdate()
    for short, kind in (("claire", ActivityKind.ADVICE), ("samir", ActivityKind.REHEARSAL)):
        user = cast.users[address(short)]
        opened = open_slots(
            activity=kinds[kind],
            user=user,
            organisation=cast.host,
            first_date=today + timedelta(days=1),
            last_date=today + timedelta(days=21),
            weekdays=(1, 3),
            opens=time(13, 30),
            closes=time(16, 30),
            minutes=45,
            site=cast.offices[cast.host.name],
            by=user,
        )
        for slot in opened.sessions[::3]:
            resident = chance.choice(residents)
            with suppress(RefusedError):
                book(
                    session=slot, person=resident.person, by=user, organisation=cast.host, medium=Medium.DESK
                )


def _send_guests(session: Session, cast: Cast, chance: Random) -> None:
    """Partners send colleagues, employers send staff: names, no files."""
    for partner in chance.sample(PARTNERS, 4):
        name = chance.choice(partner.advisers)[1]
        by = cast.advisers_of(partner)[0]
        if session.activity.participants == ParticipantKind.PROFESSIONAL:
            book_guest(session=session, organisation=cast.partners[partner.name], guest_name=name, by=by)
    if session.activity.participants == ParticipantKind.STAFF:
        paul = cast.users["paul@jalon.example"]
        employer = cast.sites["Chantiers Vandamme"].organisation
        book_guest(session=session, organisation=employer, guest_name="Lise Vandamme", by=paul)
