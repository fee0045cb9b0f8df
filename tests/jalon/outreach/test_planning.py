"""From hours of the week to dated stands, and a bus that is in one place at a time."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jalon.accounts.models import User
from jalon.activities.actions.hold import hold_resource
from jalon.activities.models import Resource, ResourceHold
from jalon.directory.models import Closure, Organisation
from jalon.outreach import actions, queries
from jalon.outreach.actions import Hours
from jalon.outreach.models import Circuit, Halt, Outing, Stand, StandChange
from jalon.outreach.rules import is_served
from tests.jalon.base.parallel import at_once
from tests.jalon.outreach.conftest import HALT, MONDAY, geojson, square

NOVEMBER = {"first": date(2026, 11, 2), "last": date(2026, 11, 29)}


def local(*values: int) -> datetime:
    return timezone.make_aware(datetime(*values))  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.django_db
def test_four_weeks_are_planned_once_with_the_vehicle(circuit: Circuit, adviser: User, bus: Resource) -> None:
    done = actions.plan(circuit=circuit, **NOVEMBER, by=adviser)
    again = actions.plan(circuit=circuit, **NOVEMBER, by=adviser)

    assert (done.stands, done.left, again.stands) == (8, [], 0)
    held = ResourceHold.objects.filter(resource=bus, released_at=None).order_by("period")
    first = held[0].period
    assert (held.count(), first.lower, first.upper) == (4, local(2026, 11, 3, 9), local(2026, 11, 3, 16))


@pytest.mark.django_db
def test_holidays_closures_and_a_taken_bus_are_left_and_said(
    circuit: Circuit, adviser: User, bus: Resource, host: Organisation
) -> None:
    halt = Halt.objects.get(name="Salines")
    actions.change_halt(
        halt=halt, values={**HALT, "name": "Salines"}, hours=[Hours(2, time(9), time(10))], by=adviser
    )
    Closure.objects.create(
        organisation=host, first_date=date(2026, 11, 16), last_date=date(2026, 11, 22), label="travaux"
    )
    period = (local(2026, 11, 10, 11), local(2026, 11, 10, 18))
    hold_resource(resource=bus, period=period, label="Forum", by=adviser)

    done = actions.plan(circuit=circuit, **NOVEMBER, by=adviser)

    reasons = {day.day: why for day, why in done.left}
    assert done.stands == 4
    assert (reasons[11], reasons[17], reasons[18]) == ("11 novembre", "travaux", "travaux")
    assert "déjà pris" in reasons[10]
    assert "Forum" in reasons[10]
    assert not Outing.objects.filter(date=date(2026, 11, 10)).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("sunday", "offset"), [(date(2026, 10, 25), 1), (date(2027, 3, 28), 2)])
def test_hours_stay_those_of_the_wall_when_clocks_change(
    circuit: Circuit, adviser: User, sunday: date, offset: int, at: Callable[[datetime], None]
) -> None:
    at(local(2026, 10, 1, 8))
    halt = Halt.objects.get(name="Place du Phare")
    actions.change_halt(halt=halt, values=HALT, hours=[Hours(6, time(9), time(12))], by=adviser)
    actions.plan(circuit=circuit, first=sunday - timedelta(days=7), last=sunday, by=adviser)

    starts = [stand.starts_at for stand in halt.stands.order_by("starts_at")]
    assert [timezone.localtime(one).hour for one in starts] == [9, 9]
    assert starts[1].astimezone(timezone.get_default_timezone()).utcoffset() == timedelta(hours=offset)
    assert (starts[1] - starts[0]) != timedelta(days=7)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_even_and_odd_weeks_share_the_days(day: date) -> None:
    assert is_served("even", day) != is_served("odd", day)
    assert is_served("every", day)
    assert is_served("even", day) == is_served("even", day - timedelta(days=day.weekday()))


@pytest.mark.django_db
def test_a_stand_moves_with_its_bus_and_its_reason(stand: Stand, adviser: User, bus: Resource) -> None:
    moved = actions.move_stand(
        stand=stand,
        starts_at=local(2026, 11, 4, 10),
        ends_at=local(2026, 11, 4, 12),
        place="sous la halle",
        reason="marché de Noël",
        by=adviser,
    )

    assert (moved.outing.date, moved.where, moved.revision) == (date(2026, 11, 4), "sous la halle", 1)
    held = ResourceHold.objects.filter(resource=bus, released_at=None).order_by("period")
    assert [(one.period.lower.day, one.period.upper.day) for one in held] == [(3, 3), (4, 4)]
    assert held[0].period.lower == local(2026, 11, 3, 14)
    assert StandChange.objects.get().reason == "marché de Noël"
    # Planned again, it does not come back at its old hour.
    assert actions.plan(circuit=moved.outing.circuit, **NOVEMBER, by=adviser).stands == 6


@pytest.mark.django_db
def test_a_cancelled_day_gives_the_bus_back(stand: Stand, adviser: User, bus: Resource) -> None:
    for one in Stand.objects.order_by("pk"):
        actions.cancel_stand(stand=one, reason="panne", by=adviser)

    assert not ResourceHold.objects.filter(resource=bus, released_at=None).exists()
    with pytest.raises(ValidationError, match="déjà annulé"):
        actions.cancel_stand(stand=stand, reason="panne", by=adviser)


@pytest.mark.django_db
def test_a_stand_cannot_move_to_where_the_bus_is_not(stand: Stand, adviser: User, bus: Resource) -> None:
    hold_resource(
        resource=bus, period=(local(2026, 11, 4, 9), local(2026, 11, 4, 18)), label="Forum", by=adviser
    )
    wanted = {"starts_at": local(2026, 11, 4, 10), "ends_at": local(2026, 11, 4, 12), "reason": "x"}
    with pytest.raises(ValidationError, match="déjà pris"):
        actions.move_stand(stand=stand, by=adviser, **wanted)  # type: ignore[arg-type]

    stand.refresh_from_db()
    assert (stand.starts_at, StandChange.objects.count()) == (local(2026, 11, 3, 9), 0)


@pytest.mark.django_db
def test_what_is_over_stays_as_it_was(stand: Stand, adviser: User, at: Callable[[datetime], None]) -> None:
    at(stand.ends_at + timedelta(minutes=1))
    with pytest.raises(ValidationError, match="déjà eu lieu"):
        actions.cancel_stand(stand=stand, reason="x", by=adviser)


@pytest.mark.django_db(transaction=True)
def test_two_circuits_share_a_bus_and_never_at_once(
    circuit: Circuit, adviser: User, bus: Resource, host: Organisation
) -> None:
    values = {"kind": "bus", "name": "Autre bus", "summary": "", "vehicle": bus}
    other = actions.write_circuit(organisation=host, values=values, by=adviser)
    actions.write_halt(circuit=other, values=HALT, hours=[Hours(1, time(11), time(15))], by=adviser)

    results = at_once(
        lambda: actions.plan(circuit=circuit, **NOVEMBER, by=adviser),
        lambda: actions.plan(circuit=other, **NOVEMBER, by=adviser),
        lambda: actions.plan(circuit=circuit, **NOVEMBER, by=adviser),
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert ResourceHold.objects.filter(resource=bus, released_at=None).count() == 4
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM activities_resourcehold a JOIN activities_resourcehold b ON a.id < b.id"
            " AND a.period && b.period WHERE a.released_at IS NULL AND b.released_at IS NULL"
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_districts_place_halts_priority_first(circuit: Circuit, adviser: User) -> None:
    content = geojson(("Tout petit", square(2.199, 51.029, 0.002)), ("Grand", square(2, 51, 1)))
    loaded = actions.load_districts(content=content)

    placed = dict(Halt.objects.values_list("name", "district__name"))
    assert placed == {"Place du Phare": "Le Phare", "Salines": "Grand"}
    assert (loaded.districts, loaded.priority, loaded.placed, loaded.outside) == (2, 0, 2, 0)


@pytest.mark.django_db
def test_calendars_hold_the_stands_of_partner_and_crew(
    stand: Stand, adviser: User, other_adviser: User
) -> None:
    actions.set_crew(outing=stand.outing, users=[adviser], names=["Le chauffeur"], by=adviser)
    actions.cancel_stand(stand=stand, reason="panne", by=adviser)
    from jalon.outreach.queries.public import calendar_entries

    mine, theirs = calendar_entries("adviser", adviser.pk), calendar_entries("adviser", other_adviser.pk)
    assert [(one.title, one.cancelled, one.sequence) for one in mine] == [
        ("Bus du littoral : Place du Phare", True, 1),
        ("Bus du littoral : Salines", False, 0),
    ]
    assert theirs == []
    assert len(calendar_entries("partner", stand.outing.circuit.organisation_id)) == 2
    assert calendar_entries("person", 1) == []


@pytest.mark.django_db
def test_the_public_week_is_the_one_of_today(stand: Stand) -> None:
    (day,) = queries.stands_this_week()
    assert (day.date, [one.halt.name for one in day.stands]) == (
        date(2026, 11, 3),
        ["Place du Phare", "Salines"],
    )
    assert queries.stands_this_week(MONDAY.date() + timedelta(days=7)) == []


@pytest.mark.django_db
def test_on_the_last_day_of_a_week_one_reads_the_next(
    stand: Stand, adviser: User, at: Callable[[datetime], None]
) -> None:
    assert queries.week_to_show() == date(2026, 11, 2)
    at(local(2026, 11, 3, 15))
    assert queries.stands_this_week(left=True)[0].date == date(2026, 11, 3)
    at(local(2026, 11, 4, 8))
    assert queries.stands_this_week(left=True) == []
    assert queries.week_to_show() == date(2026, 11, 9)
