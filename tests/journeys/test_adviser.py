"""An adviser with the telephone in one hand and the keyboard under the other; pages twice as large."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import check_accessible
from tests.journeys.bus import in_broadcast
from tests.journeys.people import sign_in, somebody
from tests.processes import Stack

pytestmark = pytest.mark.journey
CLAIRE = "claire@jalon.example"
# 200 % on a screen of 1280 pixels.
ZOOMED = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}


def test_somebody_calls_and_is_noted_without_touching_the_mouse(
    site: Stack, browser: Browser, desk: Page, fresh: str
) -> None:
    # Given a code that somebody read in the bus
    with somebody(site, browser, "oscar@jalon.example") as oscar:
        code = code_in_broadcast(oscar)

    # When an adviser hears it on the telephone: the cursor is where one types next
    sign_in(desk, CLAIRE)
    desk.goto("/bureau/telephone/")
    expect(desk.get_by_label("Code lu au téléphone")).to_be_focused()
    desk.keyboard.type(code.lower())
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Téléphone ou courriel")).to_be_focused()
    expect(desk.get_by_text("Soudeuse").first).to_be_visible()
    check_accessible(desk)
    desk.keyboard.type("06 39 98 13 13")
    desk.keyboard.press("Tab")
    desk.keyboard.type(fresh.capitalize())
    desk.keyboard.press("Enter")

    # Then the person is noted, with the offer, the line and a promise
    expect(desk.get_by_role("heading", level=1, name=fresh.capitalize())).to_be_visible()
    expect(desk.get_by_text("Promis avant")).to_be_visible()
    expect(desk.get_by_text("06 39 98 13 13")).to_be_visible()
    desk.goto("/bureau/")
    expect(desk.get_by_role("link", name=fresh.capitalize()).first).to_be_visible()


def test_the_desk_is_walked_with_the_keyboard_alone(desk: Page) -> None:
    # Given an adviser at the desk
    sign_in(desk, CLAIRE)
    desk.goto("/bureau/")

    # When they press Tab, the focus goes through the page in its order, and is seen
    names = [tab(desk) for _ in range(5)]
    assert names == ["Aller au contenu", "Jalon", "Bureau", "Personnes", "Séances"]

    # And the first stop leads past the headings
    desk.goto("/bureau/")
    tab(desk)
    desk.keyboard.press("Enter")
    assert tab(desk) == "L’équipe"

    # When they press "/", type and press Enter
    desk.keyboard.press("/")
    expect(desk.locator("#recherche")).to_be_focused()
    desk.keyboard.type("nadege")
    desk.keyboard.press("Enter")

    # Then they find the person, and open the file
    found = desk.get_by_role("link", name="Nadège", exact=True)
    expect(found).to_be_visible()
    found.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Nadège")


@pytest.mark.parametrize("email", ["", CLAIRE], ids=["vacancy", "desk"])
def test_twice_as_large_nothing_is_lost(site: Stack, browser: Browser, email: str) -> None:
    # Given somebody who enlarges pages to 200 %
    with somebody(site, browser, email, **ZOOMED) as page:
        # When they open the desk, or an offer
        page.goto("/bureau/" if email else "/offres/")
        if not email:
            page.get_by_role("link", name="Soudeuse, soudeur").first.click()
        expect(page.locator("h1")).to_be_visible()

        # Then nothing has to be scrolled sideways, and what there is to do is within reach
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        action = (
            page.get_by_role("link", name="Quelqu’un appelle")
            if email
            else page.get_by_role("button", name="Rappelez-moi")
        )
        action.scroll_into_view_if_needed()
        expect(action).to_be_in_viewport(ratio=1)
        assert clipped(page) == []
        check_accessible(page)


def code_in_broadcast(operator: Page) -> str:
    """One of the codes of the welder's offer, as the operator's desk lists them."""
    row = in_broadcast(operator, "Soudeuse")
    found = re.search(r"\b[B-DF-HJ-NP-TV-Z2-9]{4}\b", row.locator("td").first.inner_text())
    assert found is not None
    return found[0]


def tab(page: Page) -> str:
    """Press Tab; the name of what has the focus, which must be seen to have it."""
    page.keyboard.press("Tab")
    name, outline = page.evaluate(
        """() => {
            const on = document.activeElement, style = getComputedStyle(on);
            return [on.innerText.trim(), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0];
        }"""
    )
    assert outline, f"the focus on {name!r} is not seen"
    return str(name)


def clipped(page: Page) -> list[str]:
    """Texts that are cut by the box they are in."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main :is(h1, h2, p, a, button, label, dd, td)')]
            .filter(e => e.clientWidth > 1 && getComputedStyle(e).overflowX !== 'visible'
                && e.scrollWidth > e.clientWidth + 1)
            .map(e => e.innerText.slice(0, 60))"""
    )
    return found
