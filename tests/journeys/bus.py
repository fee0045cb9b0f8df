"""A screen in a bus: paired at the desk, and driven to where there are offers."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from jalon.demo.timetable import stop_coordinates
from tests.journeys.axe import check_accessible

# Which of the shipyard's offers a trip plays changes from one to the next: each employer has its share.
SHIPYARD = ("Soudeuse, soudeur", "Tuyauteuse, tuyauteur")


def in_broadcast(operator: Page, title: str) -> Locator:
    """The row of an offer at the operator's desk, which is there as soon as the screens have it."""
    operator.goto("/exploitation/grand-estran/")
    row = operator.get_by_role("row", name=title)
    for _ in range(30):
        if row.count():
            return row
        operator.wait_for_timeout(1000)
        operator.reload()
    pytest.fail(f"{title} is not in broadcast after 30 s")


def pair(operator: Page, screen: Page, bus: str = "214") -> str:
    """The code on the screen, typed at the desk, and the bus it belongs to; gives the screen's name."""
    screen.goto("/ecran")
    shown = screen.get_by_text(re.compile(r"^[B-Z2-9]{6}$"))
    code = shown.inner_text()
    operator.goto("/exploitation/grand-estran/appairer/")
    check_accessible(operator)
    operator.get_by_label("Code que montre l’écran").fill(code)
    operator.get_by_label("Numéro du bus").fill(bus)
    operator.get_by_label("Place dans le bus").fill(f"écran {code}")
    operator.get_by_role("button", name="Appairer").click()
    expect(shown).to_have_count(0, timeout=20_000)
    return f"écran {code}"


def near_the_quay(screen: Page) -> None:
    """The receiver of the bus says that it rolls from Les Bassins towards Quai aux Bois."""
    roll(screen, "bassins", "quai")


def roll(screen: Page, behind: str, ahead: str) -> None:
    """The receiver of the bus says that it rolls from one stop towards the next."""
    (lat0, lon0), (lat1, lon1) = stop_coordinates(behind), stop_coordinates(ahead)
    for share in (0.55, 0.6, 0.65):
        place = {
            "latitude": lat0 + (lat1 - lat0) * share,
            "longitude": lon0 + (lon1 - lon0) * share,
            "accuracy": 8,
        }
        screen.context.set_geolocation(place)  # type: ignore[arg-type]
        screen.wait_for_timeout(1500)


def pause(employer: Page, title: str) -> str:
    """The employer takes the offer off the screens for a while; its address."""
    employer.goto("/gestion/offres/")
    employer.get_by_role("link", name=title).click()
    employer.get_by_role("button", name="Mettre en pause").click()
    expect(employer.get_by_role("button", name="Reprendre")).to_be_visible()
    return employer.url


def resume(employer: Page, address: str) -> None:
    """The demonstration is as it was."""
    employer.goto(address)
    employer.get_by_role("button", name="Reprendre").click()
    expect(employer.get_by_role("button", name="Mettre en pause")).to_be_visible()
