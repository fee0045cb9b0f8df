"""A room, a headset or a bus is never in two places at once."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from psycopg.types.range import TimestamptzRange

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.choices import ResourceKind
from jalon.activities.models import Resource, ResourceHold, ResourceHours, Session
from jalon.activities.queries.hold import free_among, lendable
from jalon.directory.models import Organisation
from tests.factories.activities import make_activity, make_session, next_weekday
from tests.jalon.base.parallel import at_once

Period = tuple[datetime, datetime]


def lend(lender: Organisation, name: str, kind: str = ResourceKind.ROOM) -> Resource:
    return Resource.objects.create(lender=lender, name=name, kind=kind)


@pytest.fixture
def morning() -> Period:
    begin = next_weekday(hour=9)
    return begin, begin + timedelta(hours=3)


def hold(resource: Resource, period: Period, by: User, label: str = "Tournée") -> ResourceHold:
    return actions.hold_resource(resource=resource, period=period, label=label, by=by)


def test_a_room_that_is_taken_says_by_whom_and_what_is_free(
    host: Organisation, adviser: User, morning: Period
) -> None:
    room, _ = lend(host, "Salle bleue"), lend(host, "Salle verte")
    session = make_session(make_activity(host), starts_at=morning[0])
    actions.hold_resource(resource=room, part=session.parts.get(), period=morning, by=adviser)

    with pytest.raises(ValidationError) as refused:
        hold(room, (morning[0] + timedelta(hours=2), morning[1] + timedelta(hours=2)), adviser)

    said = str(refused.value)
    assert "Salle bleue est déjà pris" in said
    assert "par « Atelier CV (Maison de l’emploi du Grand-Estran) »" in said
    assert said.endswith("Libre à cette heure : Salle verte.")


def test_one_hold_ends_when_the_next_begins(host: Organisation, adviser: User, morning: Period) -> None:
    room = lend(host, "Salle bleue")
    hold(room, morning, adviser)
    hold(room, (morning[1], morning[1] + timedelta(hours=1)), adviser)

    assert ResourceHold.objects.count() == 2


def test_what_is_given_back_is_free(host: Organisation, adviser: User, morning: Period) -> None:
    room = lend(host, "Salle bleue")
    actions.release_hold(hold=hold(room, morning, adviser))

    assert hold(room, morning, adviser).released_at is None


def test_hours_of_the_lender_hold(host: Organisation, adviser: User, morning: Period) -> None:
    room = lend(host, "Salle bleue")
    ResourceHours.objects.create(resource=room, weekday=morning[0].weekday(), opens=time(10), closes=time(18))

    with pytest.raises(ValidationError, match="n’est pas prêté"):
        hold(room, morning, adviser)
    assert free_among(lendable(), [morning]) == []


def test_a_retired_one_is_not_lent(host: Organisation, adviser: User, morning: Period) -> None:
    room = lend(host, "Vieux minibus", ResourceKind.VEHICLE)
    Resource.objects.update(retired=True)
    room.refresh_from_db()

    with pytest.raises(ValidationError, match="n’est plus prêté"):
        hold(room, morning, adviser)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_want_one_room(host: Organisation, adviser: User, morning: Period) -> None:
    room = lend(host, "Salle bleue")
    results = at_once(*[lambda: hold(room, morning, adviser)] * 8)

    assert len([one for one in results if isinstance(one, ResourceHold)]) == 1
    assert len([one for one in results if isinstance(one, ValidationError)]) == 7
    assert ResourceHold.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_whatever_the_code_does(
    host: Organisation, adviser: User, morning: Period
) -> None:
    room = lend(host, "Salle bleue")
    write = lambda: ResourceHold.objects.create(resource=room, period=TimestamptzRange(*morning))  # noqa: E731
    results = at_once(write, write, write)

    assert len([one for one in results if isinstance(one, IntegrityError)]) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workshops_take_ten_headsets_each_of_fifteen(
    host: Organisation, adviser: User, morning: Period
) -> None:
    for number in range(15):
        lend(host, f"Casque {number + 1:02}", ResourceKind.HEADSET)
    activity = make_activity(host)
    values = {
        "starts_at": morning[0],
        "ends_at": morning[1],
        "seats_max": 10,
        "equipment": {ResourceKind.HEADSET: 10},
    }
    write = lambda: actions.write_session(  # noqa: E731
        activity=activity, organisation=host, values=values, by=adviser
    )
    results = at_once(write, write)

    (refused,) = [one for one in results if isinstance(one, ValidationError)]
    assert "Il faut 10 fois « casque » : 5 libres" in str(refused)
    assert Session.objects.count() == 1
    assert ResourceHold.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_two_sessions_that_exchange_their_rooms_hours_do_not_wait_for_ever(
    host: Organisation, adviser: User, morning: Period
) -> None:
    rooms = [lend(host, "Salle bleue"), lend(host, "Salle verte")]
    activity = make_activity(host)
    sessions = [
        actions.write_session(
            activity=activity,
            organisation=host,
            values={
                "starts_at": morning[0] + timedelta(days=n),
                "ends_at": morning[1] + timedelta(days=n),
                "seats_max": 5,
                "resources": rooms,
            },
            by=adviser,
        )
        for n in (0, 1)
    ]
    free = morning[0] + timedelta(days=2)
    results = at_once(
        *[
            lambda one=one: actions.move_session(session=one, starts_at=free, reason="x", by=adviser)
            for one in sessions
        ]
    )

    assert sorted(type(one).__name__ for one in results) == ["RefusedError", "Session"]
    assert ResourceHold.objects.filter(released_at=None).count() == 4
