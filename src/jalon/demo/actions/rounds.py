"""Buses, cafés, standing hours and relays of the demonstration, with what two months of them counted."""

import json
import random
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.models import Resource
from jalon.base.models import LinkScan
from jalon.demo import rounds
from jalon.demo.actions.directory import Cast
from jalon.demo.timetable import stop_coordinates
from jalon.directory.models import Site
from jalon.outreach import actions
from jalon.outreach.choices import AgeBand, CallResult, Gender, StandState
from jalon.outreach.models import Circuit, FirstContact, Outing, Stand
from jalon.people.models import ContactPoint, Milestone, Person

_PAST, _AHEAD = timedelta(weeks=8), timedelta(weeks=5)
_SPREAD = timedelta(minutes=7)


def build_rounds(cast: Cast) -> None:
    """Districts, circuits with their weeks, relays, and what was counted until today.

    Call it once the partners' resources are there and before sessions take them.
    """
    actions.load_districts(content=json.dumps(rounds.districts()).encode())
    rng = random.Random(20261101)
    for one in rounds.ROUNDS:
        circuit = _circuit(one, cast)
        _plan(circuit, one, cast)
        _count(circuit, one, cast, rng)
    _meet(cast)
    for place in rounds.RELAYS:
        _relay(place, cast)


def _circuit(one: rounds.Round, cast: Cast) -> Circuit:
    vehicle = Resource.objects.filter(lender=cast.host, name=one.vehicle).first() if one.vehicle else None
    values = {"kind": one.kind, "name": one.name, "summary": one.summary, "vehicle": vehicle}
    circuit = actions.write_circuit(organisation=cast.host, values=values, by=cast.adviser)
    for stop in one.stops:
        lat, lon = stop_coordinates(stop.stop)
        site = _site(stop.partner, cast)
        halt = {
            "name": stop.name, "place": site.address if site else stop.place, "site": site,
            "lat": site.lat if site else lat, "lon": site.lon if site else lon,
            "accessibility": stop.accessibility,
        }  # fmt: skip
        hours = [actions.Hours(*row) for row in stop.hours]
        actions.write_halt(circuit=circuit, values=halt, hours=hours, by=cast.adviser)
    return circuit


def _site(partner: str, cast: Cast) -> Site | None:
    return cast.offices[partner] if partner else None


def _plan(circuit: Circuit, one: rounds.Round, cast: Cast) -> None:
    today = timezone.localdate()
    actions.plan(circuit=circuit, first=today - _PAST, last=today + _AHEAD, by=cast.adviser)
    crew = [cast.users[f"{short}@jalon.example"] for short in one.crew]
    for outing in circuit.outings.order_by("date"):
        actions.set_crew(outing=outing, users=crew, names=one.names, by=cast.adviser)
        if outing.date < today:
            _report(outing, one, cast)


def _report(outing: Outing, one: rounds.Round, cast: Cast) -> None:
    km = one.km + outing.date.toordinal() % 9 if one.km else None
    actions.report_outing(outing=outing, km=km, left_at=None, back_at=None, by=cast.adviser)


def _over(circuit: Circuit | None = None) -> list[Stand]:
    rows = Stand.objects.filter(state=StandState.PLANNED, ends_at__lt=timezone.now())
    rows = rows.filter(outing__circuit=circuit) if circuit else rows
    return list(rows.select_related("halt", "outing__circuit__organisation").order_by("starts_at", "pk"))


def _count(circuit: Circuit, one: rounds.Round, cast: Cast, rng: random.Random) -> None:
    """People met at each stand that is over; some say their gender or their age."""
    for stand in _over(circuit):
        people = max(0, round(rng.gauss(one.met, one.met / 3)))
        marks = [_mark(stand, number, rng) for number in range(people)]
        actions.tally(stand=stand, marks=marks, by=cast.adviser)


def _mark(stand: Stand, number: int, rng: random.Random) -> actions.Mark:
    return actions.Mark(
        uuid=UUID(int=rng.getrandbits(128), version=4),
        changed_at=stand.starts_at + number * _SPREAD,
        gender=rng.choice([*Gender.values[:2], ""]),
        age_band=rng.choice([*AgeBand.values, "", ""]),
    )


def _meet(cast: Cast) -> None:
    """People who left a first name, the last ones still to be called."""
    stands = _over()
    step = max(1, len(stands) // len(rounds.MET))
    for number, (first_name, phone, wish) in enumerate(rounds.MET):
        position = len(stands) - 1 - (len(rounds.MET) - 1 - number) * step
        if position >= 0:
            said = actions.Said(first_name=first_name, phone=phone, wish=wish)
            contact = actions.take_contact(
                uuid=UUID(int=number + 1, version=4), stand=stands[position], said=said,
                taken_at=stands[position].starts_at, by=cast.adviser,
            )  # fmt: skip
            _go_on(contact, cast.adviser)


def _go_on(contact: FirstContact, by: User) -> None:
    """Dated back to the stand; whoever was promised a call before today was called."""
    met = contact.taken_at
    Milestone.objects.filter(person=contact.person).update(at=met)
    Person.objects.filter(pk=contact.person_id).update(created_at=met, last_activity_at=met)
    ContactPoint.objects.filter(person=contact.person).update(created_at=met)
    if contact.promised_at < timezone.now():
        actions.record_call(contact=contact, result=CallResult.REACHED, by=by)


def _relay(place: rounds.RelayPlace, cast: Cast) -> None:
    lat, lon = stop_coordinates(place.stop)
    values = {"association": place.association, "place": place.place, "lat": lat, "lon": lon}
    relay = actions.write_relay(organisation=cast.host, values=values, by=cast.adviser)
    day = timezone.localdate() - timedelta(days=3)
    LinkScan.objects.create(link=actions.open_code(relay=relay), date=day, count=place.scans)
    for first_name, phone, wish in place.contacts:
        actions.leave_number(relay=relay, said=actions.Said(first_name=first_name, phone=phone, wish=wish))
