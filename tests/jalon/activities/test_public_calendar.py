"""The public calendar: what everybody sees, what nobody sees, without a cookie."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.choices import ActivityState, ParticipantKind, Theme
from jalon.activities.models import Activity, SeatAllotment, Session
from jalon.base.models import LinkScan, ShortLink
from jalon.base.registry import registry
from jalon.directory.models import Organisation
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(host: Organisation) -> Activity:
    return make_activity(host)


def read(path: str) -> Any:
    return Client().get(path)


def text(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def titles(query: str = "") -> set[str]:
    return {line.session.title for line in read(f"/agenda/{query}").context["lines"]}


def test_only_open_public_sessions_to_come_are_listed(activity: Activity, host: Organisation) -> None:
    make_session(activity, title="oui")
    make_session(activity, title="brouillon", state="draft")
    make_session(activity, title="privée", public=False)
    make_session(activity, title="faite pour", made_for=host)
    make_session(activity, title="passée", starts_at=timezone.now() - timedelta(hours=1))
    make_session(make_activity(host, title="x", state=ActivityState.RETIRED), title="retirée")
    make_session(make_activity(host, title="y", participants=ParticipantKind.STAFF), title="entre pros")

    assert titles() == {"oui"}


def test_filters(activity: Activity, host: Organisation) -> None:
    site = host.sites.create(name="Maison", lat=51.0, lon=2.3)
    monday = timezone.localtime() + timedelta(days=7 - timezone.localtime().weekday() + 1)
    make_session(activity, title="cv", site=site, starts_at=monday)
    other = make_activity(host, title="Casques", kind="headset", theme=Theme.DISCOVER)
    make_session(other, title="casque", starts_at=monday + timedelta(days=20))

    assert titles("?kind=headset") == {"casque"}
    assert titles("?theme=prepare") == {"cv"}
    assert titles("?when=next_week") == {"cv"}
    assert titles("?when=never&kind=%00&commune=abc&stop=zz&page=zzz") == {"cv", "casque"}


def test_free_seats_are_said_and_those_kept_for_a_partner_are_not_free(
    activity: Activity, host: Organisation
) -> None:
    session = make_session(activity, seats_max=3)
    seat(session, Person.objects.create(first_name="Awa"))
    page = f"/agenda/{session.pk}/"
    assert "2 places libres" in text(read(page))
    SeatAllotment.objects.create(
        session=session, organisation=host, seats=2, until=timezone.now() + timedelta(days=1)
    )

    assert "complet, on peut attendre une place" in text(read(page))
    assert "complet, on peut attendre une place" in text(read("/agenda/"))


def test_the_page_names_nobody_and_sets_no_cookie(activity: Activity) -> None:
    session = make_session(activity)
    seat(session, Person.objects.create(first_name="Quetzalcoatl"))
    for path in ("/agenda/", "/en/agenda/", f"/agenda/{session.pk}/", f"/en/agenda/{session.pk}/"):
        response = read(path)
        assert response.status_code == 200
        assert not response.cookies
        assert "Quetzalcoatl" not in text(response)


def test_what_became_of_a_session_is_said(activity: Activity, adviser: User) -> None:
    session, later = make_session(activity), make_session(activity)
    Session.objects.filter(pk=later.pk).update(starts_at=later.starts_at + timedelta(hours=1))
    actions.cancel_session(session=session, reason="Secret de l’équipe", by=adviser)
    response = read(f"/agenda/{session.pk}/")

    assert response.status_code == 410
    assert "Cette séance est annulée." in text(response)
    assert "Secret" not in text(response)
    assert f"/agenda/{later.pk}/" in text(response)


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"public": False}])
def test_what_is_not_public_is_not_there(activity: Activity, hidden: dict[str, Any]) -> None:
    session = make_session(activity, **hidden)

    assert read(f"/agenda/{session.pk}/").status_code == 404
    assert read("/agenda/999999/").status_code == 404


def test_a_code_on_a_poster_leads_to_its_session_and_is_counted(activity: Activity, adviser: User) -> None:
    session = make_session(activity, state="draft")
    actions.open_session(session=session, by=adviser)
    code = ShortLink.objects.get(kind="session").code
    response = Client().get(registry.link_target("session", code), follow=True)

    assert response.redirect_chain[-1][0] == f"/agenda/{session.pk}/"
    assert LinkScan.objects.get().count == 1
    assert read("/agenda/code/ZZZZ/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_questions_of_the_calendar_do_not_grow(
    activity: Activity, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_session(activity)

    with django_assert_num_queries(7):
        assert len(read("/agenda/").context["lines"]) == count
