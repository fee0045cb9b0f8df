"""First contacts: called back before an hour that is said, once, and new to all or not."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from jalon.accounts.models import User
from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.outreach import actions, queries
from jalon.outreach.actions import Said
from jalon.outreach.models import ContactCall, FirstContact, OutreachDay, Relay, Stand
from jalon.outreach.queries.known import is_known
from jalon.people import actions as people
from jalon.people.models import Person
from jalon.people.queries import export_file
from tests.factories.activities import make_activity, make_session
from tests.factories.vacancies import make_vacancy
from tests.jalon.base.parallel import at_once

pytestmark = pytest.mark.django_db
AWA = Said(first_name="Awa", phone="06 39 98 12 34", wish="work", words="à vélo")
ID = UUID("11111111-1111-4111-8111-111111111111")


def take(stand: Stand, by: User, said: Said = AWA, uuid: UUID = ID) -> FirstContact:
    return actions.take_contact(uuid=uuid, stand=stand, said=said, taken_at=stand.starts_at, by=by)


def day_of(stand: Stand) -> tuple[int, ...]:
    row = OutreachDay.objects.get(stand=stand)
    return row.contacts, row.wishes, row.new_to_all, row.interests, row.bookings


def test_somebody_is_noted_told_and_called(stand: Stand, adviser: User, host: Organisation) -> None:
    contact = take(stand, adviser)

    assert contact.promised_at > stand.ends_at
    assert [one.pk for one in queries.contacts_to_call([host])] == [contact.pk]
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.channel) == ("+33639981234", "sms")
    assert "vous appelle avant" in message.body
    assert day_of(stand) == (1, 1, 1, 0, 0)
    actions.record_call(contact=contact, result="no_answer", by=adviser)
    assert queries.count_to_call([host]) == 1
    actions.record_call(contact=contact, result="reached", by=adviser)
    assert queries.count_to_call([host]) == 0
    with pytest.raises(ValidationError, match="déjà noté"):
        actions.record_call(contact=contact, result="reached", by=adviser)


def test_sent_twice_is_one_and_says_what_it_said_first(stand: Stand, adviser: User) -> None:
    first = take(stand, adviser)
    again = take(stand, adviser, Said(first_name="Autre", phone="0639981299"))

    assert (first.pk, Person.objects.count(), OutboxMessage.objects.count()) == (again.pk, 1, 1)
    assert day_of(stand)[0] == 1


def test_a_wrong_number_notes_nothing(stand: Stand, adviser: User) -> None:
    with pytest.raises(ValidationError):
        take(stand, adviser, Said(first_name="Awa", phone="06 39"))

    assert (Person.objects.count(), FirstContact.objects.count(), OutreachDay.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("known", "said", "expected"),
    [
        ({"first_name": "Âwa", "phone": "0639981234"}, {"first_name": "awa", "phone": "+33639981234"}, True),
        ({"first_name": "Awa", "phone": "0639981234"}, {"first_name": "Ali", "phone": "0639981234"}, False),
        ({"first_name": "", "phone": "0639981234"}, {"first_name": "Ali", "phone": "0639981234"}, True),
        ({"first_name": "Awa", "phone": "0639981234"}, {"first_name": "Awa", "phone": "0639981235"}, False),
        ({"first_name": "Awa", "phone": "0639981234"}, {"first_name": "Awa"}, False),
        (
            {"first_name": "Awa", "last_name": "N’Diaye", "birth_date": date(1990, 1, 2)},
            {"first_name": "awa", "last_name": "Ndiaye", "birth_date": date(1990, 1, 2)},
            True,
        ),
        (
            {"first_name": "Awa", "last_name": "N’Diaye", "birth_date": date(1990, 1, 2)},
            {"first_name": "awa", "last_name": "Ndiaye", "birth_date": date(1991, 1, 2)},
            False,
        ),
    ],
)  # fmt: skip
def test_known_by_number_and_first_name_or_name_and_birth(
    partner_adviser: User, known: dict[str, object], said: dict[str, object], expected: bool
) -> None:
    partner = Organisation.objects.get(name="PLIE des Dunes")
    people.register(**known, organisation=partner, means="face")  # type: ignore[arg-type]

    assert is_known(**said) is expected  # type: ignore[arg-type]


def test_another_partners_file_counts_as_known_and_stays_theirs(
    stand: Stand, adviser: User, partner_adviser: User
) -> None:
    partner = Organisation.objects.get(name="PLIE des Dunes")
    theirs = people.register(first_name="Awa", phone="0639981234", organisation=partner, means="face")
    contact = take(stand, adviser)

    assert (contact.known_before, contact.person_id != theirs.pk) == (True, True)
    assert day_of(stand)[:3] == (1, 1, 0)


def test_our_own_file_is_used_again(stand: Stand, adviser: User, host: Organisation) -> None:
    ours = people.register(first_name="Awa", phone="0639981234", organisation=host, means="face")

    assert take(stand, adviser).person_id == ours.pk


def test_an_erased_file_is_not_known_and_figures_stay(stand: Stand, adviser: User) -> None:
    contact = take(stand, adviser)
    actions.record_call(contact=contact, result="no_answer", by=adviser)
    assert "à vélo" in str(export_file(contact.person)["outreach"])

    people.erase(person=contact.person)

    assert (FirstContact.objects.count(), ContactCall.objects.count()) == (0, 0)
    assert day_of(stand) == (1, 1, 1, 0, 0)
    assert not is_known(first_name="Awa", phone="0639981234")
    assert "à vélo" not in str(list(OutboxMessage.objects.values()))


def test_interest_and_seat_taken_on_the_spot_count_once(
    stand: Stand, adviser: User, employer: Organisation, host: Organisation
) -> None:
    vacancy = make_vacancy(employer, lat=51.031, lon=2.201)
    make_vacancy(employer, lat=48.0, lon=2.0)
    session = make_session(make_activity(host))
    contact = take(stand, adviser)

    assert [one.pk for one in queries.vacancies_near(contact)] == [vacancy.pk]
    assert [one.pk for one in queries.sessions_soon()] == [session.pk]
    for _ in range(2):
        actions.note_interest(contact=contact, vacancy=vacancy, by=adviser)
        actions.book_seat(contact=contact, session=session, by=adviser)
    assert day_of(stand) == (1, 1, 1, 1, 1)
    assert queries.interests_of(contact) == {vacancy.pk}


def test_a_relay_brings_somebody_once(relay: Relay) -> None:
    first, again = (actions.leave_number(relay=relay, said=AWA) for _ in range(2))

    assert first.pk == again.pk
    row = OutreachDay.objects.get(relay=relay)
    assert (row.contacts, row.new_to_all, row.stand_id) == (1, 1, None)
    story = export_file(first.person)["people"]
    assert "Table Ouverte" not in str(story)


def test_a_late_telephone_promises_nothing_in_writing(
    stand: Stand, adviser: User, at: Callable[[datetime], None]
) -> None:
    at(stand.ends_at + timedelta(days=20))
    take(stand, adviser)

    assert OutboxMessage.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_contact_sent_by_four_threads_is_one(stand: Stand, adviser: User) -> None:
    results = at_once(*[lambda: take(stand, adviser)] * 4)

    assert len({result.pk for result in results}) == 1
    assert (Person.objects.count(), day_of(stand)[0]) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_number_left_four_times_at_once_is_one(relay: Relay) -> None:
    results = at_once(*[lambda: actions.leave_number(relay=relay, said=AWA)] * 4)

    assert len({result.pk for result in results}) == 1
    assert OutreachDay.objects.get().contacts == 1


def test_there_is_no_place_to_write_an_aid() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name LIKE 'outreach%'")
        names = {name for (name,) in cursor.fetchall()}

    assert not {name for name in names if any(word in name for word in ("aid", "food", "benefit", "help"))}


def test_two_people_without_number_are_two(stand: Stand, adviser: User) -> None:
    contacts = [take(stand, adviser, Said(first_name="Awa"), uuid4()) for _ in range(2)]

    assert len({contact.person_id for contact in contacts}) == 2
    assert OutboxMessage.objects.count() == 0
