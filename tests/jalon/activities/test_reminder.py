"""Reminders leave in time for their channel, once, and again when the session moves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jalon.activities import actions
from jalon.activities.models import Booking, Session
from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.people.actions import add_contact, register, stop_contact
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session
from tests.factories.network import STOPS, load, make_network

pytestmark = pytest.mark.django_db

# Thursday 26 November 2026 at nine: two weeks and more are ordinary days.
STARTS = timezone.make_aware(datetime(2026, 11, 26, 9))  # noqa: DTZ001
Clock = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def session(host: Organisation, at: Clock) -> Session:
    at(STARTS - timedelta(days=20))
    return make_session(make_activity(host), starts_at=STARTS)


def booked(session: Session, **contact: str) -> Booking:
    post = contact.pop("post", "")
    person = register(first_name="Awa", organisation=session.organisation, means="face", **contact)
    if post:
        add_contact(person=person, kind="post", value=post)
    return actions.book(session=session, person=person, medium="web")


def reminders() -> list[str]:
    rows = OutboxMessage.objects.filter(key__contains="-reminder-")
    return list(rows.order_by("pk").values_list("channel", flat=True))


def test_each_channel_has_its_day(session: Session, at: Clock) -> None:
    booked(session, phone="06 39 98 00 01")
    booked(session, email="awa@example.org")
    booked(session, post="3 rue du Port\n59140 Dunkerque")

    left = {}
    for hours in range(15 * 24, 0, -6):
        at(STARTS - timedelta(hours=hours))
        before = len(reminders())
        actions.remind_due()
        for channel in reminders()[before:]:
            left[channel] = hours
    assert sorted(left) == ["letter", "mail", "sms"]
    assert len(reminders()) == 3
    assert left["sms"] <= 23
    assert 60 <= left["mail"] <= 72
    assert left["letter"] >= 6 * 24


def test_a_moved_session_is_said_again(session: Session, at: Clock) -> None:
    booked(session, phone="06 39 98 00 01")
    at(STARTS - timedelta(hours=12))
    actions.remind_due()
    later = STARTS + timedelta(days=7)
    Session.objects.update(starts_at=later, ends_at=later + timedelta(hours=3))
    at(later - timedelta(hours=12))
    actions.remind_due()
    actions.remind_due()

    assert reminders() == ["sms", "sms"]


def test_who_said_stop_or_cancelled_is_left_in_peace(session: Session, at: Clock) -> None:
    stopped = booked(session, phone="06 39 98 00 01")
    gone = booked(session, phone="06 39 98 00 02")
    stop_contact(kind="phone", value="+33639980001")
    actions.cancel_booking(booking=gone, closing="person")
    at(STARTS - timedelta(hours=12))
    actions.remind_due()

    assert not OutboxMessage.objects.filter(key__contains="-reminder-", channel="sms").exists()
    assert stopped.person is not None


def test_who_booked_a_moment_ago_is_not_written_to_twice(session: Session, at: Clock) -> None:
    at(STARTS - timedelta(hours=20))
    booked(session, phone="06 39 98 00 01")
    actions.remind_due()

    assert reminders() == []


def test_the_reminder_says_the_bus(
    session: Session, at: Clock, operator: Organisation, tmp_path: Path
) -> None:
    load(make_network(operator), tmp_path)
    Session.objects.update(lat=STOPS["S6"][1], lon=STOPS["S6"][2])
    booking = booked(session, phone="06 39 98 00 01")
    Person.objects.update(near_lat=STOPS["S1"][1], near_lon=STOPS["S1"][2])
    at(STARTS - timedelta(hours=12))
    actions.remind_due()

    body = OutboxMessage.objects.get(key__contains="-reminder-").body
    assert "départ 8\u00a0h\u00a005, ligne 3, arrêt Place du Phare" in body
    assert booking.door_code in body
