"""Individual appointments: slots that open once, are taken back, and whose result stays in the house."""

import threading
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.activities.actions import slots as actions
from jalon.activities.choices import ActivityKind, SessionState
from jalon.activities.models import Activity, Booking, Session, SessionFacilitator
from jalon.activities.rules.clock import at_clock
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Absence, Closure, Membership, Organisation
from jalon.people.actions import register
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session, seat
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db

HOME = "/seances/rendez-vous/"
# A Monday in the middle of a month without a holiday.
MONDAY = date(2027, 3, 8)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    now = at_clock(date(2027, 3, 1), time(8))
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def advice(host: Organisation) -> Activity:
    return make_activity(host, kind=ActivityKind.ADVICE, title="Rendez-vous de conseil", minutes=30)


@pytest.fixture
def open_slots(advice: Activity, adviser: User, host: Organisation) -> Callable[..., actions.Opened]:
    """Open from 9 h to 11 h, by half hours, on one Monday."""

    def opened(**changes: Any) -> actions.Opened:
        values: dict[str, Any] = {
            "activity": advice,
            "user": adviser,
            "organisation": host,
            "first_date": MONDAY,
            "last_date": MONDAY,
            "weekdays": [0, 1, 2, 3, 4],
            "opens": time(9),
            "closes": time(11),
            "minutes": 30,
            "place": "Bureau 4",
            "by": adviser,
            **changes,
        }
        return actions.open_slots(**values)

    return opened


def hours(sessions: list[Session]) -> list[str]:
    return [f"{timezone.localtime(one.starts_at):%a %H:%M}" for one in sessions]


Opens = Callable[..., actions.Opened]


def test_slots_follow_each_other_with_one_seat_and_stay_out_of_public_lists(
    open_slots: Opens, adviser: User
) -> None:
    done = open_slots()

    assert hours(done.sessions) == ["Mon 09:00", "Mon 09:30", "Mon 10:00", "Mon 10:30"]
    assert {(one.public, one.seats_max, one.state) for one in done.sessions} == {(False, 1, "open")}
    assert set(SessionFacilitator.objects.values_list("user", flat=True)) == {adviser.pk}
    assert "conseil" not in Client().get("/agenda/").content.decode()


def test_closures_absences_and_holidays_are_left_out(
    open_slots: Opens, adviser: User, host: Organisation
) -> None:
    tuesday = MONDAY + timedelta(days=1)
    Closure.objects.create(organisation=host, first_date=tuesday, last_date=tuesday, label="Inventaire")
    membership = Membership.objects.get(user=adviser)
    Absence.objects.create(
        membership=membership, first_date=MONDAY + timedelta(days=2), last_date=MONDAY + timedelta(days=3)
    )

    week = open_slots(last_date=MONDAY + timedelta(days=6), closes=time(9, 30))
    easter = open_slots(first_date=date(2027, 3, 29), last_date=date(2027, 3, 30), closes=time(9, 30))

    assert hours(week.sessions) == ["Mon 09:00", "Fri 09:00"]
    assert [why for _, why in week.days_out] == ["Inventaire", "absence", "absence"]
    assert hours(easter.sessions) == ["Tue 09:00"]
    assert easter.days_out == [(date(2027, 3, 29), "lundi de Pâques")]


def test_what_the_adviser_runs_already_is_never_doubled(
    open_slots: Opens, host: Organisation, adviser: User
) -> None:
    start = at_clock(MONDAY, time(9, 15))
    workshop = make_session(make_activity(host), starts_at=start, ends_at=start + timedelta(minutes=30))
    SessionFacilitator.objects.create(session=workshop, organisation=host, user=adviser)

    done = open_slots()

    assert hours(done.sessions) == ["Mon 10:00", "Mon 10:30"]
    assert done.busy == 2
    with pytest.raises(RefusedError, match="déjà quelque chose"):
        open_slots()


