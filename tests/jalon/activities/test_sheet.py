"""The sheet is closed, says what it has to, and who came without a seat is not lost."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities import actions, queries
from jalon.activities.actions.attendance_erase import erase_attendance
from jalon.activities.models import Attendance, AttendanceMark, Booking, Resource, Session, WalkIn
from jalon.activities.queries.attendance_export import export_attendance
from jalon.activities.rules.refusal import RefusedError
from jalon.casework.actions import add_step
from jalon.directory.models import Organisation
from jalon.people.models import Milestone, Person
from jalon.reference.models import Skill
from tests.factories.activities import make_activity
from tests.jalon.activities.door import ended, gesture, make_person, make_workshop, number, somebody
from tests.jalon.base.parallel import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(host: Organisation) -> Session:
    return make_workshop(host)


def milestones(booking: Booking) -> list[tuple[str, str]]:
    rows = Milestone.objects.filter(person=booking.person, kind__startswith="activities.").order_by("pk")
    return [(row.kind, row.detail) for row in rows]


def test_a_presence_becomes_a_milestone_with_its_skills_and_its_step_is_done(
    host: Organisation, adviser: User
) -> None:
    activity = make_activity(host, title="Joindre un fichier", digital_task="attach")
    activity.skills.add(Skill.objects.create(code="1", label="ranger ses documents", kind="skill"))
    session = make_workshop(host, activity=activity)
    person = make_person(host)
    step = add_step(person=person, title="Atelier", organisation=host, by=adviser)
    came, absent = somebody(session, "Léa V"), somebody(session, "Bruno W")
    Booking.objects.filter(pk=came.pk).update(person=person, step=step)
    came.refresh_from_db()
    gesture(came, "late")
    gesture(absent, "absent")
    ended(session)

    actions.close_sheet(session=session, by=adviser)
    closed = actions.close_sheet(session=session, by=adviser)

    assert milestones(came) == [
        ("activities.attended", "Joindre un fichier : ranger ses documents"),
        ("activities.skill", "Sait joindre un fichier"),
    ]
    assert milestones(absent) == []
    step.refresh_from_db()
    assert step.state == "done"
    assert (closed.state, closed.sheet_closed_by) == ("done", adviser)


def test_a_sheet_waits_for_everybody(workshop: Session, adviser: User) -> None:
    awa, oumar = somebody(workshop), somebody(workshop, "Oumar Sow")
    gesture(awa)

    with pytest.raises(RefusedError, match="Il reste Oumar"):
        actions.close_sheet(session=workshop, by=adviser)
    actions.close_sheet(session=workshop, by=adviser, rest=True)

    held = {row.booking_id: row.status for row in Attendance.objects.all()}
    assert held == {awa.pk: "present", oumar.pk: "absent"}


def test_a_sheet_with_a_disagreement_stays_open(workshop: Session, adviser: User) -> None:
    awa = somebody(workshop)
    gesture(awa)
    gesture(awa, "absent")

    with pytest.raises(RefusedError, match="deux choses pour Awa"):
        actions.close_sheet(session=workshop, by=adviser, rest=True)


def test_a_sheet_is_not_closed_before_its_last_half_day(host: Organisation, adviser: User) -> None:
    session = make_workshop(host, parts=2)
    tomorrow = timezone.now() + timedelta(days=1)
    session.parts.order_by("-starts_at")[:1]
    last = session.parts.latest("starts_at")
    last.starts_at, last.ends_at = tomorrow, tomorrow + timedelta(hours=3)
    last.save(update_fields=["starts_at", "ends_at"])

    with pytest.raises(RefusedError, match="n’a pas commencé"):
        actions.close_sheet(session=session, by=adviser, rest=True)


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_session_that_was_not_held_has_no_sheet_to_close(
    workshop: Session, adviser: User, state: str
) -> None:
    Session.objects.update(state=state)

    with pytest.raises(RefusedError, match="pas de feuille"):
        actions.close_sheet(session=workshop, by=adviser, rest=True)


def test_a_sheet_opened_again_corrects_what_was_written(workshop: Session, adviser: User) -> None:
    awa, oumar = somebody(workshop), somebody(workshop, "Oumar Sow")
    gesture(awa, uuid=number("a"))
    gesture(oumar, "absent", uuid=number("o"))
    actions.close_sheet(session=workshop, by=adviser)

    with pytest.raises(RefusedError, match="pourquoi"):
        actions.reopen_sheet(session=workshop, by=adviser, reason=" ")
    actions.reopen_sheet(session=workshop, by=adviser, reason="erreur de nom")
    gesture(awa, "absent", knew=number("a"))
    gesture(oumar, "present", knew=number("o"))
    actions.close_sheet(session=workshop, by=adviser)

    assert [kind for kind, _ in milestones(awa)] == ["activities.attended", "activities.corrected"]
    assert [kind for kind, _ in milestones(oumar)] == ["activities.attended"]


def test_closing_twice_at_once_writes_once(transactional_db: None, workshop: Session, adviser: User) -> None:
    awa = somebody(workshop)
    gesture(awa)

    at_once(*[lambda: actions.close_sheet(session=workshop, by=adviser)] * 4)

    assert len(milestones(awa)) == 1


def walk_in(session: Session, by: User, **values: Any) -> WalkIn:
    return actions.walk_in(session=session, uuid=values.pop("uuid", uuid4()), by=by,
                           **{"first_name": "Nadège", **values})  # fmt: skip


def test_somebody_without_a_seat_is_noted_in_one_move(workshop: Session, adviser: User) -> None:
    arrival = walk_in(workshop, adviser, uuid=number("n"), phone="06 39 98 12 34")
    again = walk_in(workshop, adviser, uuid=number("n"), first_name="Autre")

    assert again == arrival
    assert arrival.booking is not None
    assert (str(arrival.booking.person), arrival.booking.walk_in) == ("Nadège", True)
    assert Attendance.objects.get().status == "present"
    assert (arrival.first_name, arrival.phone, arrival.refused) == ("", "", "")
    workshop.refresh_from_db()
    assert workshop.seats_taken == 1


def test_somebody_known_at_this_number_keeps_their_file(workshop: Session, adviser: User) -> None:
    known = make_person(workshop.organisation, "Nadège Everaere", phone="0639981234")

    arrival = walk_in(workshop, adviser, first_name="nadege", phone="06 39 98 12 34")

    assert arrival.booking is not None
    assert arrival.booking.person == known


def test_the_last_chair_is_given_once(transactional_db: None, host: Organisation, adviser: User) -> None:
    session = make_workshop(host, seats_max=1)

    results = at_once(*[lambda: walk_in(session, adviser)] * 4)

    assert sorted(bool(result.booking) for result in results) == [False, False, False, True]
    assert Person.objects.count() == 1
    session.refresh_from_db()
    assert session.seats_taken == 1


def test_a_full_room_is_never_overbooked_but_may_get_a_chair(host: Organisation, adviser: User) -> None:
    session = make_workshop(host, seats_max=1)
    somebody(session)
    arrival = walk_in(session, adviser)
    assert arrival.booking is None
    assert "complète" in arrival.refused
    assert arrival.first_name == "Nadège"
    assert actions.seat_walk_in(arrival=arrival, by=adviser).booking is None

    seated = actions.add_seat(arrival=arrival, by=adviser)

    session.refresh_from_db()
    assert (session.seats_max, session.seats_taken) == (2, 2)
    assert seated.booking is not None
    assert actions.add_seat(arrival=arrival, by=adviser) == seated
    assert Session.objects.get(pk=session.pk).seats_max == 2


def test_the_room_says_how_many_chairs_there_are(host: Organisation, adviser: User) -> None:
    session = make_workshop(host, seats_max=1)
    somebody(session)
    room = Resource.objects.create(kind="room", name="Salle 2", lender=host, places=1)
    part = session.parts.get()
    room.holds.create(part=part, period=(part.starts_at, part.ends_at))
    arrival = walk_in(session, adviser)

    with pytest.raises(RefusedError, match="plus de monde"):
        actions.add_seat(arrival=arrival, by=adviser)


@pytest.mark.parametrize(("name", "phone", "why"), [(" ", "", "prénom"), ("Awa", "12", "")])
def test_what_cannot_be_noted_is_said(
    workshop: Session, adviser: User, name: str, phone: str, why: str
) -> None:
    if why:
        with pytest.raises(RefusedError, match=why):
            walk_in(workshop, adviser, first_name=name, phone=phone)
        return
    arrival = walk_in(workshop, adviser, first_name=name, phone=phone)
    assert "chiffres" in arrival.refused
    assert not Person.objects.exists()


def test_who_had_no_seat_is_kept_by_name_until_the_sheet_is_closed(host: Organisation, adviser: User) -> None:
    session = make_workshop(host, seats_max=1)
    gesture(somebody(session))
    walk_in(session, adviser)

    actions.close_sheet(session=session, by=adviser)
    late = walk_in(session, adviser, first_name="Tard")

    assert WalkIn.objects.earliest("pk").first_name == ""
    assert "fermée" in late.refused or "close" in late.refused


def test_sheets_that_wait_and_hours(host: Organisation, adviser: User, partner_adviser: User) -> None:
    session = make_workshop(host)
    awa = somebody(session)
    make_workshop(host)
    assert queries.unclosed_sheets([host]) == []
    ended(session)
    gesture(awa)

    (found,) = queries.unclosed_sheets([host])
    assert (found.expected_count, found.marked_count, found.disputed_count) == (1, 1, 0)  # type: ignore[attr-defined]
    assert awa.person
    assert queries.hours_attended(awa.person) == 0
    actions.close_sheet(session=session, by=adviser)
    assert queries.hours_attended(awa.person) == 3
    assert queries.hours_attended(awa.person, until=timezone.localdate() - timedelta(days=3)) == 0
    assert queries.unclosed_sheets([host]) == []


def test_a_person_takes_attendance_away_and_has_it_erased(workshop: Session, adviser: User) -> None:
    awa = somebody(workshop)
    gesture(awa, signature="M1 1L2 2")
    assert awa.person
    (row,) = export_attendance(awa.person.pk)
    assert row["gestes"][0]["signature (tracé SVG, 600 sur 200)"] == "M1 1L2 2"

    erase_attendance(awa.person.pk)

    assert AttendanceMark.objects.get().signature == ""
    assert Attendance.objects.get().minutes == 180


def test_guests_leave_no_milestone(workshop: Session, adviser: User) -> None:
    guest = Booking.objects.create(session=workshop, organisation=workshop.organisation, guest_name="Paul V",
                                   state="booked", medium="desk", door_code="1234")  # fmt: skip
    gesture(guest)

    actions.close_sheet(session=workshop, by=adviser)

    assert not Milestone.objects.exists()
