"""The crew counts without network, and it is sent once; a passer-by reads where the bus is."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import check_accessible
from tests.journeys.people import in_days, sign_in, somebody
from tests.journeys.proxy import Proxy
from tests.processes import Stack

pytestmark = pytest.mark.journey
CLAIRE = "claire@jalon.example"
COUNTER = "/tournees/comptoir/"
PHONE = {"viewport": {"width": 360, "height": 740}}
STATE = "[data-counter=state]"
PEOPLE = "[data-counter=people]"


@pytest.fixture
def road(site: Stack) -> Iterator[Proxy]:
    """The network between the telephone and the server."""
    proxy = Proxy(int(site.address.rpartition(":")[2]))
    yield proxy
    proxy.close()


def test_the_crew_counts_without_network_and_it_is_sent_once(
    site: Stack, browser: Browser, road: Proxy, fresh: str
) -> None:
    # Given a telephone that has opened the counter once, where there was network
    name = fresh.capitalize()
    context = browser.new_context(base_url=road.address, locale="fr-FR", **PHONE)  # type: ignore[arg-type]
    phone = context.new_page()
    phone.set_default_timeout(20_000)
    sign_in(phone, CLAIRE)
    phone.goto(COUNTER)
    expect(phone.locator(STATE)).to_have_text("Tout est envoyé.")
    check_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.wait_for_timeout(1500)
    before = int(phone.locator(PEOPLE).inner_text())

    # When the bus stands where nothing passes, and the page is opened again
    road.become("cut")
    phone.goto(COUNTER)
    for _ in range(4):
        phone.get_by_role("button", name="Une personne de plus").click()
    phone.get_by_role("button", name="Enlever la dernière personne").click()
    phone.get_by_role("button", name="Femme", exact=True).click()
    take(phone, name)

    # Then all of it is shown and kept, also when the telephone starts again
    expect(phone.get_by_text("appelle avant").first).to_be_visible()
    expect(phone.locator(STATE)).to_contain_text("Sans réseau")
    check_accessible(phone)
    phone.goto(COUNTER)
    expect(phone.locator(PEOPLE)).to_have_text(str(before + 3))
    expect(phone.locator(STATE)).to_contain_text("5 choses sont gardées")

    # When the session has ended and the network is back, nothing is lost
    kept = context.cookies()
    context.clear_cookies(name="jalon_session")
    road.become("open")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.locator(STATE)).to_contain_text("Reconnectez-vous")
    context.add_cookies([one for one in kept if one["name"] == "jalon_session"])  # type: ignore[misc]
    phone.evaluate("window.dispatchEvent(new Event('online'))")

    # Then it is sent, and counted once however often it is sent
    expect(phone.locator(STATE)).to_have_text("Tout est envoyé.")
    phone.goto(COUNTER)
    expect(phone.locator(PEOPLE)).to_have_text(str(before + 3))

    # And the person waits for the call that was promised
    phone.get_by_role("link", name=name).click()
    expect(phone.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(phone.get_by_text("Promis avant")).to_be_visible()
    check_accessible(phone)
    context.close()


def take(phone: Page, name: str) -> None:
    """First name, telephone, one wish."""
    phone.get_by_label("Prénom").fill(name)
    phone.get_by_label(re.compile("^Téléphone")).fill("06 39 98 14 14")
    phone.get_by_text("Trouver un travail").click()
    phone.get_by_role("button", name="Noter").click()


def test_a_stand_that_moves_is_seen_by_whoever_waits_for_the_bus(
    site: Stack, browser: Browser, desk: Page, visitor: Page, fresh: str
) -> None:
    # Given a circuit with one halt, planned by an adviser
    sign_in(desk, CLAIRE)
    desk.goto("/tournees/nouvelle/")
    desk.get_by_label("Café de l’emploi").check()
    desk.get_by_label("Nom de la tournée").fill(f"Café {fresh}")
    check_accessible(desk)
    desk.get_by_role("button", name="Continuer").click()
    desk.get_by_label("Nom de l’arrêt").fill(f"Chez {fresh}")
    desk.get_by_label("Coordonnées").fill("51.03, 2.2")
    for day in ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"):
        desk.get_by_label(day).fill("17 h-18 h 30")
    desk.get_by_role("button", name="Ajouter", exact=True).click()
    desk.get_by_role("button", name="Prévoir").click()
    expect(desk.get_by_text(re.compile("passages sont prévus"))).to_be_visible()
    check_accessible(desk)

    # When a stand of the days to come moves, with its reason
    desk.locator(".departures").get_by_role("link", name=re.compile(f"Chez {fresh}")).nth(1).click()
    desk.get_by_label("Jour").fill(in_days(1))
    desk.get_by_label("Autre endroit").fill("Sous la halle")
    desk.locator("form[action$='deplacer/']").get_by_label("Pourquoi").fill("Grand froid")
    desk.get_by_role("button", name="Déplacer").click()
    expect(desk.get_by_text("Grand froid")).to_be_visible()

    # Then the public page says so, without a cookie, one thumb wide
    visitor.goto(f"/tournee/?semaine={in_days(1)}&quoi=cafe")
    expect(visitor.get_by_text("Grand froid").first).to_be_visible()
    expect(visitor.get_by_text("Sous la halle").first).to_be_visible()
    assert visitor.context.cookies() == []
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360


def test_behind_a_relays_poster_one_leaves_a_number(
    site: Stack, browser: Browser, visitor: Page, fresh: str
) -> None:
    # Given the code on a relay's poster
    with somebody(site, browser, CLAIRE) as claire:
        claire.goto("/tournees/relais/")
        code = claire.locator("td .code").first.inner_text()
        check_accessible(claire)

        # When somebody follows it and leaves a first name and a number
        visitor.goto(f"/tournee/relais/{code}/")
        check_accessible(visitor)
        visitor.get_by_label("Votre prénom").fill(fresh.capitalize())
        visitor.get_by_label("Votre téléphone").fill("06 39 98 15 15")
        visitor.get_by_role("button", name="Rappelez-moi").click()
        expect(visitor.get_by_role("heading", level=1)).to_contain_text("Nous vous appelons avant")
        assert visitor.context.cookies() == []

        # Then the team sees whom to call
        claire.goto("/tournees/contacts/")
        expect(claire.get_by_role("link", name=fresh.capitalize()).first).to_be_visible()
