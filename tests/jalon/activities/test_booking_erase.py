"""Erased: what is to come ends and its seat goes on, the past stays a number, nothing names anybody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.models import Booking, BookingChange, Session
from jalon.directory.models import Organisation
from jalon.people.actions import erase, register
from jalon.people.models import Person
from jalon.people.queries import export_file
from tests.factories.activities import make_activity, make_session, seat

pytestmark = pytest.mark.django_db


def test_erasing_frees_the_seats_to_come_and_keeps_the_counts(host: Organisation, adviser: User) -> None:
    activity = make_activity(host)
    past = make_session(activity, starts_at=timezone.now() - timedelta(days=9))
    coming = make_session(activity, seats_max=1)
    awa = register(first_name="Awa", phone="06 39 98 00 01", organisation=host, means="face")
    next_one = register(first_name="Bo", phone="06 39 98 00 02", organisation=host, means="face")
    was_there = seat(past, awa, outcome="veut être soudeuse")
    mine = actions.book(session=coming, person=awa, by=adviser, medium="desk")
    waits = actions.book(session=coming, person=next_one, by=adviser, medium="desk")

    erase(person=awa)

    mine.refresh_from_db()
    waits.refresh_from_db()
    was_there.refresh_from_db()
    assert (mine.state, mine.closing, waits.state) == ("closed", "erased", "offered")
    assert (was_there.state, was_there.outcome) == ("booked", "")
    assert list(Session.objects.order_by("starts_at").values_list("seats_taken", flat=True)) == [1, 1]
    assert not BookingChange.objects.exclude(reason="").exists()
    assert Person.objects.get(pk=awa.pk).first_name == ""


def test_the_person_takes_away_bookings_and_invitations(host: Organisation, adviser: User) -> None:
    session = make_session(make_activity(host))
    other = make_session(make_activity(host, title="Visite du port"))
    awa = register(first_name="Awa", phone="06 39 98 00 01", organisation=host, means="face")
    booking = actions.book(session=session, person=awa, by=adviser, medium="desk")
    actions.cancel_booking(booking=booking, closing="adviser", reason="hospitalisée", by=adviser)
    assert actions.invite(session=other, people=[awa], by=adviser) == [awa]
    assert actions.invite(session=other, people=[awa], by=adviser) == []

    rows = export_file(awa)["activities.bookings"]

    assert [row["rubrique"] for row in rows] == ["Vos inscriptions", "Vos invitations"]
    assert rows[0]["suites"][-1]["raison"] == "hospitalisée"
    assert Booking.objects.count() == 1
