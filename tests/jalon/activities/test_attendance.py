"""Marks are kept whatever happens, counted once, and what holds follows from them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.models import Attendance, AttendanceMark, Booking, Session, SessionPart
from jalon.activities.rules.attendance import clean_signature, listed, minutes_there, short_names
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Organisation
from tests.jalon.activities.door import ended, gesture, make_workshop, number, said, somebody
from tests.jalon.base.parallel import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(host: Organisation) -> Session:
    return make_workshop(host)


@pytest.fixture
def awa(workshop: Session) -> Booking:
    return somebody(workshop)


def test_a_mark_sent_twice_is_one_mark(awa: Booking) -> None:
    first = gesture(awa, uuid=number("a"), signature="M10 20L30 40")
    again = gesture(awa, "absent", uuid=number("a"))

    assert first == again
    assert AttendanceMark.objects.count() == 1
    assert said(again) == ("present", False)


@pytest.mark.django_db(transaction=True)
def test_a_mark_sent_eight_times_at_once_is_one_mark(awa: Booking) -> None:
    results = at_once(*[lambda: gesture(awa, uuid=number("a"))] * 8)

    assert {result.pk for result in results} == {Attendance.objects.get().pk}
    assert AttendanceMark.objects.count() == 1


def test_a_gesture_of_somebody_else_does_not_pass_for_ones_own(awa: Booking, workshop: Session) -> None:
    gesture(awa, uuid=number("a"))

    with pytest.raises(RefusedError, match="quelqu’un d’autre"):
        gesture(somebody(workshop, "Oumar Sow"), uuid=number("a"))


def test_two_devices_that_did_not_see_each_other_disagree(awa: Booking, adviser: User) -> None:
    gesture(awa, "present", uuid=number("tablet"))
    second = gesture(awa, "absent", uuid=number("phone"))
    assert said(second) == ("absent", True)

    # The tablet goes on without knowing: the conflict stays.
    third = gesture(awa, "late", uuid=number("tablet2"), knew=number("tablet"))
    assert said(third) == ("late", True)
    # Changing one's mind, even with the last mark seen, does not choose for the other device.
    assert said(gesture(awa, "present", uuid=number("x"), knew=number("tablet2"))) == ("present", True)

    settled = actions.settle(attendance=Attendance.objects.get(), status="absent", by=adviser)
    assert said(settled) == ("absent", False)
    assert AttendanceMark.objects.count() == 5


def test_devices_that_agree_are_no_conflict(awa: Booking) -> None:
    gesture(awa, "present", uuid=number("tablet"))

    assert said(gesture(awa, "present", uuid=number("phone"))) == ("present", False)


def test_a_device_that_saw_the_mark_changes_it(awa: Booking) -> None:
    gesture(awa, "present", uuid=number("1"))

    assert said(gesture(awa, "left_early", uuid=number("2"), knew=number("1"))) == ("left_early", False)


def test_an_older_mark_that_arrives_late_changes_nothing(awa: Booking) -> None:
    gesture(awa, "late", uuid=number("2"), knew=number("1"))

    assert said(gesture(awa, "present", uuid=number("1"))) == ("late", False)


def test_a_choice_made_on_a_device_needs_to_have_seen_what_holds(awa: Booking) -> None:
    gesture(awa, "present", uuid=number("1"))
    gesture(awa, "absent", uuid=number("2"))
    blind = gesture(awa, "late", uuid=number("3"), knew=number("1"), settles=True)
    assert said(blind) == ("late", True)

    assert said(gesture(awa, "late", uuid=number("4"), knew=number("3"), settles=True)) == ("late", False)


def test_undoing_leaves_the_person_unmarked_and_the_marks_kept(awa: Booking) -> None:
    gesture(awa, "absent", uuid=number("1"))

    assert gesture(awa, "", uuid=number("2"), knew=number("1")) is None
    assert not Attendance.objects.exists()
    assert AttendanceMark.objects.count() == 2


def test_undoing_without_having_seen_the_other_device_changes_nothing(awa: Booking) -> None:
    gesture(awa, "absent", uuid=number("1"))
    gesture(awa, "present", uuid=number("2"), knew=number("1"))

    assert said(gesture(awa, "", uuid=number("3"), knew=number("1"))) == ("present", False)


def test_a_mark_after_the_sheet_is_closed_is_kept_and_changes_nothing(awa: Booking, adviser: User) -> None:
    gesture(awa, "present")
    ended(awa.session)
    actions.close_sheet(session=awa.session, by=adviser)

    late = gesture(awa, "absent", signature="M1 1L2 2")

    assert said(late) == ("present", False)
    assert AttendanceMark.objects.get(after_closing=True).status == "absent"


def test_a_mark_for_a_seat_that_was_given_up_meanwhile_is_kept(awa: Booking) -> None:
    Booking.objects.filter(pk=awa.pk).update(state="closed", closing="person")

    assert said(gesture(awa, "present")) == ("present", False)


def test_excused_needs_a_reason_and_others_lose_it(awa: Booking) -> None:
    with pytest.raises(RefusedError, match="pourquoi"):
        gesture(awa, "excused", reason="  ")
    gesture(awa, "excused", reason=" rendez-vous  médical ")
    gesture(awa, "present", reason="peu importe")

    marks = AttendanceMark.objects.order_by("pk").values_list("reason", flat=True)
    assert list(marks) == ["rendez-vous médical", ""]


@pytest.mark.parametrize("status", ["", "absent"])
def test_who_was_not_there_has_not_signed(awa: Booking, status: str) -> None:
    gesture(awa, status, signature="M1 1L2 2")

    assert AttendanceMark.objects.get().signature == ""


def test_another_sessions_half_day_is_refused(awa: Booking, host: Organisation) -> None:
    other = SessionPart.objects.get(session=make_workshop(host))

    with pytest.raises(RefusedError, match="pas de cette séance"):
        gesture(awa, part=other)


def test_the_hour_of_the_device_and_ours_are_both_kept(awa: Booking) -> None:
    wrong = awa.session.starts_at - timedelta(days=9000)

    gesture(awa, "late", marked_at=wrong)

    mark = AttendanceMark.objects.get()
    assert mark.marked_at == wrong
    assert mark.received_at > awa.session.starts_at
    assert Attendance.objects.get().minutes == 180


@pytest.mark.parametrize(
    ("status", "after", "expected"),
    [("present", 20, 180), ("late", 20, 160), ("left_early", 50, 50), ("absent", 20, 0), ("excused", 0, 0),
     ("late", -30, 180), ("left_early", 500, 180)],
)  # fmt: skip
def test_minutes_that_somebody_was_there(awa: Booking, status: str, after: int, expected: int) -> None:
    begin = awa.session.starts_at
    at = begin + timedelta(minutes=after)

    assert minutes_there(status, begin, begin + timedelta(hours=3), at) == expected


@pytest.mark.parametrize(
    "text",
    ["<script>", "M1 1L2 2Z", "M1 1\"/><script>", "M601 1", "M1 201", "m1 1", "M1,1", " M1 1", "L1 1",
     "M1 1L", "M1 1\n", "M٣ ٣", "M1 1L2 2" * 2000, "url(javascript:x)"],
)  # fmt: skip
def test_a_signature_is_strokes_and_nothing_else(text: str) -> None:
    with pytest.raises(RefusedError, match="signer de nouveau"):
        clean_signature(text)


points = st.tuples(st.integers(0, 600), st.integers(0, 200))
strokes = st.lists(st.lists(points, min_size=1, max_size=20), max_size=20)


@given(strokes)
def test_every_drawing_of_the_pad_is_a_signature(drawn: list[list[tuple[int, int]]]) -> None:
    text = "".join("M" + "L".join(f"{x} {y}" for x, y in stroke) for stroke in drawn)

    assert clean_signature(text) == text


@given(st.text(max_size=40))
def test_no_other_text_passes_for_a_signature(text: str) -> None:
    try:
        kept = clean_signature(text)
    except RefusedError:
        return
    assert set(kept) <= set("ML 0123456789")


@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), max_size=6))
def test_short_names_never_show_a_whole_last_name_beyond_three_letters(people: Any) -> None:
    names = short_names(people)

    assert len(names) == len(people)
    for (first, last), name in zip(people, names, strict=True):
        assert name == "Sans nom" or len(name) <= len(first) + len(" ") + min(3, len(last)) + len(".")


def test_names_that_would_read_the_same_get_more_letters() -> None:
    assert short_names([("Awa", "Diarra"), ("Awa", "Diop"), ("Léa", "")]) == ["Awa Dia.", "Awa Dio.", "Léa"]
    assert listed(["Awa"]) == "Awa"
    assert listed(["Awa", "Léa"]) == "Awa et Léa"
    assert listed(list("ABCDEF")) == "A, B, C et 3 autres"


def test_an_unknown_status_is_refused(awa: Booking) -> None:
    with pytest.raises(RefusedError, match="pas prévu"):
        actions.mark(uuid=uuid4(), booking=awa, part=awa.session.parts.get(), status="dead", means="phone")
