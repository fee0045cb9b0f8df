"""How people of the demonstration sign in."""

from playwright.sync_api import Page, expect

from jalon.demo.content import PASSWORD


def sign_in(page: Page, email: str) -> None:
    """By address and password, which the demonstration alone has."""
    page.goto("/moi/mot-de-passe")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Entrer", exact=True).click()
    expect(page.locator("main")).to_be_visible()
    page.wait_for_url(lambda url: "/moi/mot-de-passe" not in url)
