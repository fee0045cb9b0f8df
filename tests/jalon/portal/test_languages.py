"""English by its address, easy to read by its address, and neither lost on the way."""

import re
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from jalon.base import words
from jalon.base.models import OutboxMessage, ShortLink
from jalon.directory.models import Organisation
from jalon.introductions import actions
from jalon.introductions.models import Interest
from jalon.network.models import Network
from jalon.people.actions import open_key
from jalon.portal.templatetags.portal import plain_contract
from jalon.vacancies import actions as vacancy_actions
from jalon.vacancies.choices import Contract
from jalon.vacancies.models import Vacancy
from jalon.vacancies.templatetags.vacancies import wage, weekdays

HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("\u00a0", " ").split())


def text(response: Any) -> str:
    return plain(response.content.decode())


@pytest.mark.parametrize(
    ("hour", "french", "english"),
    [
        (time(0, 0), "0 h", "midnight"),
        (time(0, 5), "0 h 05", "12:05 am"),
        (time(5, 30), "5 h 30", "5:30 am"),
        (time(12, 0), "12 h", "midday"),
        (time(12, 22), "12 h 22", "12:22 pm"),
        (time(14, 0), "14 h", "2 pm"),
    ],
)
def test_hours_are_said_as_one_says_them(hour: time, french: str, english: str) -> None:
    said = []
    for language in ("fr", "en"):
        with translation.override(language):
            said.append(plain(words.hour(hour)))

    assert said == [french, english]


def test_days_lengths_and_wages_are_said_as_one_says_them() -> None:
    year = timezone.localdate().year
    moment = datetime(year, 11, 26, 13, tzinfo=UTC)
    pay = Vacancy(wage_from=Decimal(1980), wage_period="month")
    span = Vacancy(wage_from=Decimal("12.30"), wage_to=Decimal(13), wage_period="hour")

    with translation.override("en"):
        said = [
            words.moment(moment),
            words.ago(moment - timedelta(days=3), moment),
            words.near(moment, moment - timedelta(days=1)),
            wage(pay),
            wage(span),
            weekdays("1111100"),
        ]

    assert [plain(one) for one in said] == [
        f"{moment:%A} 26 November at 2 pm",
        "3 days ago",
        "tomorrow, 2 pm",
        "€1,980 gross a month",
        "€12.30 to €13 gross an hour",
        "Monday to Friday",
    ]


@pytest.mark.parametrize("contract", Contract.values)
def test_an_easy_page_says_each_contract_without_initials(contract: str) -> None:
    assert not re.search(r"[A-Z]{2}", plain_contract(Vacancy(contract=contract)))


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["/en/", "/facile/", "/en/facile/"])
def test_links_and_the_form_keep_to_the_variant(
    client: Client, network: Network, link: ShortLink, prefix: str
) -> None:
    shown = client.get(f"{prefix}{link.code}")
    thanks = client.post(f"{prefix}{link.code}", {"reach": "06 39 98 12 34"}, **HERE)
    after = client.get(thanks["Location"])

    assert shown.status_code == 200
    assert thanks["Location"].startswith(f"{prefix}merci/")
    assert after.status_code == 200
    assert not shown.cookies
    # What is said in one way keeps the language.
    language = prefix.replace("facile/", "")
    kept = (f"{language}agenda/", f"{language}tournee/", "/organisations/", "/static/")
    for page in (client.get(prefix), shown, after):
        main = page.content.decode().partition("<main")[2].partition("</main>")[0]
        addresses = re.findall(r'(?:href|action)="(/[^"?]*)', main)
        assert [one for one in addresses if not one.startswith((prefix, *kept))] == []


@pytest.mark.django_db
def test_a_page_leads_to_its_own_variants_and_back(client: Client, link: ShortLink) -> None:
    def leads(path: str) -> set[str]:
        head = client.get(path).content.decode().partition("<main")[0]
        return set(re.findall(r'href="(/[^"?]*)"', head.partition("masthead__end")[2]))

    code = link.code
    assert leads(f"/{code}") >= {f"/facile/{code}", f"/en/{code}"}
    assert leads(f"/en/{code}") >= {f"/en/facile/{code}", f"/{code}"}
    assert leads(f"/facile/{code}") >= {f"/{code}", f"/en/facile/{code}"}
    assert leads("/secteurs/") >= {"/facile/", "/en/secteurs/"}


