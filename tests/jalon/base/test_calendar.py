"""Calendars: what is written is read back the same; secret addresses, revoked, throttled, kept by nobody."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from jalon.base.actions.calendar import feed_address, open_feed, revoke_feeds
from jalon.base.calendar import CalendarEntry, to_ics
from jalon.base.models import CalendarFeed

PARIS = ZoneInfo("Europe/Paris")
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.sampled_from([UTC, PARIS]))  # noqa: DTZ001
entry = st.builds(
    CalendarEntry,
    uid=st.uuids().map(lambda one: f"{one}@jalon"),
    starts_at=moments,
    ends_at=moments,
    title=st.text(min_size=1, max_size=200),
    place=st.text(max_size=200),
    detail=st.text(max_size=400),
    sequence=st.integers(0, 10**6),
    cancelled=st.booleans(),
)


def readable(text: str) -> str:
    """What a calendar may hold: line feeds, no other control character, no half character, no backslash."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "/")
    return "".join(
        sign
        for sign in plain
        if sign == "\n" or not (ord(sign) < 32 or 127 <= ord(sign) < 160 or 0xD800 <= ord(sign) < 0xE000)
    )


@given(entries=st.lists(entry, max_size=5, unique_by=lambda one: one.uid), name=st.text(max_size=60))
def test_what_is_written_is_read_back(entries: list[CalendarEntry], name: str) -> None:
    written = to_ics(entries, name, now=datetime(2026, 11, 21, 8, tzinfo=UTC))
    calendar: Any = Calendar.from_ical(written)
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}

    assert set(events) == {one.uid for one in entries}
    for one in entries:
        event = events[one.uid]
        assert event.decoded("dtstart") == one.starts_at.astimezone(UTC).replace(microsecond=0)
        assert event.decoded("dtend") == one.ends_at.astimezone(UTC).replace(microsecond=0)
        assert str(event["summary"]) == readable(one.title)
        assert str(event.get("location", "")) == readable(one.place)
        assert str(event.get("description", "")) == readable(one.detail)
        assert int(event["sequence"]) == one.sequence
        assert str(event["status"]) == ("CANCELLED" if one.cancelled else "CONFIRMED")
        assert event.decoded("dtstamp") == datetime(2026, 11, 21, 8, tzinfo=UTC)


@given(entries=st.lists(entry, min_size=1, max_size=3))
def test_lines_are_folded_as_the_standard_says(entries: list[CalendarEntry]) -> None:
    lines = to_ics(entries, "Agenda").split(b"\r\n")

    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_of_one_entry_twice_the_one_that_holds_is_kept() -> None:
    begin = datetime(2027, 3, 28, 9, tzinfo=PARIS)
    held = CalendarEntry("a@jalon", begin, begin + timedelta(hours=1), "Rendez-vous")
    gone = CalendarEntry("a@jalon", begin, begin + timedelta(hours=1), "Rendez-vous", cancelled=True)

    for order in ([held, gone], [gone, held]):
        text = to_ics(order, "x").decode()
        assert text.count("BEGIN:VEVENT") == 1
        assert "STATUS:CONFIRMED" in text
        assert "DTSTART:20270328T070000Z" in text


@pytest.fixture
def secret(db: None) -> str:
    return open_feed(kind="partner", target_id=1)


def read(secret: str, **extra: Any) -> Any:
    return Client().get(f"/agenda.ics/{secret}", **extra)


def test_only_the_digest_is_kept(secret: str) -> None:
    feed = CalendarFeed.objects.get()

    assert secret not in str(feed.__dict__)
    assert feed_address(secret).endswith(f"/agenda.ics/{secret}")


def test_a_calendar_is_read_by_its_secret_and_kept_by_nobody(secret: str) -> None:
    response = read(secret)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    assert "X-WR-CALNAME:Nos séances" in response.content.decode()
    assert CalendarFeed.objects.get().read_at is not None
    assert Client().post(f"/agenda.ics/{secret}").status_code == 405


def test_a_revoked_or_unknown_calendar_is_not_there(secret: str) -> None:
    other = open_feed(kind="partner", target_id=2)

    assert revoke_feeds(kind="partner", target_id=1) == 1
    assert revoke_feeds(kind="partner", target_id=1) == 0
    assert read(secret).status_code == 404
    assert read("BCDFGHJKLMNPQRSTVWXZ2345").status_code == 404
    assert read(other).status_code == 200


def test_who_tries_secrets_is_stopped_and_others_are_not(secret: str) -> None:
    tries = [read(f"{number:024}").status_code for number in range(40)]

    assert (tries[0], tries[-1]) == (404, 429)
    assert read(secret).status_code == 429
    assert read(secret, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_calendar_that_is_read_without_end_is_slowed_down(secret: str) -> None:
    tries = [read(secret).status_code for _ in range(62)]

    assert tries.count(200) == 60
    assert tries[-1] == 429
