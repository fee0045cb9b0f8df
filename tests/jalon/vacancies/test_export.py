"""Vacancies as JobPosting, feeds and CSV: complete, valid, harmless, and only what may be shown."""

import csv
import json
from datetime import datetime, timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.vacancies import queries
from jalon.vacancies.choices import VacancyState
from jalon.vacancies.job_posting import as_job_posting, as_script
from jalon.vacancies.models import Vacancy
from jalon.vacancies.readers.job_posting import postings_of_page
from tests.factories.vacancies import make_draft, make_vacancy
from tests.fixtures.people import make_organisation, signed_in

pytestmark = pytest.mark.django_db

JSON_FEED = "/gestion/offres/flux/offres.json"
ATOM_FEED = "/gestion/offres/flux/offres.atom"


def test_a_posting_has_all_that_search_engines_require(employer: Organisation) -> None:
    vacancy = make_vacancy(
        employer, tasks="Souder.\n\nMeuler & polir <vite>.", wage_from=13, wage_period="hour",
        occupation_code="H2913", occupation_label="Soudage", seats=3, hired=1,
    )  # fmt: skip
    vacancy.shifts.create(starts="05:00", ends="13:00")

    posting = as_job_posting(Vacancy.objects.get())

    assert posting["description"] == "<p>Souder.</p><p>Meuler &amp; polir &lt;vite&gt;.</p>"
    assert datetime.fromisoformat(posting["validThrough"]) > timezone.now()
    assert posting["hiringOrganization"] == {"@type": "Organization", "name": "Chantiers Vandamme"}
    assert posting["jobLocation"]["geo"] == {"@type": "GeoCoordinates", "latitude": 51.03, "longitude": 2.37}
    assert posting["jobLocation"]["address"]["addressCountry"] == "FR"
    assert posting["baseSalary"]["value"] == {"@type": "QuantitativeValue", "unitText": "HOUR", "value": 13.0}
    assert (posting["workHours"], posting["totalJobOpenings"]) == ("05:00-13:00", 2)
    assert posting.keys() >= {"title", "datePosted", "identifier", "url", "employmentType"}


def test_text_cannot_end_its_script(employer: Organisation) -> None:
    make_vacancy(employer, title="</script><script>alert(1)</script>")

    script = as_script(as_job_posting(Vacancy.objects.get()))

    page = f'<script type="application/ld+json">{script}</script>'
    assert "</script>" not in script
    assert postings_of_page(page)[0]["title"] == "</script><script>alert(1)</script>"


def test_the_feed_holds_only_what_may_be_shown_and_needs_no_account(
    client: Client, employer: Organisation
) -> None:
    shown = make_vacancy(employer)
    make_draft(employer)
    make_vacancy(employer, valid_until=timezone.now() - timedelta(minutes=1))
    make_vacancy(employer, state=VacancyState.PAUSED)
    make_vacancy(employer, reviewed_at=None)
    make_vacancy(make_organisation("Inconnu", vetted=False))

    feed = client.get(JSON_FEED).json()
    atom = ElementTree.fromstring(b"".join(client.get(ATOM_FEED)))

    assert [item["url"].rstrip("/").rpartition("/")[2] for item in feed["itemListElement"]] == [str(shown.pk)]
    assert feed["next"] is None
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_feed_takes_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries, client: Client, employer: Organisation, count: int
) -> None:
    for _ in range(count):
        make_vacancy(employer).shifts.create(starts="05:00", ends="13:00")

    with django_assert_num_queries(2):
        assert len(client.get(JSON_FEED).json()["itemListElement"]) == count


def test_the_csv_holds_no_formula(employer: Organisation, adviser: User) -> None:
    make_vacancy(employer, title="=HYPERLINK(1)")

    text = b"".join(signed_in(adviser).get("/gestion/offres/export.csv")).decode("utf-8-sig")

    (row,) = csv.DictReader(StringIO(text))
    assert (row["titre"], row["etat"], row["employeur"]) == (
        "'=HYPERLINK(1)",
        "ouverte",
        "Chantiers Vandamme",
    )


def test_a_posting_is_json(employer: Organisation) -> None:
    make_vacancy(employer)

    assert json.loads(as_script(as_job_posting(Vacancy.objects.get())))["@type"] == "JobPosting"


def test_near_gives_the_nearest_first(employer: Organisation) -> None:
    far, close = make_vacancy(employer, lat=51.04), make_vacancy(employer, lat=51.031)
    make_vacancy(employer, lat=51.3)

    found = list(queries.near(51.03, 2.37, within_m=2000))

    assert found == [close, far]
    assert [round(v.distance_m) for v in found] == [111, 1113]  # type: ignore[attr-defined]


def test_open_vacancies_are_counted_by_occupation(employer: Organisation) -> None:
    for code, seats in (("H2913", 2), ("H2913", 1), ("N4103", 1)):
        make_vacancy(employer, occupation_code=code, occupation_label=code, seats=seats)

    counted = [(c.code, c.vacancies, c.seats) for c in queries.open_by_occupation()]

    assert counted == [("H2913", 2, 3), ("N4103", 1, 1)]
