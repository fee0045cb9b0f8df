"""How people of the demonstration sign in, and what they are sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect

from jalon.demo.content import PASSWORD
from tests.processes import Stack


@contextmanager
def somebody(site: Stack, browser: Browser, email: str = "", **context: object) -> Iterator[Page]:
    """A browser of their own, signed in when an address is given."""
    own: BrowserContext = browser.new_context(base_url=site.address, locale="fr-FR", **context)  # type: ignore[arg-type]
    page = own.new_page()
    page.set_default_timeout(20_000)
    if email:
        sign_in(page, email)
    yield page
    own.close()


def sign_in(page: Page, email: str) -> None:
    """By address and password, which the demonstration alone has."""
    page.goto("/moi/mot-de-passe")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Entrer", exact=True).click()
    expect(page.locator("main")).to_be_visible()
    page.wait_for_url(lambda url: "/moi/mot-de-passe" not in url)
