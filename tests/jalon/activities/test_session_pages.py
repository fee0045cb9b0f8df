"""Pages of sessions: what they show to whom, what they keep, and how many questions they ask."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.choices import ActivityKind, ActivityState, BookingState, ResourceKind
from jalon.activities.models import Activity, Resource, ResourceHold, Session, SessionFacilitator
from jalon.activities.queries.session import short_soon
from jalon.directory.models import Organisation
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session, next_weekday, seat
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db
LIST = "/seances/"


@pytest.fixture
def activity(host: Organisation) -> Activity:
    return make_activity(host)


@pytest.fixture
def desk(adviser: User) -> Client:
    return signed_in(adviser)


def typed(chosen: Activity, /, **more: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    day = next_weekday()
    return {
        "activity": chosen.pk,
        "title": "",
        "repeat": "once",
        "half-TOTAL_FORMS": 1,
        "half-INITIAL_FORMS": 0,
        "half-0-day": f"{day:%Y-%m-%d}",
        "half-0-starts": "9 h",
        "half-0-ends": "12h30",
        "kept-TOTAL_FORMS": 0,
        "kept-INITIAL_FORMS": 0,
        "team-TOTAL_FORMS": 0,
        "team-INITIAL_FORMS": 0,
        "way": "on_site",
        "place": "4 place de la Gare",
        "seats_max": 10,
        "seats_min": 1,
        "audience": "public",
        **more,
    }


def text(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def waiting(session: Session) -> None:
    person = Person.objects.create(first_name="Nadia")
    seat(session, person, state=BookingState.WAITING)
    Session.objects.filter(pk=session.pk).update(seats_taken=session.seats_taken - 1)


def test_a_session_is_written_and_opened_from_the_page(desk: Client, activity: Activity) -> None:
    assert desk.get("/seances/nouvelle/").status_code == 200
    response = desk.post("/seances/nouvelle/", typed(activity, open="1"), follow=True)

    session = Session.objects.get()
    assert session.state == "open"
    assert timezone.localtime(session.ends_at).strftime("%H:%M") == "12:30"
    assert "La séance est écrite." in text(response)
    assert "Personne n’est inscrit · 10 places libres" in text(response)


def test_ten_headsets_are_picked_in_one_move(desk: Client, activity: Activity) -> None:
    for number in range(12):
        Resource.objects.create(
            lender=activity.organisation, name=f"Casque {number}", kind=ResourceKind.HEADSET
        )
    desk.post("/seances/nouvelle/", typed(activity, number_headset=10))

    assert ResourceHold.objects.filter(part__session=Session.objects.get()).count() == 10


def test_a_series_tells_which_dates_it_skipped(desk: Client, activity: Activity) -> None:
    year = timezone.localdate().year + 1
    more = {"half-0-day": f"{year}-05-01", "repeat": "weekly", "weekdays": list("0123456"), "count": 10}
    response = desk.post("/seances/nouvelle/", typed(activity, **more), follow=True)

    assert Session.objects.count() == 10
    assert f"Sauté : {'samedi' if year == 2027 else ''}" in text(response)
    assert "jour férié (fête du travail)" in text(response)
    assert "jour férié (8 mai)" in text(response)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"half-0-day": "2027-02-31"}, "Ce jour n’existe pas."),
        ({"half-0-day": "20226-03-01"}, "Ce jour n’existe pas."),
        ({"half-0-day": "2226-03-01"}, "hors de l’agenda"),
        ({"half-0-day": ""}, "Dites aussi le jour."),
        ({"half-0-starts": "25 h"}, "Écrivez une heure comme"),
        ({"half-0-ends": "8 h"}, "La fin vient avant le début."),
        ({"half-0-day": "2027-03-28", "half-0-starts": "2h30"}, "n’existe pas le dimanche 28 mars 2027"),
        ({"half-0-day": "", "half-0-starts": "", "half-0-ends": ""}, "Donnez au moins une date"),
        ({"place": ""}, "Choisissez un lieu"),
        ({"coordinates": "abc"}, "On attend deux nombres"),
        ({"seats_max": 0}, "supérieure ou égale à 1"),
        ({"seats_min": 20}, "Le minimum dépasse"),
        ({"repeat": "weekly", "count": 3}, "Choisissez au moins un jour de la semaine"),
        ({"repeat": "monthly", "nth": "1", "month_day": "1"}, "l’un des deux"),
        ({"repeat": "weekly", "weekdays": ["0"], "count": 150}, "ne donne que"),
        ({"activity": 0}, "n’en fait pas partie"),
        ({"kept-TOTAL_FORMS": 1, "kept-0-seats": 4}, "Dites aussi pour quel partenaire"),
        ({"team-TOTAL_FORMS": 1, "team-0-name": "Léa"}, "Dites aussi de quel partenaire"),
    ],
)
def test_what_cannot_be_is_said_and_everything_is_kept(
    desk: Client, activity: Activity, more: dict[str, Any], said: str
) -> None:
    response = desk.post("/seances/nouvelle/", typed(activity, what_to_bring="Un CV 😀 مرحبا", **more))

    assert response.status_code == 422
    assert said in text(response).replace("\u00a0", " ")
    assert "Un CV 😀 مرحبا" in text(response)
    assert not Session.objects.exists()


def test_one_more_line_judges_nothing_and_keeps_what_was_typed(desk: Client, activity: Activity) -> None:
    response = desk.post("/seances/nouvelle/", typed(activity, more="half", seats_max="", title="Gardé"))

    assert response.status_code == 200
    assert "Gardé" in text(response)
    assert "half-1-day" in text(response)
    assert "field--error" not in text(response)


def test_a_room_that_is_taken_is_said_with_the_form_kept(
    desk: Client, activity: Activity, adviser: User
) -> None:
    room = Resource.objects.create(lender=activity.organisation, name="Salle bleue", kind="room")
    begin = next_weekday()
    actions.hold_resource(
        resource=room, period=(begin, begin + timedelta(hours=1)), label="Conseil", by=adviser
    )
    response = desk.post("/seances/nouvelle/", typed(activity, resources=[room.pk], title="Gardé"))

    assert response.status_code == 422
    assert "par « Conseil »" in text(response)
    assert "Gardé" in text(response)


def test_seats_are_changed_but_not_below_those_taken(desk: Client, activity: Activity) -> None:
    session = make_session(activity, seats_max=3)
    seat(session, Person.objects.create(first_name="Awa"))
    seat(session, Person.objects.create(first_name="Lou"))
    address = f"/seances/{session.pk}/modifier/"
    assert desk.get(address).status_code == 200
    refused = desk.post(address, typed(activity, seats_max=1))
    done = desk.post(address, typed(activity, seats_max=4), follow=True)

    assert refused.status_code == 422
    assert "2 places sont prises" in text(refused)
    assert "2 inscrits sur 4 · 2 places libres" in text(done)


def test_a_session_is_moved_and_cancelled_from_its_page(desk: Client, activity: Activity) -> None:
    session = make_session(activity)
    later = session.starts_at + timedelta(days=7)
    sent = typed(activity, reason="Travaux") | {"half-0-day": f"{timezone.localtime(later):%Y-%m-%d}"}
    assert desk.get(f"/seances/{session.pk}/deplacer/").status_code == 200
    moved = desk.post(f"/seances/{session.pk}/deplacer/", sent, follow=True)
    same = desk.post(f"/seances/{session.pk}/deplacer/", sent)
    assert desk.get(f"/seances/{session.pk}/annuler/").status_code == 200
    bare = desk.post(f"/seances/{session.pk}/annuler/", {"reason": ""})
    cancelled = desk.post(f"/seances/{session.pk}/annuler/", {"reason": "Neige"}, follow=True)

    session.refresh_from_db()
    assert (session.starts_at, session.state) == (later, "cancelled")
    assert "Déplacée" in text(moved)
    assert (same.status_code, bare.status_code) == (422, 422)
    assert "Cette séance est annulée : Neige" in text(cancelled)


def test_a_session_below_its_minimum_is_flagged_the_day_before(desk: Client, activity: Activity) -> None:
    soon = timezone.now() + timedelta(hours=20)
    make_session(activity, starts_at=soon, seats_min=5)
    make_session(activity, starts_at=soon + timedelta(days=5), seats_min=5)

    assert text(desk.get(LIST)).count("Il manque 5 inscrits") == 1
    assert [one.starts_at for one in short_soon([activity.organisation])] == [soon]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"ouverte", "complète", "brouillon", "annulée"}),
        ("?state=full", {"complète"}),
        ("?state=free", {"ouverte"}),
        ("?state=draft", {"brouillon"}),
        ("?state=cancelled", {"annulée"}),
        ("?period=past", {"finie"}),
        ("?kind=advice", {"rendez-vous"}),
        ("?theme=meet", set()),
        ("?mes=1", {"ouverte"}),
        ("?period=nonsense&partner=abc&first=2027-02-31", {"ouverte", "complète", "brouillon", "annulée"}),
    ],
)
def test_the_list_is_narrowed(
    desk: Client, activity: Activity, adviser: User, query: str, shown: set[str]
) -> None:
    running = make_session(activity, title="ouverte")
    SessionFacilitator.objects.create(session=running, organisation=activity.organisation, user=adviser)
    full = make_session(activity, title="complète", seats_max=1)
    seat(full, Person.objects.create(first_name="Awa"))
    make_session(activity, title="brouillon", state="draft")
    make_session(activity, title="annulée", state="cancelled")
    make_session(activity, title="finie", state="done", starts_at=timezone.now() - timedelta(days=3))
    advice = make_activity(activity.organisation, kind=ActivityKind.ADVICE, title="Conseil")
    make_session(advice, title="rendez-vous", public=False)

    found = {line.session.title for line in desk.get(f"{LIST}{query}").context["lines"]}
    assert found == shown


@pytest.mark.parametrize("count", [1, 3])
def test_questions_of_the_list_do_not_grow(
    desk: Client,
    activity: Activity,
    adviser: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        session = make_session(activity)
        SessionFacilitator.objects.create(session=session, organisation=activity.organisation, user=adviser)
        waiting(session)

    with django_assert_num_queries(10):
        response = desk.get(LIST)
    assert text(response).count("1 en attente") == count


def test_other_partners_see_what_is_open_and_write_nothing(
    activity: Activity, partner_adviser: User, recruiter: User
) -> None:
    other = Organisation.objects.create(kind="partner", name="Un tiers")
    partner = signed_in(partner_adviser)
    draft = make_session(activity, state="draft", title="Secret")
    theirs = make_session(activity, made_for=other, public=False, title="Secret")
    open_one = make_session(activity)

    for hidden in (draft, theirs):
        assert partner.get(f"/seances/{hidden.pk}/").status_code == 404
    assert "Secret" not in text(partner.get(LIST))
    assert partner.get(f"/seances/{open_one.pk}/").status_code == 200
    assert "Déplacer" not in text(partner.get(f"/seances/{open_one.pk}/"))
    for verb in ("modifier", "deplacer", "annuler"):
        assert partner.get(f"/seances/{open_one.pk}/{verb}/").status_code == 404
    for verb in ("ouvrir", "terminer", "annuler", "deplacer", "modifier", "ouvrir-la-serie"):
        assert partner.post(f"/seances/{open_one.pk}/{verb}/", {"reason": "x"}).status_code == 404
    for stranger, status in ((Client(), 302), (signed_in(recruiter), 403)):
        for path in (LIST, f"/seances/{open_one.pk}/", "/seances/nouvelle/", "/seances/agendas/"):
            response = stranger.get(path)
            assert response.status_code == status
            assert "Atelier CV" not in response.content.decode()


def test_looking_never_acts(desk: Client, activity: Activity) -> None:
    session = make_session(activity, state="draft")

    assert desk.get(f"/seances/{session.pk}/ouvrir/").status_code == 405
    assert desk.get(f"/seances/{session.pk}/terminer/").status_code == 405


def test_an_activity_out_of_the_catalogue_gets_no_public_session(desk: Client, activity: Activity) -> None:
    Activity.objects.update(state=ActivityState.DRAFT)
    response = desk.post("/seances/nouvelle/", typed(activity, open="1"), follow=True)

    assert Session.objects.get().state == "draft"
    assert "Elle reste un brouillon." in text(response)


def test_a_session_over_two_places_shows_both(desk: Client, activity: Activity) -> None:
    site = activity.organisation.sites.create(name="Bus bleu, arrêt Port", lat=51.0, lon=2.3)
    day = next_weekday()
    more = {
        "half-TOTAL_FORMS": 2,
        "half-1-day": f"{day + timedelta(days=1):%Y-%m-%d}",
        "half-1-starts": "14 h",
        "half-1-ends": "17 h",
        "half-1-site": site.pk,
    }
    response = desk.post("/seances/nouvelle/", typed(activity, **more), follow=True)

    assert "Demi-journée 2" in text(response)
    assert "Bus bleu, arrêt Port" in text(response)
    assert isinstance(Session.objects.get().ends_at, datetime)
