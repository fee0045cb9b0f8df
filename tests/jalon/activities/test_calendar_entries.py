"""What sessions put into calendars, and the page that gives addresses."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.models import Activity, Resource, ResourceHold, Session, SessionFacilitator
from jalon.activities.queries.calendar import calendar_entries
from jalon.base.calendar import CalendarEntry
from jalon.base.models import CalendarFeed
from jalon.base.queries.calendar import entries_of
from jalon.directory.models import Organisation
from jalon.people.actions import register
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(host: Organisation) -> Activity:
    return make_activity(host, title="Sortir du surendettement")


@pytest.fixture
def person(host: Organisation, adviser: User) -> Person:
    return register(first_name="Awa", phone="0639981234", organisation=host, by=adviser, means="phone")


def of(kind: str, target: int) -> list[CalendarEntry]:
    return list(calendar_entries(kind, target))


def test_a_persons_calendar_says_when_and_where_and_never_what_for(
    activity: Activity, person: Person, adviser: User
) -> None:
    session = make_session(activity, title="Atelier budget")
    actions.book(session=session, person=person, by=adviser, medium="desk")
    (entry,) = of("person", person.pk)

    assert (entry.title, entry.place, entry.cancelled) == ("Rendez-vous", "4 place de la Gare", False)
    assert entry.detail.replace("\u00a0", " ") == "Pour prévenir : 03 53 01 24 60"
    assert entry.uid == f"seance-{session.pk}-{session.parts.get().pk}@jalon"


def test_a_seat_given_back_leaves_the_calendar_and_taken_again_returns(
    activity: Activity, person: Person, adviser: User
) -> None:
    session = make_session(activity)
    booking = actions.book(session=session, person=person, by=adviser, medium="desk")
    actions.cancel_booking(booking=booking, closing="person")
    gone = [entry.cancelled for entry in of("person", person.pk)]
    actions.book(session=session, person=person, by=adviser, medium="desk")

    assert (gone, [entry.cancelled for entry in of("person", person.pk)]) == ([True], [False])


def test_a_move_and_a_cancellation_change_the_entry_in_place(
    activity: Activity, person: Person, adviser: User
) -> None:
    session = make_session(activity)
    actions.book(session=session, person=person, by=adviser, medium="desk")
    (before,) = of("person", person.pk)
    later = session.starts_at + timedelta(days=1)
    actions.move_session(session=session, starts_at=later, reason="Travaux", by=adviser)
    (moved,) = of("person", person.pk)
    actions.cancel_session(session=session, reason="Neige", by=adviser)
    (cancelled,) = of("person", person.pk)

    assert before.uid == moved.uid == cancelled.uid
    assert (before.sequence, moved.sequence, cancelled.sequence) == (0, 1, 2)
    assert (moved.starts_at, cancelled.cancelled) == (later, True)


def test_each_calendar_holds_its_own(activity: Activity, adviser: User, partner_adviser: User) -> None:
    partner = Organisation.objects.get(name="PLIE des Dunes")
    site = activity.organisation.sites.create(name="Maison", lat=51.0, lon=2.3)
    room = Resource.objects.create(lender=activity.organisation, name="Salle bleue", kind="room", site=site)
    here, shared, draft = (
        make_session(activity, title="ici", site=site),
        make_session(activity, title="à deux"),
        make_session(activity, title="brouillon", state="draft"),
    )
    held = make_session(activity, title="dans la salle", starts_at=here.starts_at + timedelta(days=1))
    actions.hold_resource(
        resource=room, part=held.parts.get(), period=(held.starts_at, held.ends_at), by=adviser
    )
    SessionFacilitator.objects.create(session=shared, organisation=partner, user=partner_adviser)
    SessionFacilitator.objects.create(session=draft, organisation=partner, user=partner_adviser)

    def titles(kind: str, target: int) -> set[str]:
        return {entry.title for entry in of(kind, target)}

    assert titles("adviser", partner_adviser.pk) == {"à deux"}
    assert titles("partner", partner.pk) == {"à deux"}
    assert titles("partner", activity.organisation.pk) == {"ici", "à deux", "dans la salle"}
    assert titles("site", site.pk) == {"ici", "dans la salle"}
    assert titles("unknown", 1) == set()
    assert ResourceHold.objects.count() == 1


def test_what_is_long_over_leaves(activity: Activity) -> None:
    make_session(activity, starts_at=timezone.now() - timedelta(days=90), state="done")

    assert of("partner", activity.organisation.pk) == []


def test_interviews_stand_in_the_same_calendar(
    person: Person, host: Organisation, employer: Organisation
) -> None:
    from jalon.introductions.models import Interview

    soon = timezone.now() + timedelta(days=2)
    Interview.objects.create(person=person, organisation=employer, starts_at=soon, place="Quai aux Bois")
    (entry,) = entries_of("person", person.pk)

    assert (entry.title, entry.place, entry.starts_at) == ("Rendez-vous", "Quai aux Bois", soon)
    assert "Vandamme" not in entry.detail


def test_an_adviser_gets_an_address_once_and_takes_it_back(activity: Activity, adviser: User) -> None:
    desk = signed_in(adviser)
    session = make_session(activity, title="Visible dans mon agenda")
    SessionFacilitator.objects.create(session=session, organisation=activity.organisation, user=adviser)
    key = f"adviser-{adviser.pk}"
    shown = desk.post("/seances/agendas/", {"calendar": key})
    address = shown.context["given"]["address"]
    path = address[address.index("/agenda.ics/") :]
    calendar: Any = Client().get(path)

    assert "Visible dans mon agenda" in calendar.content.decode()
    assert address in shown.content.decode()
    assert address not in desk.get("/seances/agendas/").content.decode()
    desk.post("/seances/agendas/", {"calendar": key, "revoke": "1"})
    assert Client().get(path).status_code == 404


def test_nobody_gets_the_calendar_of_another(
    adviser: User, partner_adviser: User, host: Organisation, person: Person
) -> None:
    partner = signed_in(partner_adviser)
    for key in (f"adviser-{adviser.pk}", f"partner-{host.pk}", f"person-{person.pk}", "x", ""):
        assert partner.post("/seances/agendas/", {"calendar": key}).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_public_file_of_one_session(activity: Activity) -> None:
    public = make_session(activity, title="Atelier CV")
    hidden = make_session(activity, public=False)
    response: Any = Client().get(f"/agenda/{public.pk}/seance.ics")

    assert "SUMMARY:Atelier CV" in response.content.decode()
    assert Client().get(f"/agenda/{hidden.pk}/seance.ics").status_code == 404
    assert Session.objects.count() == 2
