"""A seat is taken, waited for, kept for a partner, given back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.models import Booking, SeatAllotment, Session
from jalon.activities.queries import bookings_of, free_seats
from jalon.activities.rules.refusal import RefusedError
from jalon.base.models import OutboxMessage
from jalon.casework.models import Step
from jalon.directory.models import Organisation
from jalon.people.actions import merge, register
from jalon.people.models import Milestone, Person
from tests.factories.activities import make_activity, make_session
from tests.fixtures.people import make_organisation

pytestmark = pytest.mark.django_db


def make_person(organisation: Organisation, number: int = 0, first_name: str = "Awa") -> Person:
    return register(
        first_name=first_name, phone=f"06 39 98 {number // 100:02} {number % 100:02}",
        organisation=organisation, means="face",
    )  # fmt: skip


@pytest.fixture
def session(host: Organisation) -> Session:
    return make_session(make_activity(host), seats_max=2)


@pytest.fixture
def awa(host: Organisation) -> Person:
    return make_person(host)


def book(session: Session, person: Person, by: User | None = None, **values: object) -> Booking:
    return actions.book(session=session, person=person, by=by, medium="desk", **values)  # type: ignore[arg-type]


def test_an_adviser_books_and_the_person_reads_when_where_and_which_code(
    session: Session, awa: Person, adviser: User
) -> None:
    booking = book(session, awa, adviser)

    session.refresh_from_db()
    assert (booking.state, session.seats_taken, len(booking.door_code)) == ("booked", 1, 4)
    body = OutboxMessage.objects.get().body
    assert f"votre code\u00a0: {booking.door_code}" in body
    assert "4 place de la Gare" in body
    assert Milestone.objects.filter(person=awa, kind="activities.booked").count() == 1


def test_booked_twice_is_one_booking_under_any_of_the_joined_files(
    session: Session, awa: Person, host: Organisation, adviser: User
) -> None:
    double = make_person(host, 1)
    first = book(session, awa, adviser)
    merge(duplicate=double, into=awa, by=adviser)

    assert book(session, double, adviser) == book(session, awa) == first
    assert OutboxMessage.objects.count() == 1


def test_when_full_one_waits_and_a_freed_seat_is_offered_in_order(
    session: Session, host: Organisation, adviser: User
) -> None:
    first, _, third, fourth = [book(session, make_person(host, n), adviser) for n in range(4)]
    assert [third.state, fourth.state] == ["waiting", "waiting"]

    actions.cancel_booking(booking=first, closing="adviser", by=adviser)

    third.refresh_from_db()
    assert third.state == "offered"
    assert third.offered_until < session.starts_at
    assert "Dire oui ou non" in OutboxMessage.objects.get(key=f"booking-{third.pk}-offered").body
    actions.decline_offer(booking=third)
    fourth.refresh_from_db()
    assert fourth.state == "offered"
    assert actions.accept_offer(booking=fourth).state == "booked"
    session.refresh_from_db()
    assert session.seats_taken == 2


def test_an_offer_without_answer_passes_to_the_next(
    session: Session, host: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, third, fourth = [book(session, make_person(host, n)) for n in range(4)]
    actions.cancel_booking(booking=first, closing="person")
    third.refresh_from_db()
    late = third.offered_until
    monkeypatch.setattr(timezone, "now", lambda: late)

    assert actions.expire_offers() == 1
    assert actions.expire_offers() == 0
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.state, third.closing, fourth.state) == ("closed", "expired", "offered")
    with pytest.raises(RefusedError, match="délai"):
        actions.accept_offer(booking=third)


def test_an_offer_ends_two_hours_before_and_none_is_made_too_late(
    host: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session(make_activity(host), seats_max=1)
    first, second = [book(session, make_person(host, n)) for n in range(2)]
    near = session.starts_at - timedelta(hours=3, minutes=30)
    monkeypatch.setattr(timezone, "now", lambda: near)
    actions.cancel_booking(booking=first, closing="person")
    second.refresh_from_db()
    assert second.offered_until == session.starts_at - timedelta(hours=2)

    later = session.starts_at - timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    third = book(session, make_person(host, 3))
    assert third.state == "booked", "who did not answer lost the seat; nobody else waits"


def test_whoever_cannot_be_written_to_is_called_by_who_booked(
    session: Session, host: Organisation, adviser: User
) -> None:
    first, _ = [book(session, make_person(host, n)) for n in range(2)]
    silent = register(first_name="Léon", organisation=host, means="face")
    waiting = book(session, silent, adviser)
    actions.cancel_booking(booking=first, closing="person")

    mail = OutboxMessage.objects.get(recipient=adviser.email)
    assert "Léon ne peut pas recevoir de message" in mail.body
    assert f"/seances/inscriptions/{waiting.pk}/" in mail.body


def test_kept_seats_are_for_their_partner_until_their_instant(
    host: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session(make_activity(host), seats_max=3)
    partner = make_organisation("PLIE des Dunes", "partner")
    until = session.starts_at - timedelta(days=2)
    kept = SeatAllotment.objects.create(session=session, organisation=partner, seats=2, until=until)
    assert (free_seats(session), free_seats(session, partner)) == (1, 3)

    theirs = book(session, make_person(partner, 1), organisation=partner)
    assert theirs.allotment == kept
    assert book(session, make_person(host, 2)).state == "booked"
    waiting = book(session, make_person(host, 3))
    assert waiting.state == "waiting"
    kept.refresh_from_db()
    assert kept.taken == 1

    monkeypatch.setattr(timezone, "now", lambda: until)
    actions.expire_offers()
    waiting.refresh_from_db()
    assert waiting.state == "offered"


@pytest.mark.parametrize(("state", "words"), [("draft", "pas encore ouverte"), ("cancelled", "annulée")])
def test_what_is_not_open_is_refused(session: Session, awa: Person, state: str, words: str) -> None:
    Session.objects.update(state=state)
    with pytest.raises(RefusedError, match=words):
        book(session, awa)


def test_what_has_begun_is_refused_but_at_the_door(
    session: Session, awa: Person, adviser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: session.starts_at)
    with pytest.raises(RefusedError, match="déjà commencé"):
        book(session, awa, adviser)
    assert book(session, awa, adviser, walk_in=True).walk_in
    assert not OutboxMessage.objects.exists()


def test_a_reserved_activity_is_booked_by_an_adviser_only(host: Organisation, adviser: User) -> None:
    activity = make_activity(host, situations=["rsa"], audience="les personnes accompagnées")
    session = make_session(activity)
    with pytest.raises(RefusedError, match="s’adresse à\u00a0: les personnes accompagnées"):
        book(session, make_person(host))
    assert book(session, make_person(host, 1), adviser).state == "booked"
    meant = make_person(host, 2)
    meant.situations = ["rsa"]
    meant.save(update_fields=["situations"])
    assert book(session, meant).state == "booked"


def test_a_step_of_somebody_else_is_refused(session: Session, host: Organisation, awa: Person) -> None:
    other = make_person(host, 1)
    step = Step.objects.create(person=other, title="CV", organisation=host)
    with pytest.raises(RefusedError):
        book(session, awa, step=step)
    assert book(session, other, step=step).step == step


def test_guests_are_names_of_their_organisation(host: Organisation, adviser: User) -> None:
    employer = make_organisation("Chantiers Vandamme")
    workshop = make_session(make_activity(host, participants="staff", kind="hr_workshop"), seats_max=1)
    first = actions.book_guest(
        session=workshop, organisation=employer, guest_name="Odile R.", guest_email="o@v.example", by=adviser
    )
    assert first == actions.book_guest(
        session=workshop, organisation=employer, guest_name="odile r.", by=adviser
    )
    assert OutboxMessage.objects.get().recipient == "o@v.example"
    with pytest.raises(RefusedError, match="professionnels"):
        book(workshop, make_person(host), adviser)
    workshop.activity.participants = "professional"
    workshop.activity.save(update_fields=["participants"])
    with pytest.raises(RefusedError, match="partenaires"):
        actions.book_guest(session=workshop, organisation=employer, guest_name="Paul", by=adviser)


def test_a_cancelled_session_gives_back_every_seat_and_tells_everybody(
    session: Session, host: Organisation, adviser: User
) -> None:
    rows = [book(session, make_person(host, n)) for n in range(3)]
    later = make_session(session.activity, starts_at=session.starts_at + timedelta(days=7))

    closed = actions.close_bookings_of(session=session, reason="salle inondée", by=adviser)

    session.refresh_from_db()
    assert (closed, session.seats_taken) == (3, 0)
    assert {row.state for row in Booking.objects.all()} == {"closed"}
    body = OutboxMessage.objects.get(key=f"booking-{rows[2].pk}-session-cancelled").body
    assert "salle inondée" in body
    assert "Prochaine date" in body
    assert later.starts_at > session.starts_at


def test_a_moved_session_is_told_with_what_it_was(session: Session, host: Organisation) -> None:
    rows = [book(session, make_person(host, n)) for n in range(3)]
    was = session.starts_at
    session.starts_at, session.ends_at = was + timedelta(days=1), session.ends_at + timedelta(days=1)
    session.place, session.revision = "Halle aux sucres", 1
    session.save(update_fields=["starts_at", "ends_at", "place", "revision"])

    for _ in range(2):
        told = actions.tell_moved(session=session, was_starts_at=was, was_place="4 place de la Gare")
        assert told == 3
    bodies = list(OutboxMessage.objects.filter(key__contains="moved").order_by("pk"))
    assert len(bodies) == 3
    assert "Halle aux sucres" in bodies[0].body
    assert "4 place de la Gare" in bodies[0].body
    assert "liste d’attente" in bodies[2].body
    assert rows[0].state == "booked"


def test_the_list_of_a_session_says_who_comes_then_who_waits(session: Session, host: Organisation) -> None:
    rows = [book(session, make_person(host, n)) for n in range(4)]
    actions.cancel_booking(booking=rows[0], closing="person")

    assert [row.pk for row in bookings_of(session)] == [rows[1].pk, rows[2].pk, rows[3].pk]


def test_the_database_itself_refuses_one_seat_too_many(session: Session) -> None:
    with pytest.raises(IntegrityError, match="session_never_overbooked"):
        Session.objects.filter(pk=session.pk).update(seats_taken=3)
