"""The main job, walked by everybody in turn: a vacancy is shown in a bus, and ends with a hire."""

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import check_accessible
from tests.journeys.bus import SHIPYARD, in_broadcast, near_the_quay, pair, pause, resume
from tests.journeys.people import mails, somebody
from tests.processes import Stack, wait_until

pytestmark = [pytest.mark.journey]
TITLE = "Charpentière, charpentier marine"


@pytest.fixture
def quiet_shipyard(site: Stack, browser: Browser) -> Iterator[None]:
    """The other offers of the employer make room, so that every trip plays the new one."""
    with somebody(site, browser, "paul@jalon.example") as paul:
        paused = [pause(paul, title) for title in SHIPYARD]
        yield
        for address in paused:
            resume(paul, address)


@pytest.mark.usefixtures("quiet_shipyard")
def test_a_vacancy_goes_from_the_employer_to_the_bus_and_ends_with_a_hire(
    site: Stack, browser: Browser
) -> None:
    # Given an employer who publishes a vacancy with one seat
    with somebody(site, browser, "paul@jalon.example") as paul:
        vacancy = publish(paul)

    # And a screen that the operator has paired, on a bus that nears the shipyard
    with (
        somebody(site, browser, "oscar@jalon.example") as oscar,
        somebody(
            site, browser, permissions=["geolocation"], viewport={"width": 1920, "height": 540}
        ) as screen,
    ):
        in_broadcast(oscar, TITLE)
        pair(oscar, screen)
        near_the_quay(screen)

        # Then the screen plays it, with a code
        expect(screen.locator(".bus-screen__trade", has_text="Charpentière")).to_be_visible(timeout=120_000)
        code = (
            screen.locator(".bus-screen__code, .bus-screen__call strong")
            .first.inner_text()
            .replace(" ", "")[-4:]
        )

        # When a passenger follows the code and leaves a number
        with somebody(site, browser, viewport={"width": 360, "height": 740}) as passenger:
            follow(passenger, code)

        # And an adviser calls, and introduces
        with somebody(site, browser, "claire@jalon.example") as claire:
            before = time.time()
            introduce(claire)
            # And the employer answers from the link, without an account
            with somebody(site, browser, viewport={"width": 360, "height": 740}) as employer:
                answer(employer, answer_link(site, before))
            # And the adviser records the interview, then the hire
            hire(claire)

        # Then no screen shows it any more, within five seconds
        expect(screen.locator(".bus-screen__trade", has_text="Charpentière")).to_have_count(0, timeout=5_000)

    # And the code says that it is closed
    with somebody(site, browser) as late:
        late.goto(f"/{code}")
        expect(late.get_by_role("heading", name="Cette offre n’est plus ouverte")).to_be_visible()
        check_accessible(late)
        late.goto(f"/offres/{vacancy}/")
        expect(late.get_by_role("heading", level=1)).to_contain_text("n’existe pas")


def publish(page: Page) -> str:
    """One page, one button; the id of the vacancy."""
    page.goto("/gestion/offres/ecrire/")
    page.get_by_label("Titre de l’offre").fill(TITLE)
    page.get_by_label("Ce qu’on fait").fill("Construire et réparer des coques en bois.")
    page.get_by_label("Contrat", exact=True).select_option(label="CDI")
    page.get_by_label("De", exact=True).first.fill("5:00")
    page.get_by_label("À", exact=True).first.fill("13:00")
    page.get_by_label("Lieu de travail").select_option(label="Atelier du quai, Quai aux Bois")
    page.get_by_label("Montrer l’offre jusqu’au").fill(f"{date.today() + timedelta(days=20):%Y-%m-%d}")  # noqa: DTZ011
    check_accessible(page)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("ouverte").first).to_be_visible()
    found = re.search(r"/offres/(\d+)/", page.url)
    assert found is not None
    return found[1]


def follow(page: Page, code: str) -> None:
    """From the code to « we call you before »."""
    page.goto(f"/{code}")
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    check_accessible(page)
    page.get_by_label("Votre téléphone").fill("06 39 98 12 99")
    page.get_by_label("Votre prénom").fill("Marguerite")
    page.get_by_role("button", name="Rappelez-moi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nous vous appelons avant")
    check_accessible(page)


def introduce(page: Page) -> None:
    """From the desk: call, reached, present."""
    page.goto("/bureau/")
    check_accessible(page)
    page.get_by_role("link", name="Marguerite").first.click()
    page.get_by_role("button", name="Jointe").click()
    page.get_by_role("link", name="Présenter à Chantiers Vandamme").click()
    check_accessible(page)
    page.get_by_label("Ce que l’entreprise lira").fill(
        "A construit deux bateaux avec son club. Peut commencer lundi."
    )
    page.get_by_label("au téléphone").check()
    page.get_by_role("button", name="Présenter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Marguerite")


def answer_link(site: Stack, since: float) -> str:
    """The link in the message that the employer received after this instant."""

    def found() -> list[str]:
        bodies = [text for text in mails(site, since=since) if "Marguerite" in text]
        return [link for body in bodies for link in re.findall(r"/reponse/\w+/", body)]

    wait_until(lambda: bool(found()), seconds=60, what="the message to the employer")
    return found()[0]


def answer(page: Page, link: str) -> None:
    """Meet, in two taps."""
    page.goto(link)
    check_accessible(page)
    page.get_by_label("Oui, je veux la rencontrer").check()
    page.get_by_role("button", name="Continuer").click()
    check_accessible(page)
    page.get_by_role("button", name="Envoyer ma réponse").click()
    expect(page.get_by_role("heading", name="Merci, c’est noté")).to_be_visible()


def hire(page: Page) -> None:
    """The interview is fixed, then the hire noted."""
    page.goto("/bureau/mises-en-relation/")
    page.get_by_role("link", name="Marguerite").first.click()
    check_accessible(page)
    page.get_by_role("button", name="Noter l’embauche").click()
    expect(page.get_by_text("Embauche").first).to_be_visible()
