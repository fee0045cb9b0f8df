"""The door of a workshop in a basement: what is noted without network is sent once, and nothing is lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import check_accessible
from tests.journeys.people import give_password, somebody
from tests.journeys.proxy import Proxy
from tests.journeys.workshop import make_workshop
from tests.processes import Stack, wait_until

pytestmark = pytest.mark.journey
CLAIRE, SAMIR = "claire@jalon.example", "samir@jalon.example"
TABLET = {"width": 1024, "height": 768}
SAVED = "Tout est enregistré."


@pytest.fixture
def road(site: Stack) -> Iterator[Proxy]:
    """The network between the tablet and the server; what it loses are answers to gestures."""
    proxy = Proxy(int(site.address.rpartition(":")[2]), lost=b"POST /seances/", answered=b" 200 OK")
    yield proxy
    proxy.close()


def test_a_door_without_network_catches_up(site: Stack, browser: Browser, road: Proxy) -> None:
    workshop = make_workshop(site, "Awa Diarra", "Bruno Wattel", "Oumar Sow")
    with somebody(site, browser, viewport=TABLET) as tablet, somebody(site, browser, SAMIR) as phone:
        # Given the door of a workshop, opened once with the network
        at_the_road(tablet, road)
        door = open_door(tablet, f"{road.address}/seances/{workshop['session']}/porte/")

        # When the network is cut, three things are noted, and the page is opened again
        road.become("cut")
        tap(tablet, "Awa D.", "Présent")
        tap(tablet, "Bruno W.", "Présent")
        sign(tablet, "Bruno W.")
        add(tablet, "Nadège")
        said = "Sans réseau. 1 signature et 3 gestes attendent le réseau."
        expect(tablet.get_by_text(said)).to_be_visible()
        check_accessible(tablet)
        tablet.reload()

        # Then they are still there
        expect(tablet.get_by_text(said)).to_be_visible()
        expect(pressed(tablet, "Nadège", "Présent")).to_be_visible()

        # And when a colleague has noted something else meanwhile, and the first answer is lost
        open_door(phone, f"{site.address}/seances/{workshop['session']}/porte/")
        tap(phone, "Awa D.", "Absent")
        expect(phone.get_by_text(SAVED)).to_be_visible()
        road.become("loses answers to proofs")
        online(tablet)
        wait_until(lambda: "Nadège" in names(phone, workshop), seconds=30, what="the gestures taken")
        expect(tablet.get_by_text(said)).to_be_visible()
        road.become("open")
        online(tablet)
        expect(tablet.get_by_text(SAVED)).to_be_visible(timeout=60_000)

        # Then everything is counted once, and the disagreement is shown
        assert names(phone, workshop) == ["Awa D.", "Bruno W.", "Nadège", "Oumar S."]
        (conflict,) = [one for one in snapshot(phone, workshop)["held"] if one["conflict"]]
        assert sorted(mark["status"] for mark in conflict["marks"]) == ["absent", "present"]
        expect(tablet.get_by_text("Deux appareils ont noté deux choses.")).to_be_visible()
        check_accessible(tablet)

        # And a person settles it
        tap(tablet, "Awa D.", "Présent")
        expect(tablet.get_by_text("Deux appareils")).to_have_count(0)
        expect(tablet.get_by_text(SAVED)).to_be_visible()

        # And when the session has ended meanwhile, what is noted stays until somebody signs in again
        tablet.context.clear_cookies()
        tap(tablet, "Oumar S.", "Absent")
        expect(tablet.get_by_text("1 geste attend ici")).to_be_visible()
        tablet.get_by_role("link", name="Entrer de nouveau").click()
        expect(tablet).to_have_url(re.compile(r"/compte/.*next=/seances/"))
        at_the_road(tablet, road)
        tablet.goto(door)
        expect(tablet.get_by_text(SAVED)).to_be_visible(timeout=30_000)
        expect(pressed(tablet, "Oumar S.", "Absent")).to_be_visible()


def test_people_sign_on_the_tablet_with_their_code(site: Stack, browser: Browser) -> None:
    workshop = make_workshop(site, "Awa Diarra", "Oumar Sow")
    with somebody(site, browser, CLAIRE, viewport=TABLET) as tablet:
        open_door(tablet, f"{site.address}/seances/{workshop['session']}/porte/")
        exits: list[str] = []

        def agree(dialog: Any) -> None:
            exits.append(re.findall(r"\d{4}", dialog.message)[-1])
            dialog.accept()

        tablet.on("dialog", agree)

        # When the tablet is given to people, it shows no name
        tablet.get_by_role("button", name="Chacun signe sur la tablette").click()
        expect(tablet.get_by_role("heading", name="Tapez vos quatre chiffres")).to_be_visible()
        expect(tablet.get_by_text("Oumar")).to_have_count(0)
        check_accessible(tablet)
        type_code(tablet, "0000")
        expect(tablet.get_by_text("Ce code n’est pas sur la liste.")).to_be_visible()

        # Then who types their code sees their first name, and signs
        type_code(tablet, workshop["codes"]["Awa Diarra"])
        expect(tablet.get_by_role("heading", name="Bonjour Awa", exact=True)).to_be_visible()
        check_accessible(tablet)
        draw(tablet)
        tablet.get_by_role("button", name="Signer").click()
        expect(tablet.get_by_role("heading", name="Merci Awa")).to_be_visible()
        expect(tablet.get_by_role("heading", name="Tapez vos quatre chiffres")).to_be_visible(timeout=8000)

        # And only the code of whoever lent it leads back to the list, also after a reload
        tablet.reload()
        expect(tablet.get_by_role("heading", name="Tapez vos quatre chiffres")).to_be_visible()
        tablet.get_by_role("button", name="Quitter").click()
        type_code(tablet, exits[0])
        expect(tablet.get_by_text("A signé")).to_be_visible()


def at_the_road(page: Page, road: Proxy) -> None:
    """Sign in on the address that the tablet knows."""
    page.goto(f"{road.address}/moi/mot-de-passe")
    give_password(page, CLAIRE)


def open_door(page: Page, address: str) -> str:
    """The page of the door, once it is kept for the times without network."""
    page.goto(address)
    expect(page.get_by_text("Cette porte marche aussi sans réseau.")).to_be_visible(timeout=30_000)
    return address


def snapshot(page: Page, workshop: dict[str, Any]) -> dict[str, Any]:
    """What the server holds."""
    answer = page.request.get(f"/seances/{workshop['session']}/porte.json")
    return answer.json()["snapshot"]  # type: ignore[no-any-return]


def names(page: Page, workshop: dict[str, Any]) -> list[str]:
    return [one["name"] for one in snapshot(page, workshop)["people"]]


def tap(page: Page, name: str, label: str) -> None:
    page.get_by_role("button", name=f"{label} : {name}").click()


def pressed(page: Page, name: str, label: str) -> Any:
    return page.get_by_role("button", name=f"{label} : {name}", pressed=True)


def add(page: Page, first_name: str) -> None:
    page.get_by_role("button", name="Ajouter une personne venue sans inscription").click()
    page.get_by_label("Prénom", exact=True).fill(first_name)
    page.keyboard.press("Enter")


def sign(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Signer : {name}").click()
    draw(page)
    page.get_by_role("dialog").get_by_role("button", name="Signer").click()


def draw(page: Page) -> None:
    box = page.locator(".sign-pad").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 40 + 30 * step, box["y"] + 40 + 20 * (step % 2))
    page.mouse.up()


def type_code(page: Page, code: str) -> None:
    for digit in code:
        page.get_by_role("button", name=digit, exact=True).click()


def online(page: Page) -> None:
    """What a browser says when its network returns."""
    page.evaluate("window.dispatchEvent(new Event('online'))")
