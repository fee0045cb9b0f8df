"""Rooms and things lent: who writes, what a week shows, what each partner brings."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from psycopg.types.range import TimestamptzRange
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.activities.actions import resource as actions
from jalon.activities.choices import SessionState
from jalon.activities.models import Resource, ResourceHold, ResourceHours, Session, SessionFacilitator
from jalon.activities.queries import contribution
from jalon.activities.queries import resource as queries
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Organisation
from tests.factories.activities import make_activity, make_session
from tests.fixtures.people import make_organisation, make_user, signed_in

pytestmark = pytest.mark.django_db

HOME = "/seances/materiel/"
MONDAY = date(2026, 11, 16)


def room(lender: Organisation, name: str = "Salle du Phare", **values: Any) -> Resource:
    return Resource.objects.create(**{"kind": "room", "name": name, "lender": lender, **values})


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def hold(resource: Resource, day: date, opens: int, closes: int, **values: Any) -> ResourceHold:
    period = TimestamptzRange(at(day, opens), at(day, closes))
    return ResourceHold.objects.create(
        **{"resource": resource, "period": period, "label": "Tournée", **values}
    )


def held(host: Organisation, day: date, opens: int, closes: int, **values: Any) -> Session:
    return make_session(make_activity(host), starts_at=at(day, opens), ends_at=at(day, closes), **values)


@pytest.mark.parametrize("page", ["", "nouveau/", "{id}/", "{id}/modifier/", "apports/", "apports.csv"])
def test_a_stranger_signs_in_and_an_employer_is_refused(
    client: Client, host: Organisation, recruiter: User, page: str
) -> None:
    address = HOME + page.format(id=room(host).pk)

    assert client.get(address)["Location"].startswith("/compte/")
    refused = signed_in(recruiter).get(address)
    assert refused.status_code == 403
    assert "Phare" not in refused.content.decode()


def test_a_partner_lends_a_room_at_its_hours(partner_adviser: User) -> None:
    page = {"kind": "room", "name": "Salle des Oyats", "places": "12", "contact": "Jeanne", "day0": "9h-12h"}
    response = signed_in(partner_adviser).post(f"{HOME}nouveau/", page)

    row = Resource.objects.get()
    assert response["Location"] == f"{HOME}{row.pk}/"
    assert (row.lender.name, row.places, row.contact) == ("PLIE des Dunes", 12, "Jeanne")
    assert [str(span) for span in row.hours.all()] == ["lundi 09:00-12:00"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day2": "le matin"}, "Écrivez par exemple"),
        ({"day2": "18 h-9 h"}, "Écrivez par exemple"),
        ({"name": ""}, "Donnez-lui un nom"),
        ({"name": "Salle du Phare"}, "prête déjà quelque chose de ce nom"),
    ],
)
def test_a_fault_is_said_and_nothing_typed_is_lost(
    adviser: User, host: Organisation, fields: dict[str, str], said: str
) -> None:
    room(host)
    page = {"lender": host.pk, "kind": "room", "name": "Autre", "contact": "Demander Jeanne", **fields}
    response = signed_in(adviser).post(f"{HOME}nouveau/", page)

    body = response.content.decode()
    assert response.status_code == 422
    assert said in body
    assert "Demander Jeanne" in body
    assert Resource.objects.count() == 1


def test_only_the_lender_and_the_host_change_a_resource(
    host: Organisation, adviser: User, partner_adviser: User
) -> None:
    hosts = room(host)

    partner = signed_in(partner_adviser)
    assert partner.get(f"{HOME}{hosts.pk}/").status_code == 200
    assert partner.get(f"{HOME}{hosts.pk}/modifier/").status_code == 404
    assert partner.post(f"{HOME}{hosts.pk}/retirer/").status_code == 404
    assert signed_in(adviser).get(f"{HOME}{hosts.pk}/retirer/").status_code == 405
    assert signed_in(adviser).post(f"{HOME}{hosts.pk}/retirer/").status_code == 302
    hosts.refresh_from_db()
    assert hosts.retired


def test_the_same_name_at_two_partners_is_two_rooms(host: Organisation, employer: Organisation) -> None:
    values = {"kind": "room", "name": "Salle 1", "site": None, "places": None, "contact": "Jo"}
    values["accessibility"] = ""
    actions.write_resource(lender=host, values=values, week={})
    actions.write_resource(lender=employer, values=values, week={})

    with pytest.raises(RefusedError, match="donnez-en un autre"):
        actions.write_resource(lender=host, values=values, week={})


def test_a_week_shows_what_is_taken_by_whom_and_flags_what_is_not_lent(host: Organisation) -> None:
    salle = room(host)
    ResourceHours.objects.create(resource=salle, weekday=0, opens=time(9), closes=time(17))
    session = held(host, MONDAY, 9, 11)
    hold(salle, MONDAY, 9, 11, part=session.parts.get(), label="")
    hold(salle, MONDAY + timedelta(days=1), 19, 21)
    hold(salle, MONDAY, 14, 16, released_at=timezone.now())
    hold(salle, MONDAY + timedelta(days=7), 9, 10)

    week = queries.week_of(salle, MONDAY + timedelta(days=3))

    taken = [(one.label, one.lent) for day in week.days for one in day.taken]
    assert week.first == MONDAY
    assert taken == [(f"Atelier CV ({host.name})", True), ("Tournée", False)]
    assert [week.hours[0], week.hours[-1]] == [time(8), time(20)]
    assert [one is not None for one in week.days[0].hours][:4] == [False, True, True, False]


def test_a_night_that_passes_midnight_stands_on_both_days(host: Organisation) -> None:
    bus = room(host, "Bus", kind="vehicle")
    period = TimestamptzRange(at(MONDAY, 22), at(MONDAY + timedelta(days=1), 2))
    ResourceHold.objects.create(resource=bus, period=period, label="Nuit")

    week = queries.week_of(bus, MONDAY)

    assert [len(day.taken) for day in week.days] == [1, 1, 0, 0, 0, 0, 0]
    assert (week.hours[0], week.hours[-1]) == (time(8), time(23))


@pytest.mark.parametrize("asked", ["pas-une-date", "0001-01-01", "9999-12-31", ""])
def test_an_impossible_week_is_this_week(adviser: User, host: Organisation, asked: str) -> None:
    response = signed_in(adviser).get(f"{HOME}{room(host).pk}/", {"semaine": asked})

    assert response.status_code == 200
    assert "Libre toute la semaine" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_as_many_queries_for_one_as_for_three(
    adviser: User, host: Organisation, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    today = timezone.localdate()
    for number in range(count):
        salle = room(host, f"Salle {number}")
    for number in range(count):
        hold(salle, today, 8 + number, 9 + number)
    desk = signed_in(adviser)

    with django_assert_num_queries(8):
        assert "Salle 0" in desk.get(HOME).content.decode()
    with django_assert_num_queries(8):
        assert "Tournée" in desk.get(f"{HOME}{salle.pk}/").content.decode()


def test_contributions_count_hours_that_took_place(host: Organisation) -> None:
    plie = make_organisation("PLIE des Dunes", "partner")
    salle, casque = room(host), room(plie, "Casque 1", kind="headset")
    done = held(host, MONDAY, 9, 12, state=SessionState.DONE)
    for user, organisation in ((make_user("Ana"), plie), (make_user("Bo"), plie), (make_user("Cy"), host)):
        SessionFacilitator.objects.create(session=done, organisation=organisation, user=user)
    hold(salle, MONDAY, 9, 12, part=done.parts.get())
    hold(casque, MONDAY, 9, 10, part=done.parts.get())
    hold(casque, MONDAY, 13, 15)
    hold(casque, MONDAY, 15, 18, released_at=timezone.now())
    cancelled = held(host, MONDAY, 14, 16, state=SessionState.CANCELLED)
    hold(salle, MONDAY, 14, 16, part=cancelled.parts.get())
    held(host, MONDAY + timedelta(days=1), 9, 11)

    rows = contribution.contributions(MONDAY, MONDAY)

    assert [(row.name, row.lent, row.facilitated) for row in rows] == [
        (host.name, {"room": 3.0}, 3.0),
        ("PLIE des Dunes", {"headset": 3.0}, 6.0),
    ]
    assert contribution.total(rows) == [3.0, 0.0, 3.0, 0.0, 0.0, 9.0]
    # Nobody named: the partner that holds it brings the hours.
    tuesday = MONDAY + timedelta(days=1)
    assert contribution.contributions(tuesday, tuesday)[0].facilitated == 2.0


def test_what_is_still_to_come_counts_nothing_yet(host: Organisation) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    hold(room(host), tomorrow, 9, 12)
    held(host, tomorrow, 9, 12)

    assert contribution.contributions(tomorrow, tomorrow) == []


@pytest.mark.parametrize("count", [1, 3])
def test_contributions_take_as_many_queries_for_one_as_for_three(
    adviser: User, host: Organisation, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        lender = make_organisation(f"Partenaire {number}", "partner")
        hold(room(lender), MONDAY, 9, 10)
    desk = signed_in(adviser)

    with django_assert_num_queries(8):
        page = desk.get(f"{HOME}apports/", {"since": "2026-11-16", "until": "2026-11-16"})
    assert "Partenaire 0" in page.content.decode()


def test_the_csv_has_units_in_its_columns_and_no_formula(adviser: User) -> None:
    lender = make_organisation("=HYPERLINK(1)", "partner")
    hold(room(lender), MONDAY, 9, 10)

    response = signed_in(adviser).get(f"{HOME}apports.csv", {"since": "2026-11-16", "until": "2026-11-16"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "partenaire;du;au;room_heures;computer_heures;headset_heures;vehicle_heures;other_heures;animation_heures"
    )
    assert lines[1] == "'=HYPERLINK(1);2026-11-16;2026-11-16;1,00;0,00;0,00;0,00;0,00;0,00"


def test_a_period_backwards_is_said(adviser: User) -> None:
    response = signed_in(adviser).get(f"{HOME}apports/", {"since": "2026-11-16", "until": "2026-11-01"})

    assert "Ce jour est avant le premier" in response.content.decode()


def test_the_tenth_headset_comes_after_the_second(host: Organisation) -> None:
    for name in ("Casque 10", "Casque 2", "Autre", "10 chaises"):
        room(host, name, kind="headset")

    assert [row.name for row in queries.listed()] == ["10 chaises", "Autre", "Casque 2", "Casque 10"]
