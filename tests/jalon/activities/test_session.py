"""Sessions: written, opened, changed, moved, cancelled, finished."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.actions.session import finish_due
from jalon.activities.choices import ResourceKind, SessionState
from jalon.activities.models import Activity, Resource, ResourceHold, Session
from jalon.activities.queries.session import due_to_finish
from jalon.activities.rules import series
from jalon.activities.rules.clock import at_clock
from jalon.activities.rules.parts import Half
from jalon.base.models import OutboxMessage, ShortLink
from jalon.directory.models import Closure, Organisation
from jalon.people.actions import register
from tests.factories.activities import make_activity, next_weekday

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(host: Organisation) -> Activity:
    return make_activity(host)


@pytest.fixture
def room(host: Organisation) -> Resource:
    return Resource.objects.create(lender=host, name="Salle bleue", kind=ResourceKind.ROOM)


def values(**more: object) -> dict[str, object]:
    begin = next_weekday()
    return {
        "starts_at": begin,
        "ends_at": begin + timedelta(hours=3),
        "seats_max": 10,
        "place": "4 place de la Gare",
        **more,
    }


def write(activity: Activity, by: User, **more: object) -> Session:
    return actions.write_session(
        activity=activity, organisation=activity.organisation, values=values(**more), by=by
    )


def opened(activity: Activity, by: User, **more: object) -> Session:
    return actions.open_session(session=write(activity, by, **more), by=by)


def test_a_session_holds_its_halves_its_team_and_its_seats(
    activity: Activity, room: Resource, adviser: User, partner_adviser: User
) -> None:
    partner = Organisation.objects.get(name="PLIE des Dunes")
    first = next_weekday()
    halves = [Half(first + timedelta(days=n), first + timedelta(days=n, hours=3)) for n in (0, 1)]
    session = write(
        activity,
        adviser,
        halves=halves,
        resources=[room],
        facilitators=[(activity.organisation, adviser, ""), (partner, None, "Léa Maes")],
        kept=[(partner, 4, first)],
    )

    assert session.parts.count() == 2
    assert (session.starts_at, session.ends_at) == (halves[0].starts_at, halves[1].ends_at)
    assert sorted(str(one) for one in session.facilitators.all()) == ["Claire Deswarte", "Léa Maes"]
    assert session.allotments.get().seats == 4
    assert ResourceHold.objects.filter(part__session=session).count() == 2
    assert session.state == SessionState.DRAFT


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"seats_min": 11}, "Le minimum ne peut pas dépasser"),
        ({"ends_at": next_weekday() - timedelta(hours=1)}, "la fin vient avant le début"),
        ({"ends_at": next_weekday() + timedelta(days=2)}, "plus de 14 heures"),
        ({"starts_at": next_weekday(days=4000), "ends_at": next_weekday(hour=10, days=4000)}, "trois ans"),
    ],
)
def test_what_cannot_be_written_is_said(
    activity: Activity, adviser: User, more: dict[str, object], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        write(activity, adviser, **more)
    assert not Session.objects.exists()


def test_opening_gives_a_code_and_tells_the_partner_of_its_seats(
    activity: Activity, adviser: User, partner_adviser: User
) -> None:
    Organisation.objects.filter(name="PLIE des Dunes").update(email="plie@example.org")
    partner = Organisation.objects.get(name="PLIE des Dunes")
    session = opened(activity, adviser, kept=[(partner, 4, next_weekday(days=5))])

    assert session.state == SessionState.OPEN
    assert ShortLink.objects.filter(kind="session", target_id=session.pk, closed_at=None).count() == 1
    message = OutboxMessage.objects.get(recipient="plie@example.org")
    assert "Nous gardons 4 places" in message.body


@pytest.mark.parametrize(
    ("more", "said"),
    [({"place": ""}, "où elle se tient"), ({"starts_at": next_weekday(days=-20)}, "a déjà commencé")],
)
def test_a_session_without_place_or_future_is_not_opened(
    activity: Activity, adviser: User, more: dict[str, object], said: str
) -> None:
    if "starts_at" in more:
        more["ends_at"] = more["starts_at"] + timedelta(hours=1)  # type: ignore[operator]
    session = write(activity, adviser, **more)

    with pytest.raises(ValidationError, match=said):
        actions.open_session(session=session, by=adviser)


def test_seats_do_not_go_below_those_taken_and_more_are_offered(activity: Activity, adviser: User) -> None:
    session = opened(activity, adviser, seats_max=2)
    people = [
        register(first_name=name, by=adviser, organisation=activity.organisation, means="phone")
        for name in "ABC"
    ]
    bookings = [actions.book(session=session, person=one, by=adviser, medium="desk") for one in people]

    with pytest.raises(ValidationError, match="2 places sont prises"):
        actions.change_session(session=session, values={"seats_max": 1}, by=adviser)
    actions.change_session(session=session, values={"seats_max": 3}, by=adviser)

    bookings[2].refresh_from_db()
    assert bookings[2].state in {"offered", "booked"}


def test_moving_takes_the_room_along_and_says_where_it_was(
    activity: Activity, adviser: User, other_adviser: User, room: Resource
) -> None:
    team = [(activity.organisation, other_adviser, "")]
    session = opened(activity, adviser, resources=[room], facilitators=team)
    later = session.starts_at + timedelta(days=7)
    moved = actions.move_session(session=session, starts_at=later, reason="Salle en travaux", by=adviser)

    assert (moved.starts_at, moved.ends_at, moved.revision) == (later, later + timedelta(hours=3), 1)
    (hold,) = ResourceHold.objects.filter(released_at=None)
    assert hold.period.lower == later
    change = moved.changes.get(kind="moved")
    assert (change.was_starts_at, change.was_place) == (session.starts_at, "4 place de la Gare")
    assert "Séance déplacée" in OutboxMessage.objects.get(recipient=other_adviser.email).subject


def test_a_move_to_where_the_room_is_taken_moves_nothing(
    activity: Activity, adviser: User, room: Resource
) -> None:
    session = opened(activity, adviser, resources=[room])
    later = session.starts_at + timedelta(days=7)
    actions.hold_resource(
        resource=room, period=(later, later + timedelta(hours=1)), label="Conseil", by=adviser
    )

    with pytest.raises(ValidationError, match=r"déjà pris .* par « Conseil »"):
        actions.move_session(session=session, starts_at=later, reason="x", by=adviser)
    session.refresh_from_db()
    assert (session.revision, session.starts_at + timedelta(days=7)) == (0, later)
    assert ResourceHold.objects.filter(released_at=None, part__session=session).count() == 1


def test_several_halves_keep_their_hours_over_the_change_of_clock(activity: Activity, adviser: User) -> None:
    friday = date(2027, 3, 19)
    halves = [
        Half(at_clock(friday + timedelta(days=n), time(9)), at_clock(friday + timedelta(days=n), time(12)))
        for n in (0, 3)
    ]
    session = write(activity, adviser, halves=halves)
    moved = actions.move_session(
        session=session, starts_at=at_clock(friday + timedelta(days=7), time(14)), reason="", by=adviser
    )

    hours = [timezone.localtime(part.starts_at).hour for part in moved.parts.order_by("starts_at")]
    assert hours == [14, 14]


def test_a_half_day_passes_over_another(activity: Activity, adviser: User) -> None:
    first = next_weekday()
    day = timedelta(days=1)
    halves = [Half(first, first + timedelta(hours=2)), Half(first + day, first + day + timedelta(hours=2))]
    session = write(activity, adviser, halves=halves)
    moved = actions.move_session(session=session, starts_at=first + day, reason="", by=adviser)

    starts = list(moved.parts.order_by("starts_at").values_list("starts_at", flat=True))
    assert starts == [first + day, first + 2 * day]


def test_cancelling_gives_back_what_was_held_and_tells_everybody(
    activity: Activity, adviser: User, other_adviser: User, room: Resource
) -> None:
    team = [(activity.organisation, other_adviser, "")]
    session = opened(activity, adviser, resources=[room], facilitators=team)
    person = register(
        first_name="Awa",
        email="awa@example.org",
        by=adviser,
        organisation=activity.organisation,
        means="phone",
    )
    booking = actions.book(session=session, person=person, by=adviser, medium="desk")
    cancelled = actions.cancel_session(session=session, reason="Animatrice malade", by=adviser)

    booking.refresh_from_db()
    assert (cancelled.state, cancelled.revision) == ("cancelled", 1)
    assert (booking.state, booking.closing) == ("closed", "session")
    assert not ResourceHold.objects.filter(released_at=None).exists()
    assert not ShortLink.objects.filter(kind="session", closed_at=None).exists()
    assert OutboxMessage.objects.filter(
        recipient=other_adviser.email, subject__startswith="Séance annulée"
    ).exists()
    assert OutboxMessage.objects.filter(recipient="awa@example.org", body__contains="malade").exists()
    assert mail.outbox == []


def test_what_is_cancelled_stays_so(activity: Activity, adviser: User) -> None:
    session = opened(activity, adviser)
    with pytest.raises(ValidationError, match="Écrivez pourquoi"):
        actions.cancel_session(session=session, reason=" ", by=adviser)
    actions.cancel_session(session=session, reason="Neige", by=adviser)

    for act in (
        lambda: actions.cancel_session(session=session, reason="Neige", by=adviser),
        lambda: actions.open_session(session=session, by=adviser),
        lambda: actions.change_session(session=session, values={"title": "x"}, by=adviser),
        lambda: actions.move_session(session=session, place="Ailleurs", reason="x", by=adviser),
    ):
        with pytest.raises(ValidationError, match="annulée"):
            act()


def test_sessions_that_are_over_are_finished_by_the_job(activity: Activity, adviser: User) -> None:
    over, coming = opened(activity, adviser), opened(activity, adviser)
    past = timezone.now() - timedelta(hours=5)
    Session.objects.filter(pk=over.pk).update(starts_at=past, ends_at=past + timedelta(hours=3))

    with pytest.raises(ValidationError, match="pas encore finie"):
        actions.finish_session(session=coming, by=adviser)
    assert finish_due(due_to_finish()) == 1
    assert finish_due(due_to_finish()) == 0
    assert {one.pk: one.state for one in Session.objects.all()} == {over.pk: "done", coming.pk: "open"}


def test_a_series_skips_closing_days_and_is_opened_and_cancelled_as_a_whole(
    activity: Activity, adviser: User
) -> None:
    first = at_clock(date(2027, 3, 15), time(9))
    Closure.objects.create(
        organisation=activity.organisation,
        first_date=date(2027, 3, 22),
        last_date=date(2027, 3, 22),
    )
    sessions = actions.write_series(
        activity=activity,
        organisation=activity.organisation,
        values=values(
            halves=[Half(first, first + timedelta(hours=3))], kept=[(activity.organisation, 2, first)]
        ),
        rule=series.weekly([0]),
        count=3,
        by=adviser,
    )

    starts = [timezone.localtime(one.starts_at) for one in sessions]
    assert [f"{one:%d/%m %H}" for one in starts] == ["15/03 09", "05/04 09", "12/04 09"]
    assert [one.allotments.get().until for one in sessions] == [one.starts_at for one in sessions]
    made = sessions[0].series
    assert made is not None
    assert made.rule == "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;COUNT=3"
    assert actions.open_series(series=made, by=adviser) == 3
    assert actions.cancel_series(series=made, reason="Fin", by=adviser) == 3


def test_a_series_that_meets_a_taken_room_writes_nothing(
    activity: Activity, adviser: User, room: Resource
) -> None:
    first = next_weekday()
    third = first + timedelta(days=14)
    actions.hold_resource(
        resource=room, period=(third, third + timedelta(hours=1)), label="Conseil", by=adviser
    )

    with pytest.raises(ValidationError, match="La série n’est pas écrite, à cause du"):
        actions.write_series(
            activity=activity,
            organisation=activity.organisation,
            values=values(halves=[Half(first, first + timedelta(hours=3))], resources=[room]),
            rule=series.weekly([first.weekday()]),
            count=4,
            by=adviser,
        )
    assert not Session.objects.exists()


def test_closing_days_of_who_receives_the_series_count_too(activity: Activity, adviser: User) -> None:
    lender = Organisation.objects.create(kind="partner", name="Médiathèque")
    site = lender.sites.create(name="Salle du bas", lat=51.0, lon=2.3)
    first = next_weekday()
    closed = timezone.localdate(first) + timedelta(days=7)
    Closure.objects.create(organisation=lender, first_date=closed, last_date=closed)
    sessions = actions.write_series(
        activity=activity,
        organisation=activity.organisation,
        values=values(halves=[Half(first, first + timedelta(hours=3))], site=site),
        rule=series.weekly([first.weekday()]),
        until=closed + timedelta(days=21),
        by=adviser,
    )

    days = [timezone.localdate(one.starts_at) for one in sessions]
    assert closed not in days
    assert len(days) >= 2
