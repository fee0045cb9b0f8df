"""Who a session is for and why; what fits a person; invitations."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.models import Session
from jalon.activities.queries.fit import warnings_for, what_fits, who_fits
from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.people.actions import merge, register
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session, seat
from tests.factories.network import STOPS, load, make_network

pytestmark = pytest.mark.django_db
_NUMBERS = iter(range(1000, 9999))


def make_person(organisation: Organisation, stop: str = "", **values: Any) -> Person:
    person = register(
        first_name=values.pop("first_name", "Awa"),
        phone=f"06 39 98 {next(_NUMBERS)}",
        organisation=organisation,
        means="face",
    )
    if stop:
        name, person.near_lat, person.near_lon = STOPS[stop]
        person.near_label = name
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=["near_label", "near_lat", "near_lon", *values])
    return person


def at_port(organisation: Organisation, **values: Any) -> Session:
    return make_session(
        make_activity(organisation, **values.pop("activity", {})),
        lat=STOPS["S6"][1],
        lon=STOPS["S6"][2],
        **values,
    )


def fitting(session: Session, user: User) -> list[Person]:
    return [fit.person for fit in who_fits(session, user)]


def test_the_shortest_way_first_and_each_line_says_why(
    host: Organisation, operator: Organisation, adviser: User, tmp_path: Path
) -> None:
    load(make_network(operator), tmp_path)
    session = at_port(host, activity={"situations": ["rsa", "young"]})
    nowhere = make_person(host, situations=["rsa"])
    far = make_person(host, "S1", situations=["rsa"])
    near = make_person(host, "S5", situations=["young"])
    make_person(host, "S5", situations=["employed"])

    fits = who_fits(session, adviser)

    assert [fit.person for fit in fits] == [near, far, nowhere]
    assert fits[1].minutes_by_bus is not None
    assert "bénéficiaire du RSA" in fits[1].reasons
    assert f"partir {fits[1].minutes_by_bus} min avant, depuis Place du Phare" in fits[1].reasons
    assert "départ non renseigné" in fits[2].reasons


def test_who_is_noted_invited_busy_or_has_come_is_left_out(host: Organisation, adviser: User) -> None:
    session = at_port(host)
    booked, invited, busy, came, joined, left = [make_person(host) for _ in range(6)]
    seat(session, booked)
    actions.invite(session=session, people=[invited], by=adviser)
    seat(make_session(make_activity(host, title="Visite")), busy)
    past = make_session(session.activity, starts_at=timezone.now() - timedelta(days=30))
    present(past, came)
    other = make_person(host)
    seat(session, other)
    merge(duplicate=other, into=joined, by=adviser)

    assert fitting(session, adviser) == [left]


def present(session: Session, person: Person) -> None:
    booking = seat(session, person)
    actions.mark(
        uuid=uuid4(), booking=booking, part=session.parts.get(), status="present", means="paper",
        marked_at=session.ends_at,
    )  # fmt: skip


def test_who_waits_for_another_date_comes_first_among_equals(host: Organisation, adviser: User) -> None:
    session = at_port(host)
    full = make_session(session.activity, starts_at=session.starts_at + timedelta(days=7), seats_max=1)
    make_person(host, "S5")
    seat(full, make_person(host))
    waits = make_person(host, "S5")
    Person.objects.update(last_activity_at=timezone.now())
    actions.book(session=full, person=waits, medium="desk", by=adviser)

    first, *_ = who_fits(session, adviser)

    assert first.person == waits
    assert first.reasons[0].startswith("attend une place pour le")


def test_nobody_else_s_people_are_shown(host: Organisation, partner_adviser: User, adviser: User) -> None:
    session = at_port(host)
    person = make_person(host)

    assert fitting(session, adviser) == [person]
    assert fitting(session, partner_adviser) == []


def test_as_many_questions_for_one_as_for_three(host: Organisation, adviser: User) -> None:
    session = at_port(host)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_person(host, "S2")
        session = Session.objects.select_related("activity", "site").get(pk=session.pk)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert len(who_fits(session, adviser)) in {1, 3}
        counts.append(len(seen))
    assert counts == [7, 7]


def test_an_invitation_is_written_once_and_names_the_session(host: Organisation, adviser: User) -> None:
    session = at_port(host)
    silent = register(first_name="Léon", organisation=host, means="face")
    person = make_person(host)

    assert actions.invite(session=session, people=[person, silent], by=adviser) == [person]

    message = OutboxMessage.objects.get()
    assert f"/agenda/{session.pk}/" in message.body
    assert "Atelier CV" in message.body
    assert fitting(session, adviser) == [silent]


def test_what_fits_a_person_is_soon_free_and_meant(host: Organisation, adviser: User) -> None:
    person = make_person(host, "S5", situations=["rsa"])
    soon = at_port(host)
    make_session(soon.activity, starts_at=soon.starts_at + timedelta(days=1))
    at_port(host, activity={"situations": ["young"], "title": "Jeunes"})
    at_port(host, activity={"title": "Fermée"}, state="draft")
    full = at_port(host, activity={"title": "Pleine"}, seats_max=1)
    seat(full, make_person(host))
    reserved = at_port(
        host, activity={"title": "RSA", "situations": ["rsa"]}, starts_at=soon.starts_at + timedelta(days=2)
    )

    assert [fit.session for fit in what_fits(person)] == [soon, reserved]
    actions.book(session=soon, person=person, by=adviser, medium="desk")
    assert [fit.session for fit in what_fits(person)] == [reserved]


def test_an_adviser_is_warned_not_forbidden(host: Organisation, adviser: User) -> None:
    person = make_person(host)
    session = at_port(host, activity={"situations": ["rsa"]})
    seat(make_session(make_activity(host, title="Visite")), person)

    said = " ".join(warnings_for(session, person))

    assert "bénéficiaire du RSA" in said
    assert "en même temps à « Visite »" in said
    assert actions.book(session=session, person=person, by=adviser, medium="desk").state == "booked"