def test_hours_on_the_wall_stay_when_the_clocks_change(open_slots: Opens) -> None:
    done = open_slots(
        first_date=date(2027, 3, 26), last_date=date(2027, 3, 30), weekdays=[1, 4], closes=time(9, 30)
    )

    assert hours(done.sessions) == ["Fri 09:00", "Tue 09:00"]
    assert [one.starts_at.utctimetuple().tm_hour for one in done.sessions] == [8, 7]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last_date": MONDAY - timedelta(days=1)}, "avant le premier"),
        ({"last_date": MONDAY + timedelta(days=400)}, "Trois mois au plus"),
        ({"closes": time(9, 20)}, "aucun rendez-vous ne tient"),
        ({"minutes": 1}, "dure de 5 minutes"),
        ({"weekdays": [6]}, "Aucun de ces jours"),
        ({"last_date": MONDAY + timedelta(days=90), "minutes": 5}, "200 au plus"),
        ({"first_date": date(2027, 2, 22), "last_date": date(2027, 2, 22)}, "sont passées"),
    ],
)
def test_what_cannot_be_opened_is_said_and_nothing_is(
    open_slots: Opens, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        open_slots(**changes)
    assert not Session.objects.exists()


def test_a_workshop_for_a_group_has_no_slots(open_slots: Opens, host: Organisation) -> None:
    with pytest.raises(RefusedError, match="en groupe"):
        open_slots(activity=make_activity(host))


def test_only_a_free_slot_is_taken_back(open_slots: Opens, adviser: User, person: Person) -> None:
    free, taken = open_slots(closes=time(10)).sessions
    seat(taken, person)

    actions.withdraw_slot(session=free, by=adviser)
    with pytest.raises(RefusedError, match="Quelqu’un a pris ce créneau"):
        actions.withdraw_slot(session=taken, by=adviser)

    free.refresh_from_db()
    taken.refresh_from_db()
    assert (free.state, taken.state) == (SessionState.CANCELLED, SessionState.OPEN)


@pytest.fixture
def person(host: Organisation) -> Person:
    return register(
        organisation=host, first_name="Awa", last_name="Diarra", phone="06 39 98 12 34", means="phone"
    )


@pytest.fixture
def past(advice: Activity, adviser: User, host: Organisation, person: Person) -> Booking:
    """An appointment of two hours ago."""
    session = make_session(advice, starts_at=timezone.now() - timedelta(hours=2), seats_max=1, public=False)
    SessionFacilitator.objects.create(session=session, organisation=host, user=adviser)
    return seat(session, person)


def test_a_result_is_kept_with_who_wrote_it(past: Booking, adviser: User) -> None:
    page = signed_in(adviser).get(f"{HOME}{past.pk}/resultat/").content.decode()
    response = signed_in(adviser).post(f"{HOME}{past.pk}/resultat/", {"outcome": "Choisit l’atelier CV."})

    past.refresh_from_db()
    assert "Jamais la santé" in page
    assert response["Location"] == HOME
    assert past.outcome == "Choisit l’atelier CV."
    assert [(one.reason, one.by) for one in past.changes.all()] == [("Résultat noté", adviser)]
    assert "Choisit l’atelier CV." in signed_in(adviser).get(HOME).content.decode()


def test_a_result_too_long_is_kept_on_the_page(past: Booking, adviser: User) -> None:
    response = signed_in(adviser).post(f"{HOME}{past.pk}/resultat/", {"outcome": "x" * 300})

    assert response.status_code == 422
    assert "x" * 300 in response.content.decode()


def test_strangers_employers_and_other_partners_get_nothing(
    client: Client, past: Booking, recruiter: User, partner_adviser: User
) -> None:
    address = f"{HOME}{past.pk}/resultat/"
    withdrawn = f"{HOME}{past.session_id}/retirer/"

    assert client.get(HOME)["Location"].startswith("/compte/")
    assert signed_in(recruiter).get(HOME).status_code == 403
    assert signed_in(partner_adviser).get(address).status_code == 404
    assert signed_in(partner_adviser).post(withdrawn).status_code == 404
    body = signed_in(partner_adviser).get(HOME).content.decode()
    assert "Awa" not in body


def test_who_does_not_follow_the_person_reads_an_initial(
    past: Booking, partner_adviser: User, adviser: User
) -> None:
    SessionFacilitator.objects.create(
        session=past.session, organisation=past.session.organisation, user=partner_adviser
    )

    assert "Awa Diarra" in signed_in(adviser).get(HOME).content.decode()
    body = signed_in(partner_adviser).get(HOME).content.decode()
    assert "Awa D." in body
    assert "Diarra" not in body


def test_the_page_opens_slots_and_keeps_what_was_typed(adviser: User, advice: Activity) -> None:
    page = {
        "activity": advice.pk,
        "first_date": f"{MONDAY}",
        "last_date": f"{MONDAY}",
        "weekdays": ["0"],
        "opens": "9 h",
        "closes": "10h",
        "minutes": "30",
        "way": "on_site",
    }
    desk = signed_in(adviser)

    nowhere = desk.post(HOME, page)
    done = desk.post(HOME, {**page, "place": "Bureau 4"})

    assert nowhere.status_code == 422
    assert "Dites où" in nowhere.content.decode()
    assert done["Location"] == HOME
    body = desk.get(HOME).content.decode()
    assert "2 créneaux ouverts." in body
    assert body.count("Bureau 4") == 2
    assert desk.post(HOME, {}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_my_slots_take_as_many_queries_for_one_as_for_three(
    open_slots: Opens,
    adviser: User,
    person: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for session in open_slots(closes=time(9 + count)).sessions[:count]:
        seat(session, person)
    desk = signed_in(adviser)

    with django_assert_num_queries(13):
        assert "Awa Diarra" in desk.get(HOME).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_opens_once(open_slots: Opens) -> None:
    def press() -> None:
        try:
            open_slots()
        except RefusedError:
            pass
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert Session.objects.count() == 4
