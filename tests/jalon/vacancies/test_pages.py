"""Pages where vacancies are written and read: who gets them, what they keep, how many queries they take."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.directory.models import Organisation, Site
from jalon.network.models import Network, Stop
from jalon.vacancies import queries
from jalon.vacancies.choices import ModerationReason, PlaceKind, VacancyState
from jalon.vacancies.models import Vacancy
from tests.factories.vacancies import make_draft, make_vacancy
from tests.fixtures.people import make_organisation, signed_in

pytestmark = pytest.mark.django_db

HOME = "/gestion/offres/"
PAGES = ["", "ecrire/", "{id}/", "{id}/modifier/", "imports/", "export.csv"]
ACTIONS = ["publier", "pause", "reprendre", "place", "lire", "fermer", "retirer", "copier"]


def typed(**fields: Any) -> dict[str, Any]:
    """A complete page."""
    return {
        "title": "Soudeuse, soudeur",
        "tasks": "Assembler des tôles.",
        "contract": "permanent",
        "wage_from": "1 980,50 €",
        "wage_period": "month",
        "coordinates": "51,034 ; 2,377",
        "place_text": "Quai aux Bois",
        "radius_m": "600",
        "seats": "2",
        "valid_until": f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}",
        "shift_count": "2",
        "shift-0-starts": "5 h",
        "shift-0-ends": "13h00",
        "shift-0-days": ["0", "1", "2", "3", "4"],
        "shift-1-days": ["0"],
        **fields,
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in_and_sees_nothing(
    client: Client, employer: Organisation, page: str
) -> None:
    vacancy = make_vacancy(employer)

    response = client.get(HOME + page.format(id=vacancy.pk))

    assert response.status_code == 302
    assert response["Location"].startswith("/compte/")


@pytest.mark.parametrize(
    "page", ["{id}/", "{id}/modifier/", "imports/", "export.csv", "imports/1/", "imports/1/refus"]
)
def test_another_employer_gets_nothing(employer: Organisation, other_recruiter: User, page: str) -> None:
    vacancy = make_vacancy(employer)

    response = signed_in(other_recruiter).get(HOME + page.format(id=vacancy.pk))

    assert response.status_code in {403, 404}
    assert "Soudeuse" not in response.content.decode()


@pytest.mark.parametrize("action", ACTIONS)
def test_another_employer_and_a_partner_change_nothing(
    employer: Organisation, other_recruiter: User, partner_adviser: User, action: str
) -> None:
    vacancy = make_vacancy(employer)

    for user in (other_recruiter, partner_adviser):
        response = signed_in(user).post(f"{HOME}{vacancy.pk}/{action}/", {"reason": "fake"})
        assert response.status_code == 404

    assert Vacancy.objects.get() == vacancy
    assert Vacancy.objects.get().state == VacancyState.OPEN


@pytest.mark.parametrize("action", ["lire", "retirer"])
def test_an_employer_neither_reviews_nor_moderates(
    employer: Organisation, recruiter: User, action: str
) -> None:
    vacancy = make_vacancy(employer, reviewed_at=None)

    response = signed_in(recruiter).post(f"{HOME}{vacancy.pk}/{action}/", {"reason": "fake"})

    vacancy.refresh_from_db()
    assert (response.status_code, vacancy.state, vacancy.reviewed_at) == (404, "open", None)


@pytest.mark.parametrize("action", ACTIONS)
def test_reading_an_address_changes_nothing(employer: Organisation, adviser: User, action: str) -> None:
    vacancy = make_vacancy(employer)

    assert signed_in(adviser).get(f"{HOME}{vacancy.pk}/{action}/").status_code == 405


def test_an_operator_has_no_list(operator_user: User) -> None:
    assert signed_in(operator_user).get(HOME).status_code == 403


def test_a_partner_reads_what_is_published_and_no_draft(
    employer: Organisation, partner_adviser: User
) -> None:
    shown, draft = make_vacancy(employer), make_draft(employer)
    browser = signed_in(partner_adviser)

    assert browser.get(f"{HOME}{shown.pk}/").status_code == 200
    assert browser.get(f"{HOME}{draft.pk}/").status_code == 404
    assert browser.get(f"{HOME}ecrire/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(
    django_assert_num_queries: DjangoAssertNumQueries, host: Organisation, adviser: User, count: int
) -> None:
    for n in range(count):
        make_vacancy(make_organisation(f"Employeur {n}"))
    browser = signed_in(adviser)

    with django_assert_num_queries(10):
        response = browser.get(HOME)

    assert response.content.decode().count('<tr><th scope="row">') == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_as_many_queries_with_one_shift_as_with_three(
    django_assert_num_queries: DjangoAssertNumQueries, employer: Organisation, adviser: User, count: int
) -> None:
    vacancy = make_vacancy(employer)
    for n in range(count):
        vacancy.shifts.create(starts=f"0{n}:00", ends="13:00")
        vacancy.changes.create(to_state="open", by=adviser)
    browser = signed_in(adviser)

    with django_assert_num_queries(12):
        browser.get(f"{HOME}{vacancy.pk}/")


def test_an_employer_publishes_in_one_page(employer: Organisation, recruiter: User) -> None:
    response = signed_in(recruiter).post(f"{HOME}ecrire/", typed(publish="1"))

    vacancy = Vacancy.objects.get()
    assert response["Location"] == f"{HOME}{vacancy.pk}/?saved=vacancy"
    assert (vacancy.organisation, vacancy.state, vacancy.created_by) == (employer, "open", recruiter)
    assert (str(vacancy.wage_from), vacancy.lat, vacancy.lon) == ("1980.50", 51.034, 2.377)
    assert (vacancy.place_kind, vacancy.seats) == (PlaceKind.EXACT, 2)
    assert [(str(s), s.weekdays) for s in vacancy.shifts.order_by("pk")] == [("05:00-13:00", "1111100")]
    assert vacancy.valid_until is not None
    assert timezone.localtime(vacancy.valid_until).hour == 23


def test_a_draft_needs_little_and_nothing_typed_is_lost_on_error(recruiter: User) -> None:
    browser = signed_in(recruiter)
    little = {"title": "Soudeuse", "radius_m": "600", "seats": "1", "shift_count": "1"}

    refused = browser.post(
        f"{HOME}ecrire/", {**little, "publish": "1", "shift-0-starts": "5h", "tasks": "Tôles"}
    )
    kept = browser.post(f"{HOME}ecrire/", little | {"save": "1"})

    body = refused.content.decode()
    assert refused.status_code == 422
    for words in (
        "Choisissez le contrat.",
        "jusqu’à quel jour",
        "Écrivez les deux heures",
        "Tôles",
        'value="5h"',
    ):
        assert words in body
    assert kept.status_code == 302
    assert Vacancy.objects.get().state == VacancyState.DRAFT


def test_a_row_of_hours_is_added_without_script_and_without_reproach(recruiter: User) -> None:
    body = (
        signed_in(recruiter)
        .post(f"{HOME}ecrire/", {"title": "", "shift_count": "2", "more": "1"})
        .content.decode()
    )

    assert 'name="shift-2-starts"' in body
    assert "field--error" not in body
    assert Vacancy.objects.count() == 0


def test_an_adviser_writes_for_an_employer_at_one_of_its_sites(employer: Organisation, adviser: User) -> None:
    make_organisation("Aciers du Large")
    site = Site.objects.create(organisation=employer, name="Atelier", address="Porte 2", lat=51.0, lon=2.3)
    page = typed(coordinates="", place_text="", site=str(site.pk), employer=str(employer.pk), publish="1")

    signed_in(adviser).post(f"{HOME}ecrire/", page)

    vacancy = Vacancy.objects.get()
    assert (vacancy.organisation, vacancy.site, vacancy.lat, vacancy.place_text) == (
        employer,
        site,
        51.0,
        "Porte 2",
    )
    assert vacancy.reviewed_by == adviser


def test_two_who_write_at_once_do_not_undo_each_other(employer: Organisation, recruiter: User) -> None:
    vacancy = make_vacancy(employer)
    browser = signed_in(recruiter)
    version = vacancy.changed_at.isoformat()
    browser.post(f"{HOME}{vacancy.pk}/modifier/", typed(title="Premier", version=version, save="1"))

    late = browser.post(f"{HOME}{vacancy.pk}/modifier/", typed(title="Second", version=version, save="1"))

    vacancy.refresh_from_db()
    assert (late.status_code, vacancy.title) == (422, "Premier")
    assert "Second" in late.content.decode()
    assert vacancy.changed_at.isoformat() in late.content.decode().replace("&#x2B;", "+").replace(
        "&#43;", "+"
    )


def test_opening_the_page_and_saving_changes_nothing(employer: Organisation, recruiter: User) -> None:
    vacancy = make_vacancy(employer, place_kind=PlaceKind.DEMONSTRATION, occupation_code="Z9999")
    vacancy.shifts.create(starts="05:00", ends="13:00")
    browser = signed_in(recruiter)
    form = browser.get(f"{HOME}{vacancy.pk}/modifier/").context["form"]
    rows = browser.get(f"{HOME}{vacancy.pk}/modifier/").context["timetable"].forms
    page = {name: form[name].value() or "" for name in form.fields} | {
        "shift_count": str(len(rows)),
        "save": "1",
    }
    for row in rows:
        page |= {f"{row.prefix}-{name}": row[name].value() or "" for name in row.fields}

    response = browser.post(f"{HOME}{vacancy.pk}/modifier/", page)

    assert response.status_code == 302
    assert vacancy.changes.count() == 0


def test_buttons_say_what_happened(employer: Organisation, adviser: User) -> None:
    vacancy = make_vacancy(employer)
    browser = signed_in(adviser)

    done = browser.post(f"{HOME}{vacancy.pk}/pause/", follow=True).content.decode()
    twice = browser.post(f"{HOME}{vacancy.pk}/pause/", follow=True).content.decode()

    assert "plus aucun écran ne la montre" in done
    assert "Cette offre est déjà en pause." in twice


def test_the_association_withdraws_in_one_click_with_a_reason(employer: Organisation, adviser: User) -> None:
    vacancy = make_vacancy(employer)

    response = signed_in(adviser).post(
        f"{HOME}{vacancy.pk}/retirer/", {"reason": ModerationReason.DISCRIMINATORY}, follow=True
    )

    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.closing_reason) == ("closed", "moderated")
    assert "retirée par l’association : discriminatoire" in response.content.decode()


def test_filters_find_what_waits_for_a_reading(employer: Organisation, adviser: User) -> None:
    make_vacancy(employer, title="Lue")
    make_vacancy(employer, title="Nouvelle", reviewed_at=None)

    body = signed_in(adviser).get(f"{HOME}?view=to_read&state=open&employer={employer.pk}").content.decode()

    assert ("Nouvelle" in body, ">Lue<" in body) == (True, False)


def test_a_copy_opens_to_be_written_on(employer: Organisation, recruiter: User) -> None:
    vacancy = make_vacancy(employer)

    response = signed_in(recruiter).post(f"{HOME}{vacancy.pk}/copier/")

    copy = Vacancy.objects.exclude(pk=vacancy.pk).get()
    assert response["Location"] == f"{HOME}{copy.pk}/modifier/"


def test_the_area_of_display_names_its_stops(
    employer: Organisation, adviser: User, operator: Organisation
) -> None:
    network = Network.objects.create(key="estran", name="Estran", operator=operator)
    for name, lat in (("Gare", 51.031), ("Port", 51.034), ("Phare", 51.0362), ("Loin", 51.2)):
        Stop.objects.create(network=network, key=name, name=name, lat=lat, lon=2.37)
    vacancy = make_vacancy(employer, radius_m=600)

    zone = queries.zone_of(vacancy)
    body = signed_in(adviser).get(f"{HOME}{vacancy.pk}/").content.decode()

    assert zone is not None
    assert [(stop.name, stop.metres) for stop in zone.covered] == [("Gare", 111), ("Port", 445)]
    assert [stop.name for stop in zone.stops] == ["Gare", "Port", "Phare"]
    assert "2 arrêts à moins de 600 m" in body


def test_text_of_a_source_is_text_on_our_page(employer: Organisation, adviser: User) -> None:
    vacancy = make_vacancy(employer, tasks="<img src=x onerror=alert(1)>")

    body = signed_in(adviser).get(f"{HOME}{vacancy.pk}/").content.decode()

    assert "<img src=x" not in body
