"""Real parallel transactions on PostgreSQL: the last seat is sold once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Semaphore
from typing import Any

import pytest
from django.db import connections
from django.db.models import F
from django.utils import timezone

from jalon.activities import actions
from jalon.activities.choices import SEATED
from jalon.activities.models import Booking, SeatAllotment, Session
from jalon.activities.rules.refusal import RefusedError
from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session
from tests.fixtures.people import make_organisation
from tests.jalon.base.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)

# The test server lends its connections to several suites: two hundred calls start together, so many hold a
# transaction at any instant.
CONNECTIONS = 40


def all_at_once(*calls: Callable[[], Any]) -> list[Any]:
    barrier, connected = Barrier(len(calls)), Semaphore(CONNECTIONS)

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait(timeout=60)
        with connected:
            try:
                return call()
            except Exception as error:
                return error
            finally:
                connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def people(number: int) -> list[Person]:
    return Person.objects.bulk_create([Person(first_name=f"P{n}") for n in range(number)])


def book(session: Session, person: Person, organisation: Organisation | None = None) -> Booking:
    return actions.book(session=session, person=person, organisation=organisation, medium="web")


def seated(session: Session) -> int:
    session.refresh_from_db()
    held = Booking.objects.filter(session=session, state__in=SEATED)
    assert held.count() == session.seats_taken
    return session.seats_taken


def test_two_hundred_book_the_last_ten_seats_at_once(host: Organisation) -> None:
    session = make_session(make_activity(host), seats_max=10)

    results = all_at_once(*[lambda one=one: book(session, one) for one in people(200)])

    assert [type(result) for result in results] == [Booking] * 200
    assert seated(session) == 10
    states = list(Booking.objects.order_by("created_at", "pk").values_list("state", flat=True))
    assert states == ["booked"] * 10 + ["waiting"] * 190
    assert Booking.objects.values("person").distinct().count() == 200
    assert Booking.objects.values("door_code").distinct().count() == 200

    waiting = list(Booking.objects.filter(state="waiting").order_by("created_at", "pk"))
    for booking in Booking.objects.filter(state="booked").order_by("pk")[:3]:
        actions.cancel_booking(booking=booking, closing="person")
    offered = list(Booking.objects.filter(state="offered").order_by("created_at", "pk"))
    assert offered == waiting[:3]


def test_one_person_books_twenty_times_at_once(host: Organisation) -> None:
    session = make_session(make_activity(host), seats_max=10)
    (person,) = people(1)

    results = all_at_once(*[lambda: book(session, person)] * 20)

    assert {result.pk for result in results} == {Booking.objects.get().pk}
    assert seated(session) == 1


def test_cancelling_while_others_book_leaves_no_seat_empty_and_none_twice(host: Organisation) -> None:
    session = make_session(make_activity(host), seats_max=5)
    first = [book(session, one) for one in people(5)]

    results = all_at_once(
        *[lambda one=one: book(session, one) for one in people(30)],
        *[lambda row=row: actions.cancel_booking(booking=row, closing="person") for row in first],
    )

    assert [result for result in results if not isinstance(result, Booking)] == []
    assert seated(session) == 5
    arrived = list(Booking.objects.exclude(state="closed").order_by("created_at", "pk"))
    assert [row.state in SEATED for row in arrived] == [True] * 5 + [False] * 25


def test_one_freed_seat_is_offered_once(host: Organisation) -> None:
    session = make_session(make_activity(host), seats_max=1)
    first, *_ = [book(session, one) for one in people(4)]

    all_at_once(
        *[lambda: actions.cancel_booking(booking=first, closing="person")] * 5,
        *[lambda: actions.offer_free_seats(session=session)] * 5,
    )

    assert Booking.objects.filter(state="offered").count() == 1
    assert seated(session) == 1


def test_the_offer_runs_out_while_the_person_says_yes(
    host: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session(make_activity(host), seats_max=1)
    first, second, third = [book(session, one) for one in people(3)]
    actions.cancel_booking(booking=first, closing="person")
    Booking.objects.filter(pk=second.pk).update(offered_until=timezone.now() + timedelta(seconds=0.05))

    results = at_once(lambda: actions.accept_offer(booking=second), actions.expire_offers)

    assert seated(session) == 1
    second.refresh_from_db()
    third.refresh_from_db()
    if isinstance(results[0], RefusedError):
        actions.expire_offers()
        third.refresh_from_db()
        assert third.state == "offered"
    else:
        assert (second.state, third.state) == ("booked", "waiting")


def test_kept_seats_are_not_overdrawn_by_two_partners_at_once(host: Organisation) -> None:
    session = make_session(make_activity(host), seats_max=6)
    partner = make_organisation("PLIE des Dunes", "partner")
    kept = SeatAllotment.objects.create(
        session=session, organisation=partner, seats=3, until=session.starts_at - timedelta(days=1)
    )

    all_at_once(
        *[lambda one=one: book(session, one, partner) for one in people(10)],
        *[lambda one=one: book(session, one, host) for one in people(10)],
    )

    kept.refresh_from_db()
    assert (seated(session), kept.taken) == (6, 3)
    theirs = Booking.objects.filter(organisation=partner, state="booked").count()
    assert theirs >= 3
    assert Booking.objects.filter(allotment=kept, organisation=partner, state="booked").count() == 3


def test_raising_the_maximum_while_people_book(host: Organisation) -> None:
    session = make_session(make_activity(host), seats_max=2)

    def rise() -> None:
        Session.objects.filter(pk=session.pk).update(seats_max=F("seats_max") + 3)
        actions.offer_free_seats(session=session)

    all_at_once(*[lambda one=one: book(session, one) for one in people(12)], rise)

    assert seated(session) == 5
    assert OutboxMessage.objects.count() == 0, "nobody here has a number: nobody is written to"