@pytest.mark.django_db
def test_who_asked_in_english_is_written_to_in_english(client: Client, link: ShortLink) -> None:
    client.post(f"/en/{link.code}", {"reach": "06 39 98 12 34", "first_name": "Amy"}, **HERE)

    message = OutboxMessage.objects.get(channel="sms")
    assert message.language == "en"
    assert re.search(r"will call you by \w+day \d+ \w+ at (\d|midday)", plain(message.body))
    assert "Reply STOP" in message.body


@pytest.mark.django_db
def test_the_own_page_speaks_the_language_of_the_person(client: Client, vacancy: Vacancy) -> None:
    interest = actions.register_interest(vacancy=vacancy, phone="0639981234", medium="web", language="en")
    code = open_key(person=interest.person, kind="slip")

    page = client.get(f"/suivi/{code}/")
    asked = client.get(f"/suivi/{code}/effacer/")
    gone = client.post(f"/suivi/{code}/effacer/")

    assert "What happens next" in text(page)
    assert "will call you by" in text(page)
    assert "Interested in a job" in text(page)
    assert 'lang="en"' in page.content.decode()
    assert page["Content-Language"] == "en"
    assert "Erase everything?" in text(asked)
    assert "Everything is erased" in text(gone)
    assert translation.get_language() == "fr"


@pytest.mark.django_db
def test_the_employer_is_written_to_in_french_when_an_english_speaker_stops(
    client: Client, vacancy: Vacancy, adviser: Any
) -> None:
    interest = actions.register_interest(vacancy=vacancy, phone="0639981234", medium="web", language="en")
    actions.take(interest=interest, by=adviser)
    actions.introduce(
        interest=interest, presentation="Sait souder.", means="phone", by=adviser, employer="rh@exemple.fr"
    )
    code = open_key(person=interest.person, kind="slip")

    client.post(f"/suivi/{code}/arreter/")

    to_employer = OutboxMessage.objects.filter(recipient="rh@exemple.fr").latest("pk")
    assert to_employer.language == "fr"
    assert "désistement" in to_employer.subject
    assert Interest.objects.get().state == "closed"


@pytest.mark.django_db
def test_a_closed_code_and_a_wrong_one_are_easy_to_read_too(
    client: Client, vacancy: Vacancy, link: ShortLink, adviser: Any
) -> None:
    vacancy_actions.close(vacancy=vacancy, reason="withdrawn", by=adviser)

    closed = client.get(f"/facile/{link.code}")
    wrong = client.get("/facile/code/", {"code": "Z9Z9"})

    assert (closed.status_code, wrong.status_code) == (410, 404)
    assert "Cet emploi n’est plus libre" in text(closed)
    assert 'value="Z9Z9"' in wrong.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/compte/entrer/", "/organisations/inscription"])
def test_a_professional_chooses_the_language_once(client: Client, host: Organisation, path: str) -> None:
    assert 'lang="fr"' in client.get(path).content.decode()

    chosen = client.get(path, {"langue": "en"})

    assert chosen.cookies["django_language"].value == "en"
    assert '<html lang="en">' in chosen.content.decode()
    assert '<html lang="en">' in client.get(path).content.decode()
    assert '<html lang="fr">' in client.get("/").content.decode()
    assert "django_language" not in client.get(path, {"langue": "<script>"}).cookies


@pytest.mark.django_db
def test_the_code_of_a_slip_may_be_typed_in_english_without_a_cookie(client: Client) -> None:
    asked = client.get("/suivi/?langue=en")

    assert "How is my request going?" in text(asked)
    assert 'action="/suivi/?langue=en"' in asked.content.decode()
    assert not asked.cookies
